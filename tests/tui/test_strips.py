"""Tests of rows as strips."""

from textual.strip import Strip

from coinwatch.tui import strips
from coinwatch.tui.column import Cell
from coinwatch.tui.layout import Layout, arrange
from coinwatch.tui.roles import Role
from coinwatch.tui.theme import Ground, palette

VARIABLES = {
    "foreground": "#e0e0e0", "background": "#121212", "surface": "#1e1e1e",
    "text-primary": "#57a5e2",
}  # fmt: skip
STYLES = palette(VARIABLES, "western", dark=True)[Ground.ROW]
LAYOUT = arrange(["market", "price", "change"], 60, {"market": 8, "exchange": 2, "price": 12}, "en")
CELLS: tuple[Cell, ...] = (
    (("BTC/KRW", Role.STRONG),),
    (("Up", Role.MUTED),),
    (("116,539,000", Role.TEXT), ("▲", Role.UP)),
    (("+1.24 %", Role.UP),),
)


def row(cells: tuple[Cell, ...] = CELLS, layout: Layout = LAYOUT, width: int = 60) -> Strip:
    """Return a row of cells."""
    outgrown: dict[str, int] = {}
    parts = [
        strips.part(cell, slot, STYLES, outgrown)
        for cell, slot in zip(cells, layout.slots, strict=True)
    ]
    return strips.row(parts, layout, STYLES, width, marked=False)


def test_row() -> None:
    """Texts start at the left edge of their column, numbers end at the right one."""
    strip = row()
    assert strip.text.rstrip() == " BTC/KRW  Up 116,539,000▲   +1.24 %"
    assert strip.cell_length == len(strip.text) == 60


def test_styles() -> None:
    """Each text has the style of its role, blanks included."""
    styled = {segment.text.strip(): segment.style for segment in row() if segment.text.strip()}
    assert styled == {
        "BTC/KRW": STYLES[Role.STRONG],
        "Up": STYLES[Role.MUTED],
        "116,539,000": STYLES[Role.TEXT],
        "▲": STYLES[Role.UP],
        "+1.24 %": STYLES[Role.UP],
    }


def test_marked_row() -> None:
    """The selected row has a mark, so that its colour alone need not tell."""
    parts = [strips.part(CELLS[0], LAYOUT.slots[0], STYLES, {})]
    layout = LAYOUT._replace(slots=LAYOUT.slots[:1])
    strip = strips.row(parts, layout, STYLES, 12, marked=True)
    assert strip.text == "▸BTC/KRW    "


def test_hangul_is_aligned() -> None:
    """A cell with Hangul is padded by cells, so that what follows stays in its column."""
    slot = LAYOUT.slots[0]
    (segment,) = strips.part((("비트", Role.TEXT),), slot, STYLES, {})
    assert segment.text == "비트" + " " * (slot.width - 4)


def test_a_flash_has_no_tail() -> None:
    """What stands out does so without the blanks beside it."""
    flash, blank = (("1.5▲", Role.FLASH_UP),), STYLES[Role.TEXT]
    before, shown = strips.part(flash, LAYOUT.slots[2], STYLES, {})
    assert (before.style, shown.text, shown.style) == (blank, "1.5▲", STYLES[Role.FLASH_UP])


def test_too_wide() -> None:
    """A cell that is too wide is cut for now, and noted for the next layout."""
    outgrown: dict[str, int] = {}
    price: Cell = (("1,116,539,000,000", Role.TEXT), ("▲", Role.UP))
    (segment,) = strips.part(price, LAYOUT.slots[2], STYLES, outgrown)
    assert segment.text == " 1,116,539,0…"
    assert outgrown == {"price": 18}


def test_too_wide_for_good() -> None:
    """A column that is as wide as it may be does not ask for more."""
    outgrown: dict[str, int] = {}
    slot = LAYOUT.slots[2]._replace(width=24)
    strips.part(((("9" * 30), Role.TEXT),), slot, STYLES, outgrown)
    assert outgrown == {}


def test_row_wider_than_the_screen() -> None:
    """While a terminal shrinks, a row is as wide as the screen is by now."""
    assert row(width=20).cell_length == 20


def test_crop_at_a_column() -> None:
    """Cut where a column ends, a row is the same as when cut anywhere."""
    strip = row()
    whole = Strip(list(strip), strip.cell_length)
    for end in (*LAYOUT.ends, 5, 17, 60, None):
        assert list(strip.crop(0, end)) == list(whole.crop(0, end))
    assert strip.crop(3, 20).text == whole.crop(3, 20).text


def test_sentence() -> None:
    """A sentence has a line for itself, cut if need be."""
    assert strips.sentence("Nothing here", STYLES, 20).text == "Nothing here        "
    assert strips.sentence("Nothing here", STYLES, 8).text == "Nothing…"
