"""The dialog that adds markets: type a part of a name, choose, enter."""

from collections.abc import Sequence

from textual.widget import Widget
from textual.widgets import Input

from coinwatch import text
from coinwatch.model import Listing, Market
from coinwatch.search import Index
from coinwatch.store import Store
from coinwatch.tui import finding
from coinwatch.tui.behind import Behind
from coinwatch.tui.edits import Edits, Remark
from coinwatch.tui.finding import Found
from coinwatch.tui.panel import CELLS, Panel
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.scene import Scene
from coinwatch.tui.theme import Palette
from coinwatch.tui.view import exchange_title, price_text
from coinwatch.tui.words import Words

LONGEST_QUERY = 60
MOST_FOUND = 200
"""More than that is no choice."""


class AddPanel(Panel):
    """Finds markets of every exchange by code, name and initial consonants; stays open for more."""

    STEADY = True

    def __init__(
        self, edits: Edits, behind: Behind, store: Store, scene: Scene, palette: Palette
    ) -> None:
        super().__init__(edits, scene, palette)
        self._behind = behind
        self._store = store
        self._tab = edits.tab
        self._lists: dict[str, Sequence[Listing]] = {}
        self._listings: Sequence[Listing] = ()
        self._index = Index(())
        self._known: tuple[object, ...] = ()
        """What the markets that are there were worked out from."""
        self._there: set[str] = set()
        self._meant = ""
        self._found: Sequence[Listing] = ()
        self._input = Input(
            placeholder=scene.words.edit.add_prompt, compact=True, max_length=LONGEST_QUERY
        )

    def fields(self) -> Sequence[Widget]:
        """Give the line where the name is typed."""
        return (self._input,)

    def on_mount(self) -> None:
        """Have the cursor where is typed; the rest is done by the base's own handler."""
        self._input.focus()

    def heading(self) -> str:
        """Say where markets are added."""
        return self.words.edit.add_title.format(group=self._tab.title)

    def keys(self) -> Sequence[str]:
        """Say which keys do what; without a market there is nothing to add."""
        words = self.words.edit
        return (words.add_keys if self._found else words.close_keys,)

    def speak(self, words: Words) -> None:
        """Use other words from now on."""
        self._input.placeholder = words.edit.add_prompt
        super().speak(words)

    def rows(self) -> Sequence[Line]:
        """Return what was found, and why there may be more."""
        self._take_lists()
        cells = min(CELLS, self.app.size.width)
        there = self._resolved()
        watched = {str(market): market for market in self._store.markets}
        above = self._nothing() if self._meant else []
        self.cursor = max(self.cursor, len(above))
        lines = [
            finding.line(
                Found(each, str(each.market) in there, self._price(watched, each.market)),
                place,
                self.words,
                self._scene.language,
                cells,
                selected=place == self.cursor,
            )
            for place, each in enumerate(self._found[:MOST_FOUND], len(above))
        ]
        return [*above, *lines, *self._missing()]

    def on_input_changed(self) -> None:
        """Search while it is typed."""
        self._search()
        self.cursor = self._top = 0
        self.tell(Remark(""))

    async def on_input_submitted(self) -> None:
        """Add what is chosen; what is typed next starts anew."""
        place = self.cursor - (1 if self._meant else 0)
        if place in range(len(self._found)):
            self.tell(await self._edits.add(self._found[place].market, self._tab.name))
            self._input.select_all()

    async def action_pick(self, place: int) -> None:
        """Choose a row, and add it."""
        self.cursor = place
        await self.on_input_submitted()

    def _take_lists(self) -> None:
        lists = {
            name: found
            for name, found in self._behind.listings().items()
            if not isinstance(found, str)
        }
        if any(lists.get(name) is not self._lists.get(name) for name in {*lists, *self._lists}):
            self._lists = lists
            self._listings = finding.in_order(lists)
            self._index = Index(self._listings)
            self._search()

    def _resolved(self) -> set[str]:
        """Return the markets that are there already: a watchlist of wildcards takes 10 ms."""
        known = self._edits.editor.config, self._store.layout, self._listings
        if known != self._known:
            self._known = known
            self._there = self._edits.markets(self._tab.name)
        return self._there

    def _search(self) -> None:
        query = self._input.value
        self._found = self._index.search(query)
        self._meant = "" if self._found else finding.alike(query, self._listings)
        if self._meant:
            self._found = self._index.search(self._meant)

    def _price(self, watched: dict[str, Market], market: Market) -> str:
        known = watched.get(str(market))
        return price_text(self._scene.view(known)) if known else ""

    def _missing(self) -> list[Line]:
        """Say which market lists are not there, or that nothing fits."""
        words = self.words.edit
        lines: list[Line] = []
        for name, found in self._behind.listings().items():
            if isinstance(found, str):
                said = words.no_list if found else words.loading
                sentence = said.format(
                    exchange=exchange_title(name), reason=text.safe(self.words.sentence(found))
                )
                lines.append([Piece(f"   {sentence}", Role.WARN if found else Role.MUTED)])
        return lines if lines or self._found or self._meant else self._nothing()

    def _nothing(self) -> list[Line]:
        """Say that nothing fits, and what was probably meant."""
        words = self.words.edit
        said = words.nothing_found_but if self._meant else words.nothing_found
        sentence = said.format(query=text.safe(self._input.value), meant=text.safe(self._meant))
        return [[Piece(f"   {sentence}", Role.MUTED)]]
