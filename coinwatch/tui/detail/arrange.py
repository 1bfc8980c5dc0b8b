"""Where the panes are. Small screens have fewer of them; none is ever too narrow to be read."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

THREE_COLUMNS, TWO_COLUMNS = 150, 76
"""From which width on there are so many columns."""

GAP = 1
"""Cells between columns."""

LEAST_HALF = 20
"""Cells for the statistics beside something else."""


class Box(NamedTuple):
    """Where a pane is, in cells."""

    x: int
    y: int
    width: int
    height: int


class Need(NamedTuple):
    """A pane in a column."""

    name: str
    least: int
    """Lines without which it is left out."""
    most: int
    share: int
    """Of the lines that are left, relative to the others."""


CHART = Need("chart", 4, 1000, 6)
BOOK = Need("book", 8, 1000, 3)
TAPE = Need("tape", 5, 1000, 2)
DAY = Need("day", 4, 8, 1)
ELSEWHERE = Need("elsewhere", 4, 8, 1)
STRIP = Need("strip", 5, 8, 1)
"""The statistics and the other exchange, side by side."""

# What matters first, and the order from the top.
_ONE = ((CHART, DAY, BOOK, TAPE, ELSEWHERE), ("chart", "day", "book", "tape", "elsewhere"))
_LEFT = ((CHART, STRIP), ("chart", "strip"))
_RIGHT = ((BOOK, TAPE), ("book", "tape"))


def arrange(width: int, top: int, height: int) -> dict[str, Box]:
    """Return a box for each pane that has room below line ``top``, in ``height`` lines."""
    if width < TWO_COLUMNS:
        return _column(*_ONE, Box(0, top, width, height))
    if width < THREE_COLUMNS:
        side = min(50, max(36, width * 38 // 100))
        left = width - side - GAP
        right = _column(*_RIGHT, Box(left + GAP, top, side, height))
        return _with_strip(_column(*_LEFT, Box(0, top, left, height))) | right
    side = min(60, max(40, width * 24 // 100))
    left = width - 2 * (side + GAP)
    book = Box(left + GAP, top, side, height)
    tape = Box(left + 2 * GAP + side, top, side, height)
    return _with_strip(_column(*_LEFT, Box(0, top, left, height))) | {"book": book, "tape": tape}


def _with_strip(boxes: dict[str, Box]) -> dict[str, Box]:
    """Divide the strip into its two panes, if both can be read."""
    strip = boxes.pop("strip", None)
    if strip is None:
        return boxes
    half = (strip.width - GAP) // 2
    if half < LEAST_HALF:
        return boxes | {"day": strip}
    other = Box(half + GAP, strip.y, strip.width - half - GAP, strip.height)
    return boxes | {"day": strip._replace(width=half), "elsewhere": other}


def _column(needs: Iterable[Need], order: Sequence[str], box: Box) -> dict[str, Box]:
    """Return the panes that fit one below the other, the first of ``needs`` before the others."""
    kept: list[Need] = []
    for need in needs:
        if not kept or sum(each.least for each in kept) + need.least <= box.height:
            kept.append(need)
    heights = _heights(kept, box.height)
    boxes: dict[str, Box] = {}
    y = box.y
    for name in order:
        if name in heights:
            boxes[name] = box._replace(y=y, height=heights[name])
            y += heights[name]
    return boxes


def _heights(needs: Sequence[Need], height: int) -> dict[str, int]:
    """Spend the lines: each pane what it needs, then its share; what is left is the first's."""
    left = max(0, height - sum(need.least for need in needs))
    shares = sum(need.share for need in needs)
    heights = {
        need.name: min(need.most, need.least + left * need.share // shares) for need in needs
    }
    first = needs[0].name
    heights[first] += height - sum(heights.values())
    return heights
