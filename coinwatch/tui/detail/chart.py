"""The chart of one market as lines: candles, price axis, volume and time axis."""

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import NamedTuple

from coinwatch import text
from coinwatch.model import Candle, Interval
from coinwatch.tui.detail import shapes
from coinwatch.tui.detail.scale import Scale, moment, time_labels
from coinwatch.tui.detail.window import Zoom, place_of, shown
from coinwatch.tui.roles import Line, Piece, Role

Cell = tuple[str, Role]
Decimals = Callable[[float], int | None]

BLANK: Cell = (" ", Role.TEXT)
GUIDE: Cell = ("┈", Role.FAINT)
"""In the row of the last price."""

POINTER: Cell = ("┊", Role.ACCENT)
_EIGHTHS = "▁▂▃▄▅▆▇█"
_LEAST_FOR_VOLUME, _MOST_VOLUME = 9, 6
_LEAST_FOR_TIMES = 6
_LEAST_LABEL = 8
"""Cells of the price axis that a volume may take."""


class Chart(NamedTuple):
    """What a chart is drawn from."""

    candles: Sequence[Candle]
    """Oldest first, drawn as one each."""
    interval: Interval
    zoom: Zoom
    decimals: Decimals
    last: float | None
    """The last price."""
    pointed_ms: int | None = None
    """A moment in the candle that is pointed at."""


class Parts(NamedTuple):
    """How the room is divided."""

    cells: int
    """Of the candles; the rest of the width is the price axis."""
    candles: int
    """Rows of the candles."""
    volume: int
    times: int


def divide(chart: Chart, width: int, height: int) -> Parts:
    """Return how a chart of ``width`` by ``height`` is divided."""
    times = 1 if height >= _LEAST_FOR_TIMES else 0
    volume = min(_MOST_VOLUME, height // 8) if height >= _LEAST_FOR_VOLUME else 0
    return Parts(width - axis_width(chart), height - volume - times, volume, times)


def axis_width(chart: Chart) -> int:
    """Return the cells of the price axis, a gap included."""
    # The highest has the most digits before the point, the lowest the most behind it.
    prices = [max(candle.high for candle in chart.candles)]
    prices += [min(candle.low for candle in chart.candles)]
    prices += [] if chart.last is None else [chart.last]
    return 2 + max([_LEAST_LABEL, *(len(_price(chart, price)) for price in prices)])


def in_sight(chart: Chart, width: int) -> range:
    """Return the places of the candles that fit into ``width``."""
    room = (width - axis_width(chart)) // chart.zoom.cells
    return shown(chart.candles, room, place_of(chart.candles, chart.pointed_ms))


def place_at(chart: Chart, width: int, x: int) -> int | None:
    """Return the place of the candle in column ``x``; None where there is none."""
    sight, cells = in_sight(chart, width), width - axis_width(chart)
    place = sight.start + (x - _origin(len(sight), chart.zoom, cells)) // chart.zoom.cells
    return place if place in sight and x < cells else None


def lines(chart: Chart, width: int, height: int) -> list[Line]:
    """Return the chart, exactly as wide and as high as asked; there is at least one candle."""
    parts = divide(chart, width, height)
    sight = in_sight(chart, width)
    visible = chart.candles[sight.start : sight.stop]
    pointed = place_of(chart.candles, chart.pointed_ms)
    origin = _origin(len(visible), chart.zoom, parts.cells)
    at = None if pointed is None else origin + (pointed - sight.start) * chart.zoom.cells
    scale = Scale(min(c.low for c in visible), max(c.high for c in visible), parts.candles)
    rows = _candle_rows(chart, visible, scale, parts, at)
    axis = _axis(chart, scale, parts.candles)
    found = [_line(row, label) for row, label in zip(rows, axis, strict=True)]
    found += _volume_lines(chart, visible, parts)
    if parts.times:
        found.append(_time_line(chart, visible, parts.cells, at))
    return [_filled(line, width) for line in found]


def _origin(count: int, zoom: Zoom, cells: int) -> int:
    """Return where the first of so many candles stands: the newest is at the right."""
    return cells - count * zoom.cells


def _candle_rows(
    chart: Chart, visible: Sequence[Candle], scale: Scale, parts: Parts, at: int | None
) -> list[list[Cell]]:
    last = None if chart.last is None else scale.half(chart.last) // 2
    inside = chart.last is not None and scale.low <= chart.last <= scale.high
    rows = [
        [GUIDE if inside and row == last else BLANK] * parts.cells for row in range(parts.candles)
    ]
    if at is not None:
        for row in rows:
            row[at + chart.zoom.body // 2] = POINTER
    origin = _origin(len(visible), chart.zoom, parts.cells)
    for place, candle in enumerate(visible):
        role = role_of(candle)
        x = origin + place * chart.zoom.cells
        top, drawn = shapes.column(candle, scale, chart.zoom.body)
        for row, glyphs in zip(rows[top:], drawn, strict=False):
            for offset, glyph in enumerate(glyphs):
                if glyph != " ":
                    row[x + offset] = glyph, role
    return rows


def role_of(candle: Candle) -> Role:
    """Return what a candle's colour means."""
    return Role.DOWN if shapes.is_falling(candle) else Role.UP


def _axis(chart: Chart, scale: Scale, rows: int) -> list[Cell]:
    """Return the price axis: round prices, and in its row the last one, which matters more."""
    found: list[Cell] = [("", Role.MUTED)] * rows
    for price in scale.ticks():
        found[scale.half(price) // 2] = _price(chart, price), Role.MUTED
    if chart.last is not None and scale.low <= chart.last <= scale.high:
        found[scale.half(chart.last) // 2] = _price(chart, chart.last), Role.STRONG
    return found


def _volume_lines(chart: Chart, visible: Sequence[Candle], parts: Parts) -> list[Line]:
    most = max(candle.volume for candle in visible)
    origin = _origin(len(visible), chart.zoom, parts.cells)
    found = []
    for row in range(parts.volume):
        cells = [BLANK] * parts.cells
        for place, candle in enumerate(visible):
            eighths = round(candle.volume / most * 8 * parts.volume) if most else 0
            # A candle in which anything was traded shows something.
            eighths = max(eighths, 1 if candle.volume else 0) - 8 * (parts.volume - 1 - row)
            if eighths > 0:
                role = Role.TREND_DOWN if shapes.is_falling(candle) else Role.TREND_UP
                glyph = _EIGHTHS[min(8, eighths) - 1]
                x = origin + place * chart.zoom.cells
                cells[x : x + chart.zoom.body] = [(glyph, role)] * chart.zoom.body
        label = text.compact(most) if row == 0 else ""
        found.append(_line(cells, (label, Role.MUTED)))
    return found


def _time_line(chart: Chart, visible: Sequence[Candle], cells: int, at: int | None) -> Line:
    origin = _origin(len(visible), chart.zoom, cells)
    labels = [
        (origin + place * chart.zoom.cells, label, Role.MUTED)
        for place, label in time_labels(visible, chart.interval, chart.zoom.cells)
    ]
    if at is not None:
        label = moment(visible[(at - origin) // chart.zoom.cells].open_ms, chart.interval)
        x = max(0, min(at, cells - len(label)))
        labels = [each for each in labels if each[0] + len(each[1]) < x or each[0] > x + len(label)]
        labels = sorted([*labels, (x, label, Role.ACCENT)])
    pieces: list[Piece] = []
    end = 0
    for x, label, role in labels:
        if x + len(label) <= cells:
            pieces += [Piece(" " * (x - end)), Piece(label, role)]
            end = x + len(label)
    return pieces


def _price(chart: Chart, price: float) -> str:
    return text.price(price, chart.decimals(price))


def _line(cells: Sequence[Cell], label: Cell) -> Line:
    """Return cells and what stands on the axis beside them."""
    pieces = [
        Piece("".join(glyph for glyph, _ in run), role)
        for role, run in groupby(cells, key=lambda cell: cell[1])
    ]
    return [*pieces, Piece(f" {label[0]}", label[1])]


def _filled(line: Line, width: int) -> Line:
    missing = width - sum(len(piece.text) for piece in line)
    return [*line, Piece(" " * missing)] if missing > 0 else line
