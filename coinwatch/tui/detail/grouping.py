"""An order book in larger steps: asks rounded up, bids down, so none looks better than it is.

In decimals throughout: a price such as 0.0117 has no exact binary fraction, and a step that
rounds the wrong way would show a price that nobody offers.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise

from coinwatch.model import Book, Level

RAW = Decimal(0)
"""The step of a book as it came."""

COARSEST = Decimal("0.02")
"""The largest step, as a share of the price."""


def grouped(levels: Iterable[Level], step: Decimal, *, up: bool) -> list[Level]:
    """Return levels, best first, put together in multiples of ``step``."""
    if not step:
        return list(levels)
    rounding = ROUND_CEILING if up else ROUND_FLOOR
    sums: dict[Decimal, Decimal] = {}
    for price, size in levels:
        place = (_decimal(price) / step).to_integral_value(rounding)
        sums[place] = sums.get(place, RAW) + _decimal(size)
    return [(float(place * step), float(size)) for place, size in sums.items()]


def ends_inside(levels: Sequence[Level], step: Decimal) -> bool:
    """Return whether the last level is inside a step, of which more may be beyond what is known."""
    return bool(step and levels and _decimal(levels[-1][0]) % step)


def next_step(book: Book | None, step: Decimal) -> Decimal:
    """Return the next larger step that puts something together; after the largest, none."""
    sides = (book.bids, book.asks) if book else ()
    gaps = [gap for side in sides for gap in _gaps(side)]
    if not book or not gaps:
        return RAW
    best = (book.bids or book.asks)[0][0]
    least = max(step, min(gaps))
    found = _round_step_above(least)
    return found if found <= _decimal(best) * COARSEST else RAW


def _gaps(side: Sequence[Level]) -> list[Decimal]:
    return [abs(_decimal(one[0]) - _decimal(other[0])) for one, other in pairwise(side)]


def _round_step_above(least: Decimal) -> Decimal:
    """Return the smallest of 1, 5, 10, 50 … and 0.5, 0.1 … that is larger."""
    ten = Decimal(1).scaleb(least.adjusted())
    return next(step for step in (ten, 5 * ten, 10 * ten) if step > least)


def _decimal(number: float) -> Decimal:
    """Return the shortest decimal that reads back as ``number``: the one that was sent."""
    return Decimal(repr(number))
