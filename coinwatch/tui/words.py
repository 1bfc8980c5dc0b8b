"""Every word on the screen, once, so that another language is another ``Words``."""

from collections.abc import Mapping
from dataclasses import dataclass

from coinwatch.model import FeedState
from coinwatch.text import Language


@dataclass(frozen=True, slots=True)
class Words:
    """What the screen says. Names in braces are filled in."""

    program: str
    states: Mapping[FeedState, str]
    """How a connection is."""
    some: str
    """After a state that not all connections share."""
    round_trip: str
    no_round_trip: str
    reason: str
    next_try: str
    trying: str
    rejected: str
    offline: str
    """What to do where there is no network."""
    frozen: str
    basis: Mapping[str, str]
    """What the change refers to."""
    basis_of: str
    """The same, of one exchange."""
    basis_label: str
    own_basis: str
    """While no exchange has told yet which basis is its own."""
    sort: str
    manual: str
    filtered: str
    count: str
    titles: Mapping[str, str]
    """Of columns; over the sparkline its window is written instead."""
    stale: str
    no_data: str
    nothing_sent: str
    feed_is: str
    feed_is_because: str
    nothing_watched: str
    no_match: str
    filter_prompt: str
    too_small: str
    help_title: str
    help_groups: Mapping[str, str]
    keys: Mapping[str, tuple[str, str]]
    """By the name of the key: in a word or two, and in the help."""
    theme: tuple[str, str]
    """The command that picks another theme, and what it does."""


ENGLISH = Words(
    program="coinwatch",
    states={state: state.value for state in FeedState},
    some="{state} {count} of {all}",
    round_trip="{milliseconds:>3} ms",
    no_round_trip="  — ms",
    reason="{exchange}: {reason}",
    next_try="next try in {time}",
    trying="trying again",
    rejected="could not read {count} frames; the last: {reason}",
    offline="Without a network: coinwatch --demo",
    frozen="FROZEN {age}",
    basis={"utc_day": "since 00:00 UTC", "24h": "last 24 h"},
    basis_of="{exchange} {basis}",
    basis_label="change {basis}",
    own_basis="as each exchange counts",
    sort="sort: {column}",
    manual="manual",
    filtered="filter: {query}",
    count="{shown} of {all}",
    titles={
        "market": "Market",
        "exchange": "",
        "name": "Name",
        "price": "Price",
        "change": "Change",
        "range": "Day range",
        "volume": "Volume",
        "spread": "Spread",
        "premium": "Premium",
        "sparkline": "Trend",
        "age": "Age",
    },
    stale="stale",
    no_data="no data: {reason}",
    nothing_sent="{exchange} is live but has sent nothing for it",
    feed_is="{exchange} is {state}",
    feed_is_because="{exchange} is {state}: {reason}",
    nothing_watched="Nothing is watched here yet.",
    no_match="Nothing matches “{query}”. Esc shows all.",
    filter_prompt="filter by code or name; enter keeps it, esc drops it",
    too_small="terminal too small (need {width}x{height})",
    help_title="Keys",
    help_groups={"move": "Move", "list": "List", "view": "View", "program": "Program"},
    keys={
        "quit": ("quit", "quit; the terminal is as it was before"),
        "row": ("row", "next or previous row; or click, or wheel"),
        "page": ("page", "a page up or down"),
        "edge": ("first, last", "first or last row"),
        "next_group": ("group", "next or previous group"),
        "group": ("group", "first to ninth group"),
        "filter": ("filter", "filter by code, English or Korean name"),
        "sort": ("sort", "sort by the next column; or click its title"),
        "reverse": ("reverse", "reverse the order"),
        "window": ("window", "time of the sparklines: 5 m, 1 h, 24 h"),
        "freeze": ("freeze", "freeze the picture; the data goes on"),
        "colors": ("colours", "green up, red up, or blue and orange"),
        "help": ("help", "this help"),
        "palette": ("commands", "all commands, found by typing"),
        "back": ("back", "close what is open, drop the filter"),
    },
    theme=("Theme", "pick another theme, dark or light"),
)

_WORDS: Mapping[Language, Words] = {"en": ENGLISH}


def words(language: Language) -> Words:
    """Return the words of a language; English where there are none yet."""
    return _WORDS.get(language, ENGLISH)


def choose_language(setting: str, locale: str) -> Language:
    """Return the language that is set; by ``locale`` (``ko_KR.UTF-8``) where that is ``auto``."""
    korean = locale.lower().startswith("ko") if setting == "auto" else setting == "ko"
    return "ko" if korean else "en"
