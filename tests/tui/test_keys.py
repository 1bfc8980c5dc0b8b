"""Tests of the table of keys."""

from collections import Counter

from coinwatch.tui.keys import CTRL_C, KEYS, actions_left_out, bindings, keys_shown


def test_no_key_is_used_twice() -> None:
    """Every key does one thing."""
    used = Counter(
        key for each in KEYS for names, _action in each.actions for key in names.split(",")
    )
    assert max(used.values()) == 1


def test_keys_of_the_contract() -> None:
    """The keys that users are promised are there, and none that does nothing yet."""
    used = {key for each in KEYS for names, _action in each.actions for key in names.split(",")}
    promised = {
        "q", CTRL_C, "up", "down", "pageup", "pagedown", "home", "end", "escape", "tab",
        "shift+tab", "slash", "s", "S", "p", "t", "space", "c", "question_mark",
        "a", "d", "K", "J", "l",
    }  # fmt: skip
    assert promised <= used
    assert {str(number) for number in range(1, 10)} <= used
    assert not used & {"enter"}


def test_bindings_are_split() -> None:
    """Keys for every screen and keys of the main one make up the whole table."""
    everywhere = bindings(KEYS, everywhere=True)
    main = bindings(KEYS, everywhere=False)
    assert ("q,ctrl+c", "app.quit") in everywhere
    assert ("slash", "filter") in main
    assert len(everywhere) + len(main) == sum(len(key.actions) for key in KEYS)


def test_command_of_a_key() -> None:
    """A key that does one thing has a command; one of several has none."""
    commands = {key.name: key.command for key in KEYS}
    assert commands["sort"] == "sort"
    assert commands["row"] == ""


def test_keys_of_a_replay() -> None:
    """Those that move in it are shown there only, and what freezes pauses it."""
    live = {key.name for key in keys_shown(replay=False)}
    replay = {key.name for key in keys_shown(replay=True)}
    assert replay - live == {"seek", "speed", "pause"}
    edits = {"add", "remove", "move_row", "undo", "groups"}
    assert live - replay == {"freeze", *edits}
    assert actions_left_out(replay=True) == edits
    assert actions_left_out(replay=False) == {"seek", "speed"}
