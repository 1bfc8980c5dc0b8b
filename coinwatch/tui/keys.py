"""Every key, once. Bindings, the footer, the help and the command palette are made from this."""

from collections.abc import Sequence
from typing import NamedTuple


class Key(NamedTuple):
    """A key, or a few that belong together."""

    name: str
    """Of its words."""
    shown: str
    """How the help and the footer spell it."""
    group: str
    """Under which title of the help."""
    actions: tuple[tuple[str, str], ...]
    """Keys as Textual names them, comma-separated, and the action that they run."""
    footer: int = 0
    """How much it deserves its place in the footer; 0 is not at all."""
    everywhere: bool = False
    """On every screen rather than on the main one."""
    replay: bool = False
    """Of use in a replay only."""
    live: bool = False
    """Of no use in a replay: what it shows was chosen when it was recorded."""

    @property
    def command(self) -> str:
        """The one action, for the footer and the command palette; empty if there are several."""
        return "" if len(self.actions) > 1 else self.actions[0][1]


CTRL_C = "ctrl+c"
"""Quits even where a text is typed, and where Textual would copy."""

KEYS: tuple[Key, ...] = (
    Key("quit", "q, ctrl+c", "program", ((f"q,{CTRL_C}", "app.quit"),), 9, everywhere=True),
    Key("row", "↑ ↓", "move", (("up", "cursor(-1)"), ("down", "cursor(1)"))),
    Key("page", "pgup pgdn", "move", (("pageup", "page(-1)"), ("pagedown", "page(1)"))),
    Key("edge", "home end", "move", (("home", "edge(0)"), ("end", "edge(-1)"))),
    Key(
        "next_group",
        "tab, shift+tab",
        "list",
        (("tab", "next_group(1)"), ("shift+tab", "next_group(-1)")),
    ),
    Key("group", "1 … 9", "list", tuple((f"{n}", f"group({n})") for n in range(1, 10))),
    Key("filter", "/", "list", (("slash", "filter"),), 7),
    Key("sort", "s", "list", (("s", "sort"),), 6),
    Key("reverse", "S", "list", (("S", "reverse"),)),
    Key("premium", "p", "view", (("p", "premium"),), 6),
    Key("add", "a", "edit", (("a", "add"),), 5, live=True),
    Key("remove", "d", "edit", (("d", "remove"),), live=True),
    Key("move_row", "K J", "edit", (("K", "move_row(-1)"), ("J", "move_row(1)")), live=True),
    Key("undo", "u", "edit", (("u", "undo"),), live=True),
    Key("groups", "g", "edit", (("g", "groups"),), 1, live=True),
    Key("options", "o", "edit", (("o", "options"),), 2),
    Key("window", "t", "view", (("t", "window"),), 4),
    Key("freeze", "space", "view", (("space", "freeze"),), 5),
    Key("seek", ", .", "view", (("comma", "seek(-1)"), ("full_stop", "seek(1)")), 5, replay=True),
    Key(
        "speed",
        "< >",
        "view",
        (("less_than_sign", "speed(-1)"), ("greater_than_sign", "speed(1)")),
        4,
        replay=True,
    ),
    Key("colors", "c", "view", (("c", "app.colors"),), 3),
    Key("language", "l", "view", (("l", "app.language"),), 2),
    Key("back", "esc", "view", (("escape", "back"),)),
    Key("help", "?", "program", (("question_mark", "app.help"),), 8, everywhere=True),
    Key("palette", "ctrl+p", "program", (("ctrl+p", "app.command_palette"),), everywhere=True),
)


def bindings(keys: Sequence[Key], *, everywhere: bool) -> list[tuple[str, str]]:
    """Return (keys, action) of what works on every screen, or of what only the main one has."""
    return [pair for key in keys if key.everywhere is everywhere for pair in key.actions]


def keys_shown(*, replay: bool) -> Sequence[Key]:
    """Return the keys that do something: in a replay, the one that freezes pauses it."""
    if not replay:
        return [key for key in KEYS if not key.replay]
    shown = [key for key in KEYS if not key.live]
    return [key._replace(name="pause") if key.name == "freeze" else key for key in shown]


def actions_left_out(*, replay: bool) -> frozenset[str]:
    """Return the names of the actions of all other keys."""
    shown = {key.actions for key in keys_shown(replay=replay)}
    left_out = (action for key in KEYS if key.actions not in shown for _, action in key.actions)
    return frozenset(action.partition("(")[0] for action in left_out)
