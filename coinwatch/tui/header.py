"""What the lines at the top say: how each exchange is, in words, and what is wrong with it."""

from collections.abc import Sequence
from math import ceil
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import FLOWING, FeedState
from coinwatch.tui.behind import Playback
from coinwatch.tui.feeds import Exchange
from coinwatch.tui.roles import Line, Piece, Role, spread, width
from coinwatch.tui.view import exchange_title
from coinwatch.tui.words import Words

TALL = 16
"""From this height on a reason may take two lines."""

MOST_LINES = 6
"""Of the header where it is high; the rows matter more."""

MOST_LINES_LOW = 3

_LIVE = ("●", Role.GOOD)
_ON_ITS_WAY = ("◐", Role.WARN)
_NOT_LIVE = ("○", Role.BAD)
_GLYPHS = {
    FeedState.LIVE: _LIVE,
    FeedState.POLLING: _ON_ITS_WAY,
    FeedState.CONNECTING: _ON_ITS_WAY,
    FeedState.WAITING: _ON_ITS_WAY,
}


class Replay(NamedTuple):
    """Where a replay is."""

    elapsed_s: float
    share: float
    """How much of it was played, from 0 to 1."""
    speed: float | None
    """How many seconds pass in one; None is as fast as it goes."""
    paused: bool = False
    ended: bool = False
    problem: str = ""
    """Why it ends where it does; empty if that is the end of the recording."""


class Top(NamedTuple):
    """What the header tells."""

    exchanges: Sequence[Exchange]
    ever_live: bool
    """Whether any exchange ever sent anything."""
    time: str
    """Of the day."""
    frozen_s: float | None = None
    """For how long the picture is frozen, in seconds."""
    figures: Sequence[Line] = ()
    """Beside the exchanges where there is room: all of them, then fewer."""
    replay: Replay | None = None
    """None where it is live."""
    notice: str = ""
    """What is wrong that no exchange is to blame for."""
    fault: str = ""
    """What is wrong with the config file; empty while it is right."""

    @property
    def special(self) -> bool:
        """Whether the corner says what must not be left out: that this is not the present."""
        return self.frozen_s is not None or self.replay is not None


def replay_of(playback: Playback | None) -> Replay | None:
    """Return where a replay is; None if there is none."""
    if playback is None:
        return None
    each = playback
    return Replay(each.elapsed_s, each.share, each.speed, each.paused, each.ended, each.problem)


def lines(top: Top, words: Words, cells: int, height: int) -> list[Line]:
    """Return the header for a screen of ``cells`` by ``height``."""
    tall = height >= TALL
    most = MOST_LINES if tall else MOST_LINES_LOW
    together = _together(top, words, cells)
    if together is None:
        shown = _one_each(top, words, cells)
        shown += [_trouble(text.cut(notice, cells - 2)) for notice in _notices(top, words)]
    else:
        shown = [together]
        for sentence in _troubles(top, words):
            shown += map(_trouble, text.wrap(sentence, cells - 2, 2 if tall else 1))
    if top.fault:
        sentence = words.config_fault.format(fault=words.sentence(top.fault))
        wrapped = text.wrap(sentence, cells - 2, 3 if tall else 2)
        return [*shown[: most - len(wrapped)], *map(_trouble, wrapped)]
    if _hopeless(top):
        return [*shown[: most - 1], _trouble(text.cut(words.offline, cells - 2))]
    return shown[:most]


def _together(top: Top, words: Words, cells: int) -> Line | None:
    """Return all exchanges in one line; None if they do not fit."""
    states: list[Piece] = []
    for exchange in top.exchanges:
        states += [*_state(exchange, words), *_traffic(exchange, words), Piece("  ")]
    corner = _corner(top, words)
    title = [Piece(f" {words.program}  ", Role.STRONG)]
    blank = [Piece(" ")]
    may_go = corner if top.special else ()
    figures: list[Line] = [[Piece(" "), *each, Piece("  ")] for each in top.figures]
    for left, right in (
        *(([*title, *states, *each], corner) for each in figures[:1]),
        *(([*blank, *states, *each], corner) for each in figures),
        *(([*blank, *states, *each], may_go) for each in top.figures[-1:]),
        ([*title, *states], corner),
        ([*blank, *states], corner),
        ([*blank, *states], may_go),
    ):
        if width(left) + width(right) <= cells:
            return spread(left, right, cells)
    return None


def _one_each(top: Top, words: Words, cells: int) -> list[Line]:
    """Return a line for each exchange, with the reason in it."""
    corner = _corner(top, words)
    found: list[Line] = []
    for exchange in top.exchanges:
        reason = "; ".join(_reasons(exchange, words))
        tail = [Piece(f": {reason}", Role.WARN)] if reason else _traffic(exchange, words)
        state = [Piece(" "), *_state(exchange, words), *tail]
        first = not found and top.special
        found.append(spread(state, corner if first else (), cells))
    return found


def _corner(top: Top, words: Words) -> Line:
    if top.replay:
        return [Piece(f"{_replay(top.replay, words)}  {top.time} ", Role.WARN)]
    if top.frozen_s is None:
        return [Piece(f"{top.time} ", Role.MUTED)]
    return [Piece(f"{words.frozen.format(age=text.age(top.frozen_s))} ", Role.WARN)]


def _replay(replay: Replay, words: Words) -> str:
    """Return position and speed, or why it stands still."""
    pace = words.fastest if replay.speed is None else f"{replay.speed:g}x"
    state = words.ended if replay.ended else words.paused if replay.paused else pace
    elapsed = text.clock(replay.elapsed_s)
    return words.replay.format(state=state, elapsed=elapsed, percent=int(replay.share * 100))


def _state(exchange: Exchange, words: Words) -> Line:
    glyph, role = _GLYPHS.get(exchange.state, _NOT_LIVE)
    state = words.states[exchange.state]
    if exchange.connections > 1 and exchange.state is not FeedState.LIVE:
        state = words.some.format(state=state, count=exchange.flowing, all=exchange.connections)
    return [
        Piece(f"{glyph} ", role),
        Piece(f"{exchange_title(exchange.name)} ", Role.TEXT),
        Piece(state, role),
        *_down(exchange, words, role),
    ]


def _down(exchange: Exchange, words: Words, role: Role) -> Line:
    """Return for how long nothing comes; nothing of a first try that nothing went wrong with."""
    if exchange.down_s is None or not exchange.reason:
        return ()
    return [Piece(f", {words.down.format(age=text.age(exchange.down_s))}", role)]


def _traffic(exchange: Exchange, words: Words) -> Line:
    """Return round trip and messages a second, as wide whatever they are."""
    if exchange.state not in FLOWING:
        return ()
    seconds = exchange.round_trip_s
    trip = words.no_round_trip
    if seconds is not None:
        trip = words.round_trip.format(milliseconds=round(seconds * 1000) or "<1")
    return [Piece(f" {trip} {text.rate(exchange.per_second):>6}", Role.MUTED)]


def _troubles(top: Top, words: Words) -> list[str]:
    """Return a sentence for each exchange that is not well."""
    return _notices(top, words) + [
        words.reason.format(exchange=exchange_title(exchange.name), reason="; ".join(reasons))
        for exchange in top.exchanges
        if (reasons := _reasons(exchange, words))
    ]


def _notices(top: Top, words: Words) -> list[str]:
    """Return what no exchange is to blame for."""
    ours = (top.notice, top.replay.problem if top.replay else "")
    return [text.safe(words.sentence(notice)) for notice in ours if notice]


def _reasons(exchange: Exchange, words: Words) -> list[str]:
    if exchange.state not in FLOWING and exchange.reason:
        retry = exchange.retry_in_s
        if retry is not None:
            after = [words.next_try.format(time=text.age(ceil(retry)))]
        else:
            after = [words.trying] if exchange.state is FeedState.CONNECTING else []
        return [text.safe(words.sentence(exchange.reason)), *after]
    rejected = exchange.rejected
    if rejected is None:
        return []
    reason = text.safe(words.sentence(rejected.reason))
    return [words.rejected.format(count=rejected.frames, reason=reason)]


def _hopeless(top: Top) -> bool:
    """Return whether nothing ever came, and it is known why."""
    return not (top.ever_live or top.replay) and any(each.reason for each in top.exchanges)


def _trouble(sentence: str) -> Line:
    return [Piece(f" {sentence}", Role.WARN)]
