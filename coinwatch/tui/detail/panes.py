"""The panes of the screen: each is drawn anew when what it is drawn from changed."""

from collections.abc import Callable, Hashable, Sequence

from textual import events
from textual.app import ComposeResult
from textual.containers import Container

from coinwatch.tui.bar import Bar
from coinwatch.tui.detail.arrange import Box, arrange
from coinwatch.tui.detail.choices import Choices
from coinwatch.tui.detail.contents import Content, Contents
from coinwatch.tui.roles import Line, Piece
from coinwatch.tui.scene import Scene
from coinwatch.tui.theme import Ground, Palette
from coinwatch.tui.view import View

PANES = ("chart", "book", "tape", "day", "elsewhere")


class Pane(Bar):
    """Lines in a box."""

    DEFAULT_CSS = "Pane { position: absolute; display: none; }"

    def put(self, box: Box | None) -> None:
        """Stand in a box, or nowhere."""
        self.display = box is not None
        if box:
            self.styles.offset = (box.x, box.y)
            self.styles.width = box.width

    async def on_click(self, event: events.Click) -> None:
        """Point at what is under the mouse, where it is a candle."""
        if self.id == "chart":
            action = f"point({event.x}, {event.y})"
            await self.app.run_action(action, default_namespace=self.screen)


class Panes(Container):
    """All panes, in the room between the lines above and below."""

    DEFAULT_CSS = "Panes { height: 1fr; width: 1fr; overflow: hidden; }"

    def __init__(
        self, scene: Scene, choices: Choices, palette: Palette, on_arranged: Callable[[], None]
    ) -> None:
        super().__init__(id="panes")
        self._on_arranged = on_arranged
        self._scene = scene
        self._choices = choices
        self.contents = Contents(scene, choices)
        self._bars = {name: Pane(palette, Ground.ROW, name) for name in PANES}
        self._keys: dict[str, Hashable] = {}
        self.boxes: dict[str, Box] = {}
        """Where each pane is that has room."""

    def compose(self) -> ComposeResult:
        """Give every pane, be there room for it or not."""
        yield from self._bars.values()

    def paint(self, palette: Palette) -> None:
        """Use other colours from now on."""
        for bar in self._bars.values():
            bar.paint(palette)

    def on_resize(self) -> None:
        """Place the panes anew."""
        self.boxes = arrange(self.size.width, 0, self.size.height)
        for name, bar in self._bars.items():
            bar.put(self.boxes.get(name))
        self._keys.clear()
        self._on_arranged()

    def frame(self, view: View) -> None:
        """Draw what changed since the last frame."""
        for name, box in self.boxes.items():
            key = self._key(name, view)
            if self._keys.get(name) != key:
                self._keys[name] = key
                content = self.contents.panes[name](view, box.width, box.height)
                self._bars[name].stand_on(Ground.STALE if content.stale else Ground.ROW)
                self._bars[name].show(_filled(content, box.height))

    def _key(self, name: str, view: View) -> Hashable:
        """Return what a pane is drawn from."""
        focus, choices, state = self.contents.focus, self._choices, view.state
        flows = self._scene.flows(state.market)
        common = state.market, view.words.detail.book, view.stale, flows
        # Why there is nothing changes with time.
        second = int(view.now)
        if name == "chart":
            candles = focus.candles.all() if focus else ()
            why = (focus.complete, focus.trouble) if focus else ()
            price = state.last.price if state.last else None
            chosen = choices.interval, choices.zoom, choices.pointed_ms
            return *common, candles or (why, second), price, chosen
        if name == "book":
            return *common, state.book or second, choices.step(state.market)
        if name == "tape":
            return *common, focus.version if focus and focus.trades else second
        if name == "day":
            return *common, state.version
        others = [self._scene.picture.state(each).version for each in focus.others] if focus else []
        return *common, tuple(others), self._scene.window_s, second


def _filled(content: Content, height: int) -> Sequence[Line]:
    blank: Line = [Piece("")]
    lines = [*content.lines[:height]]
    return [*lines, *[blank] * (height - len(lines))]
