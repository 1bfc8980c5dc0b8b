"""The screen of one market: candles, order book, trades, statistics, the asset elsewhere.

::

    screen.py      one timer, the actions behind the keys; choices.py what the user chose
    panes.py       the widgets; contents.py says what is in each, and why one is empty
      arrange.py     where the panes are
      chart.py       candles, volume and axes: shapes.py is one candle in cells, scale.py the axes,
                     window.py which candles are in sight; candle_line.py stands above them
      ladder.py      the order book; grouping.py puts its prices together in steps
      tape.py        the trades
      facts.py       names and values: the day, and the other exchange
      top.py         the line with the price
      amounts.py     amounts of an asset

Only screen and panes know Textual.
"""

from coinwatch.tui.detail.choices import Choices
from coinwatch.tui.detail.screen import DetailScreen, Shared

__all__ = ["Choices", "DetailScreen", "Shared"]
