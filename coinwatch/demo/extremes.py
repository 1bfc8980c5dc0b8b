"""The highest of many prices, without looking at each: by branch and bound.

Trades are taken by their windows. Of half of them a bound is enough, as long as it is not above
what was found elsewhere; so a day of a busy market takes some hundred looks.
"""

from collections.abc import Callable
from heapq import heappop, heappush

from coinwatch.demo.tape import PER_WINDOW


def highest(
    first: int, end: int, price: Callable[[int], float], bound: Callable[[int, int], float]
) -> float:
    """Return the highest price of the trades from ``first`` up to, not including, ``end``.

    ``price`` gives that of a trade, ``bound`` one that no trade exceeds from one window up to, not
    including, another.
    """
    best = max(price(first), price(end - 1))
    low, high = first // PER_WINDOW, (end - 1) // PER_WINDOW + 1
    open_ = [(-bound(low, high), low, high)]
    while open_ and -open_[0][0] > best:
        _, low, high = heappop(open_)
        if high - low == 1:
            numbers = range(max(first, low * PER_WINDOW), min(end, high * PER_WINDOW))
            best = max(best, *map(price, numbers))
            continue
        middle = (low + high) // 2
        for part in ((low, middle), (middle, high)):
            if (most := bound(*part)) > best:
                heappush(open_, (-most, *part))
    return best
