"""The same contract against the real exchanges: off by default, run with `-m live`."""

import json
import subprocess
import sys
from typing import Any

import pytest

pytestmark = pytest.mark.live


def _lines(*words: str) -> list[dict[str, Any]]:
    done = subprocess.run(  # noqa: S603  # our own program
        (sys.executable, "-m", "coinwatch", "--json", *words),
        capture_output=True, text=True, timeout=50, check=True,
    )  # fmt: skip
    return [json.loads(line) for line in done.stdout.splitlines()]


def test_both_exchanges_send_complete_ticks() -> None:
    """Price, bid, ask and statistics since midnight UTC, of a market that trades all the time."""
    lines = _lines("--once", "BTC")
    assert {line["symbol"] for line in lines} == {"KRW-BTC", "BTCUSDT"}
    for line in lines:
        assert line["basis"] == "utc_day"
        numbers = [line[key] for key in ("low", "price", "high", "bid", "ask", "volume")]
        assert all(isinstance(number, float) and number > 0 for number in numbers)
        assert numbers[0] <= numbers[1] <= numbers[2]


def test_trades_come_once_and_in_order() -> None:
    """Binance's ids rise by one; Upbit's never repeat."""
    lines = _lines("--events", "trade,gap", "--for", "10s", "BTC")
    assert not [line for line in lines if line["type"] == "gap"]
    binance = [line["trade_id"] for line in lines if line["exchange"] == "binance"]
    upbit = [line["trade_id"] for line in lines if line["exchange"] == "upbit"]
    assert isinstance(binance[0], int)
    assert binance == list(range(binance[0], binance[0] + len(binance)))
    assert len(set(upbit)) == len(upbit) > 0


def test_every_won_market_is_known() -> None:
    """The wildcard finds what Upbit lists, and each has a price."""
    assert len(_lines("--once", "--timeout", "20s", "upbit:KRW-*")) > 100
