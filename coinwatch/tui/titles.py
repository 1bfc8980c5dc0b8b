"""What the line above the rows says: the columns' titles, and which one the rows are sorted by."""

from coinwatch import text
from coinwatch.tui.layout import MARKER, Layout
from coinwatch.tui.roles import Line, Piece, Role
from coinwatch.tui.rows import Sort
from coinwatch.tui.words import Words

DESCENDING, ASCENDING = "▾", "▴"


def line(layout: Layout, sort: Sort, window_s: float, words: Words) -> Line:
    """Return a title over each column; a click on it sorts."""
    pieces = [Piece(" " * MARKER)]
    for slot in layout.slots:
        column = slot.column
        title = words.titles[column.name]
        if column.trend:
            title = text.age(window_s)
        sorted_by = column.name == sort.column
        if sorted_by:
            arrow = DESCENDING if sort.descending else ASCENDING
            title = text.cut(title, slot.width - 1) + arrow
        align = text.left if column.left else text.right
        shown = " " * slot.gap + align(title, slot.width)
        action = f"sort('{column.name}')" if column.key else ""
        pieces.append(Piece(shown, Role.ACCENT if sorted_by else Role.MUTED, action))
    return pieces
