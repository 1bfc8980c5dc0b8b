"""Every key, once. Bindings, the footer, the help and the command palette are made from this."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

Where = Literal["main", "detail"]
"""A screen that has keys of its own, by the id of its widget."""


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
    """On every screen, whatever ``where`` says."""
    where: tuple[Where, ...] = ("main",)
    """On which screens; two screens may use a key for different things."""
    replay: bool = False
    """Of use in a replay only."""
    live: bool = False
    """Of no use in a replay: what it shows was chosen when it was recorded."""

    @property
    def command(self) -> str:
        """The one action, for the footer and the command palette; empty if there are several."""
        return "" if len(self.actions) > 1 else self.actions[0][1]

    @property
    def commands(self) -> Sequence[tuple[str, str]]:
        """What it does, for the command palette: (which of its keys, action); "" if it is one."""
        if self.command:
            return (("", self.command),)
        spellings = self.shown.split(", ") if ", " in self.shown[1:-1] else self.shown.split()
        if self.group == "move" or len(spellings) != len(self.actions):
            return ()
        return [(each, action) for each, (_, action) in zip(spellings, self.actions, strict=True)]


CTRL_C = "ctrl+c"
"""Quits even where a text is typed, and where Textual would copy."""

BOTH: tuple[Where, ...] = ("main", "detail")

KEYS: tuple[Key, ...] = (
    Key("quit", "q, ctrl+c", "program", ((f"q,{CTRL_C}", "app.quit"),), 19, everywhere=True),
    Key("row", "↑ ↓", "move", (("up", "cursor(-1)"), ("down", "cursor(1)"))),
    Key("page", "pgup pgdn", "move", (("pageup", "page(-1)"), ("pagedown", "page(1)"))),
    Key("edge", "home end", "move", (("home", "edge(0)"), ("end", "edge(-1)"))),
    Key("back", "esc", "view", (("escape", "back"),)),
    Key("leave", "esc", "view", (("escape", "back"),), 17, where=("detail",)),
    Key(
        "market",
        "↑ ↓",
        "move",
        (("up", "market(-1)"), ("down", "market(1)")),
        12,
        where=("detail",),
    ),
    Key(
        "candle",
        "← →",
        "move",
        (("left", "candle(-1)"), ("right", "candle(1)")),
        11,
        where=("detail",),
    ),
    Key(
        "candle_edge",
        "home end",
        "move",
        (("home", "candle_edge(0)"), ("end", "candle_edge(-1)")),
        where=("detail",),
    ),
    Key(
        "next_group",
        "tab, shift+tab",
        "list",
        (("tab", "next_group(1)"), ("shift+tab", "next_group(-1)")),
    ),
    Key("group", "1 … 9", "list", tuple((f"{n}", f"group({n})") for n in range(1, 10))),
    Key("filter", "/", "list", (("slash", "filter"),), 13),
    Key("sort", "s", "list", (("s", "sort"),), 14),
    Key("reverse", "S", "list", (("S", "reverse"),)),
    Key("detail", "enter", "list", (("enter", "detail"),), 16),
    Key(
        "interval",
        "[ ]",
        "chart",
        (
            ("left_square_bracket", "next_interval(-1)"),
            ("right_square_bracket", "next_interval(1)"),
        ),
        15,
        where=("detail",),
    ),
    Key(
        "zoom",
        "+ -",
        "chart",
        (("plus,equals_sign", "zoom(1)"), ("minus", "zoom(-1)")),
        14,
        where=("detail",),
    ),
    Key("grouping", "g", "chart", (("g", "grouping"),), 13, where=("detail",)),
    Key("premium", "p", "view", (("p", "premium"),), 15),
    Key("add", "a", "edit", (("a", "add"),), 17, live=True),
    Key("remove", "d", "edit", (("d", "remove"),), live=True),
    Key("move_row", "K J", "edit", (("K", "move_row(-1)"), ("J", "move_row(1)")), live=True),
    Key("undo", "u", "edit", (("u", "undo"),), live=True),
    Key("groups", "g", "edit", (("g", "groups"),), 1, live=True),
    Key("options", "o", "edit", (("o", "options"),), 8),
    Key("window", "t", "view", (("t", "window"),), 4, where=BOTH),
    Key("freeze", "space", "view", (("space", "freeze"),), 5, where=BOTH),
    Key(
        "seek",
        ", .",
        "view",
        (("comma", "seek(-1)"), ("full_stop", "seek(1)")),
        10,
        replay=True,
    ),
    Key(
        "speed",
        "< >",
        "view",
        (("less_than_sign", "speed(-1)"), ("greater_than_sign", "speed(1)")),
        9,
        replay=True,
    ),
    Key("colors", "c", "view", (("c", "app.colors"),), 3, where=BOTH),
    Key("language", "l", "view", (("l", "app.language"),), 2, where=BOTH),
    Key("help", "?", "program", (("question_mark", "app.help"),), 18, everywhere=True),
    Key("palette", "ctrl+p", "program", (("ctrl+p", "app.command_palette"),), everywhere=True),
)


def keys_of(where: str | None, *, replay: bool = False) -> tuple[Key, ...]:
    """Return the keys that do something on a screen, given its id.

    In a replay, the one that freezes pauses it.
    """
    here = (key for key in KEYS if key.everywhere or where in key.where)
    if not replay:
        return tuple(key for key in here if not key.replay)
    shown = (key for key in here if not key.live)
    return tuple(key._replace(name="pause") if key.name == "freeze" else key for key in shown)


def bindings(where: str | None) -> list[tuple[str, str]]:
    """Return (keys, action) of a screen; without one, of what works on every screen."""
    shared = where is None
    return [
        pair
        for key in KEYS
        if key.everywhere is shared and (shared or where in key.where)
        for pair in key.actions
    ]
