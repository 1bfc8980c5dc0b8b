"""Tests of what the lines at the top say."""

from typing import Any

import pytest

from coinwatch.model import FeedState
from coinwatch.tui.feeds import Exchange, Rejected
from coinwatch.tui.header import Replay, Top, lines, replay_of
from coinwatch.tui.roles import Piece, Role
from coinwatch.tui.words import ENGLISH, KOREAN

UPBIT = Exchange("upbit", FeedState.LIVE, 1, round_trip_s=0.0384, per_second=214.0)
BINANCE = Exchange("binance", FeedState.LIVE, 1, round_trip_s=0.091, per_second=1_234.0)
DOWN = Exchange(
    "upbit",
    FeedState.WAITING,
    reason="cannot resolve api.upbit.com",
    retry_in_s=2.2,
    down_s=72.4,
)
TOP = Top([UPBIT, BINANCE], ever_live=True, time="12:34:56")


def shown(top: Top, cells: int, height: int = 40) -> list[str]:
    """Return the header as text, without blanks at the ends."""
    found = lines(top, ENGLISH, cells, height)
    return ["".join(piece.text for piece in line).rstrip() for line in found]


def test_wide() -> None:
    """In one line: name, state, round trip and rate of each exchange, and the time."""
    states = " coinwatch  ● Upbit live  38 ms  214/s  ● Binance live  91 ms 1.2k/s"
    assert shown(TOP, 120) == [states + " " * 43 + "12:34:56"]


def test_at_80() -> None:
    """Everything fits into 80 cells."""
    line = shown(TOP, 80)[0]
    assert line.startswith(" coinwatch  ● Upbit live")
    assert line.endswith(" 12:34:56")
    assert len(line) == 79


def test_less_and_less() -> None:
    """The program's name goes first, then the time, never what the exchanges are."""
    states = " ● Upbit live  38 ms  214/s  ● Binance live  91 ms 1.2k/s"
    assert shown(TOP, 70)[0] == states + "    12:34:56"
    assert shown(TOP, 60) == [states]


def test_narrow() -> None:
    """On a narrow screen each exchange has a line, with all that a wide one says."""
    assert shown(TOP, 40) == [" ● Upbit live  38 ms  214/s", " ● Binance live  91 ms 1.2k/s"]


def test_unknown_traffic() -> None:
    """Round trip and rate are dashes until they are measured."""
    fresh = Exchange("upbit", FeedState.LIVE, 1)
    assert shown(TOP._replace(exchanges=[fresh]), 60)[0].startswith(
        " coinwatch  ● Upbit live   — ms    —/s"
    )


@pytest.mark.parametrize(
    ("state", "glyph", "role"),
    [
        (FeedState.LIVE, "●", Role.GOOD),
        (FeedState.POLLING, "◐", Role.WARN),
        (FeedState.CONNECTING, "◐", Role.WARN),
        (FeedState.WAITING, "◐", Role.WARN),
        (FeedState.STALE, "○", Role.BAD),
        (FeedState.BLOCKED, "○", Role.BAD),
        (FeedState.STOPPED, "○", Role.BAD),
    ],
)
def test_states(state: FeedState, glyph: str, role: Role) -> None:
    """A state has a glyph, a word and a colour, so that no one of them is needed."""
    top = TOP._replace(exchanges=[Exchange("upbit", state)])
    pieces = lines(top, ENGLISH, 80, 40)[0]
    texts = [piece.text for piece in pieces]
    assert f"{glyph} " in texts
    assert state.value in texts
    assert pieces[texts.index(state.value)].role is role


def test_some_connections() -> None:
    """Where only some connections are live, it says how many."""
    some = Exchange("binance", FeedState.CONNECTING, flowing=2, connections=3)
    assert "◐ Binance connecting 2 of 3" in shown(TOP._replace(exchanges=[some]), 80)[0]


def test_trouble() -> None:
    """What is wrong has a line of its own, with the countdown rounded up."""
    top = TOP._replace(exchanges=[DOWN, BINANCE])
    assert shown(top, 120)[1:] == [" Upbit: cannot resolve api.upbit.com; next try in 3 s"]
    trying = DOWN._replace(state=FeedState.CONNECTING, retry_in_s=None)
    assert shown(top._replace(exchanges=[trying, BINANCE]), 120)[1:] == [
        " Upbit: cannot resolve api.upbit.com; trying again"
    ]
    blocked = DOWN._replace(state=FeedState.BLOCKED, retry_in_s=None)
    assert shown(top._replace(exchanges=[blocked, BINANCE]), 120)[1:] == [
        " Upbit: cannot resolve api.upbit.com"
    ]


def test_down_for_how_long() -> None:
    """Beside the state stands for how long nothing comes, unless it only starts."""
    top = TOP._replace(exchanges=[DOWN, BINANCE])
    assert shown(top, 120)[0].startswith(" coinwatch  ◐ Upbit waiting, down 1 m  ● Binance live")
    fresh = DOWN._replace(reason="", retry_in_s=None)
    assert "◐ Upbit waiting  ●" in shown(top._replace(exchanges=[fresh, BINANCE]), 120)[0]


def test_long_trouble() -> None:
    """A long reason takes two lines where there is room, else it is cut."""
    long = DOWN._replace(
        reason="HTTP 451: not served where this computer is", state=FeedState.BLOCKED
    )
    top = TOP._replace(exchanges=[long])
    assert shown(top, 50, 40)[1:] == [
        " Upbit: HTTP 451: not served where this computer",
        " is; next try in 3 s",
    ]
    assert shown(top, 50, 12)[1:] == [" Upbit: HTTP 451: not served where this computer…"]


def test_narrow_trouble() -> None:
    """On a narrow screen the reason stands where the traffic would."""
    top = TOP._replace(exchanges=[DOWN, BINANCE])
    assert shown(top, 40) == [
        " ◐ Upbit waiting, down 1 m: cannot reso…",
        " ● Binance live  91 ms 1.2k/s",
    ]


def test_offers_the_demo() -> None:
    """Who never saw a live exchange learns how to go on without a network."""
    down = Top([DOWN, DOWN._replace(name="binance")], ever_live=False, time="12:34:56")
    assert shown(down, 80)[-1] == " Without a network: coinwatch --demo"
    assert shown(down, 40)[-1] == " Without a network: coinwatch --demo"
    assert "demo" not in "".join(shown(down._replace(ever_live=True), 80))
    starting = [Exchange("upbit", FeedState.CONNECTING)]
    assert shown(down._replace(exchanges=starting), 80)[1:] == []


@pytest.mark.parametrize(("cells", "height", "most"), [(100, 40, 6), (100, 8, 3), (40, 8, 3)])
def test_rows_matter_more(cells: int, height: int, most: int) -> None:
    """However much is wrong, most of the screen is left for rows."""
    reason = "the exchange has an internal error and says so at great length " * 3
    wrong = [DOWN._replace(name=name, reason=reason) for name in ("upbit", "binance", "other")]
    found = shown(Top(wrong, ever_live=False, time="12:34:56"), cells, height)
    assert len(found) == most
    assert found[-1] == " Without a network: coinwatch --demo"


def test_frozen() -> None:
    """A frozen picture says so and since when, at every width."""
    top = TOP._replace(frozen_s=61.0)
    assert shown(top, 120)[0].endswith("FROZEN 1 m")
    assert shown(top, 70)[0].endswith("FROZEN 1 m")
    assert shown(top, 60)[0].endswith("FROZEN 1 m")
    assert shown(top, 40)[0].endswith("FROZEN 1 m")


def test_rejected() -> None:
    """Frames that could not be read are told of, with their first bytes made harmless."""
    odd = UPBIT._replace(rejected=Rejected(3, "not JSON: \x1b[2J"))
    assert shown(TOP._replace(exchanges=[odd]), 120)[1:] == [
        " Upbit: could not read 3 frames; the last: not JSON: ␛[2J"
    ]


@pytest.mark.parametrize("reason", ["\x1b[31mred\n\n", "[bold]x[/]", "\u202eevil"])
def test_hostile_reasons(reason: str) -> None:
    """A server's words are shown as text."""
    hostile: Any = DOWN._replace(reason=reason)
    for cells in (40, 120):
        text = "".join(shown(TOP._replace(exchanges=[hostile]), cells))
        assert text.isprintable()


def test_figures_stand_beside_the_exchanges_where_there_is_room() -> None:
    """All of them, then fewer; name and clock go before the last, and all of it before a state."""
    full, short = [[Piece("USDT/KRW 1,478   BTC premium +0.52 %")], [Piece("BTC premium +0.52 %")]]
    top = TOP._replace(figures=(full, short))
    states = " ● Upbit live  38 ms  214/s  ● Binance live  91 ms 1.2k/s"
    figures = "   USDT/KRW 1,478   BTC premium +0.52 %"
    assert shown(top, 120)[0].startswith(f" coinwatch {states}{figures}  ")
    assert shown(top, 112)[0] == f"{states}{figures}{' ' * 7}12:34:56"
    assert shown(top, 90)[0] == f"{states}   BTC premium +0.52 %  12:34:56"
    assert shown(top, 80) == [f"{states}  BTC premium +0.52 %"]
    assert shown(top, 77) == shown(TOP, 77)
    assert shown(top, 40) == shown(TOP, 40)


REPLAY = Replay(elapsed_s=187.4, share=0.349, speed=10.0)


@pytest.mark.parametrize(
    ("change", "corner"),
    [
        ({}, "REPLAY 10x 0:03:07 34%  12:34:56"),
        ({"speed": 0.25}, "REPLAY 0.25x 0:03:07 34%  12:34:56"),
        ({"speed": None}, "REPLAY max 0:03:07 34%  12:34:56"),
        ({"paused": True}, "REPLAY paused 0:03:07 34%  12:34:56"),
        ({"paused": True, "ended": True, "share": 1.0}, "REPLAY ended 0:03:07 100%  12:34:56"),
    ],
)
def test_replay(change: dict[str, Any], corner: str) -> None:
    """That it is none of the present, how it goes, where it is, and what time it was."""
    top = TOP._replace(replay=REPLAY._replace(**change))
    assert shown(top, 120)[0].endswith(corner)


def test_replay_on_a_narrow_screen() -> None:
    """It stays where the time would be left out."""
    assert "REPLAY 10x" in shown(TOP._replace(replay=REPLAY), 64)[0]


def test_problem_of_a_recording() -> None:
    """Why it ends, in a line of its own; nobody is told how to do without a network."""
    silent = TOP._replace(
        exchanges=[DOWN], ever_live=False, replay=REPLAY._replace(problem="a.jsonl, line 3: cut")
    )
    assert shown(silent, 120)[1] == " a.jsonl, line 3: cut"
    assert len(shown(silent, 120)) == 3
    assert replay_of(None) is None


def test_notice() -> None:
    """What is wrong with the program's own surroundings has a line, whatever the width."""
    top = TOP._replace(notice="the recording stopped: no space")
    for cells in (120, 60, 40):
        assert " the recording stopped: no space" in shown(top, cells)


def test_reasons_in_korean() -> None:
    """Why an exchange, a frame or the recording fails is told in the language of the screen."""
    odd = Rejected(2, "Binance: not JSON: <html>")
    top = TOP._replace(
        exchanges=[DOWN, BINANCE._replace(rejected=odd)], notice="the recording stopped: no space"
    )
    text = "\n".join("".join(p.text for p in line) for line in lines(top, KOREAN, 120, 40))
    assert "api.upbit.com 주소를 찾을 수 없음" in text
    assert "마지막: Binance: JSON이 아님: <html>" in text
    assert "녹화가 멈춤: no space" in text
