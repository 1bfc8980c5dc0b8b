"""Tests of the table of keys."""

from collections import Counter

import pytest

from coinwatch.tui.keys import CTRL_C, KEYS, bindings, keys_of

SCREENS = sorted({screen for key in KEYS for screen in key.where})


def used_on(screen: str) -> Counter[str]:
    """Return how often each key is used on a screen."""
    return Counter(
        key
        for each in keys_of(screen)
        for names, _action in each.actions
        for key in names.split(",")
    )


@pytest.mark.parametrize("screen", SCREENS)
def test_no_key_is_used_twice(screen: str) -> None:
    """Every key does one thing on a screen."""
    assert max(used_on(screen).values()) == 1


def test_keys_of_the_detail_screen() -> None:
    """What works on the main screen works there as well, or means the same of one market."""
    assert {"up", "down", "escape", "t", "c", "space", "question_mark", "q"} <= {*used_on("detail")}
    assert {key.name for key in keys_of(None)} == {"quit", "help", "palette"}


def test_keys_of_the_contract() -> None:
    """The keys that users are promised are there, and none that does nothing yet."""
    used = {*used_on("main")}
    promised = {
        "q", CTRL_C, "up", "down", "pageup", "pagedown", "home", "end", "escape", "tab",
        "shift+tab", "slash", "s", "S", "p", "t", "space", "c", "question_mark",
        "a", "d", "K", "J", "l",
        "enter",
    }  # fmt: skip
    assert promised <= used
    assert {str(number) for number in range(1, 10)} <= used


def test_bindings_are_split() -> None:
    """Keys for every screen and keys of some screens make up the whole table."""
    everywhere = bindings(None)
    of_screens = {pair for screen in SCREENS for pair in bindings(screen)}
    assert ("q,ctrl+c", "app.quit") in everywhere
    assert ("slash", "filter") in of_screens
    assert of_screens | {*everywhere} == {pair for key in KEYS for pair in key.actions}


def test_command_of_a_key() -> None:
    """A key that does one thing has a command; one of several has none."""
    commands = {key.name: key.command for key in KEYS}
    assert commands["sort"] == "sort"
    assert commands["row"] == ""


def test_keys_of_a_replay() -> None:
    """Those that move in it are shown there only, and what freezes pauses it."""
    live = {key.name for key in keys_of("main")}
    replay = {key.name for key in keys_of("main", replay=True)}
    assert replay - live == {"seek", "speed", "pause"}
    edits = {"add", "remove", "move_row", "undo", "groups"}
    assert live - replay == {"freeze", *edits}


def test_commands_of_a_key() -> None:
    """One of several actions has each of its keys in the palette, unless it only moves."""
    commands = {key.name: list(key.commands) for key in KEYS}
    assert commands["sort"] == [("", "sort")]
    assert commands["move_row"] == [("K", "move_row(-1)"), ("J", "move_row(1)")]
    assert commands["next_group"] == [("tab", "next_group(1)"), ("shift+tab", "next_group(-1)")]
    assert commands["seek"] == [(",", "seek(-1)"), (".", "seek(1)")]
    assert commands["zoom"] == [("+", "zoom(1)"), ("-", "zoom(-1)")]
    assert commands["row"] == commands["group"] == []
