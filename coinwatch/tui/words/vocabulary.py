"""What the screen has words for; a language fills it in."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from coinwatch.model import FeedState
from coinwatch.tui.words.badges import BadgeWords
from coinwatch.tui.words.detail import DetailWords
from coinwatch.tui.words.editing import EditWords
from coinwatch.tui.words.premium import PremiumWords


class Words(NamedTuple):
    """What the screen says. Names in braces are filled in."""

    program: str
    states: Mapping[FeedState, str]
    """How a connection is."""
    some: str
    """After a state that not all connections share."""
    down: str
    """After a state in which nothing comes: for how long."""
    round_trip: str
    no_round_trip: str
    reason: str
    next_try: str
    trying: str
    rejected: str
    offline: str
    """What to do where there is no network."""
    config_fault: str
    """What is wrong with the config file while it runs."""
    frozen: str
    replay: str
    """That this is a recording: how it goes, and where it is."""
    paused: str
    ended: str
    fastest: str
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
    shown_of: str
    """How many of the markets are shown."""
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
    help_keys: str
    help_groups: Mapping[str, str]
    signs_title: str
    signs: Mapping[str, str]
    """What signs beside prices and codes mean, in the help."""
    command_prompt: str
    """In the empty line of the command palette."""
    keys: Mapping[str, tuple[str, str]]
    """By the name of the key: in a word or two, and in the help."""
    premium: PremiumWords
    theme: tuple[str, str]
    """The command that picks another theme, and what it does."""
    edit: EditWords
    sentence: Callable[[str], str]
    """Gives a sentence of the core, such as why a connection failed, in this language."""
    badges: BadgeWords
    detail: DetailWords
    """Of the screen of one market."""
