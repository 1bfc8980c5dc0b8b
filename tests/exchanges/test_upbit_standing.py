"""What Upbit's tickers tell of a market beside its price."""

import orjson
import pytest

from coinwatch.errors import DecodeError
from coinwatch.exchanges.upbit import Upbit
from coinwatch.model import Market, Standing, Ticker

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
MS = 1_790_000_000_123
NAMES = ("market_state", "is_trading_suspended", "delisting_date")
SHORT = {"market_state": "ms", "is_trading_suspended": "its", "delisting_date": "dd"}
USUAL = {"market_state": "ACTIVE", "is_trading_suspended": False, "delisting_date": None}
LONG_TICKER = {
    "type": "ticker", "code": "KRW-BTC", "opening_price": 3.0, "high_price": 9.0, "low_price": 1.0,
    "trade_price": 5.0, "prev_closing_price": 2.0, "acc_trade_price": 7.0, "ask_bid": "BID",
    "trade_volume": 0.5, "acc_trade_volume": 5.0, "trade_timestamp": MS, "timestamp": MS,
    "stream_type": "REALTIME",
}  # fmt: skip
SHORT_TICKER = {
    "ty": "ticker", "cd": "KRW-BTC", "op": 3.0, "hp": 9.0, "lp": 1.0, "tp": 5.0, "pcp": 2.0,
    "atp": 7.0, "ab": "BID", "tv": 0.5, "atv": 5.0, "ttms": MS, "tms": MS, "st": "REALTIME",
}  # fmt: skip


def read(message: dict[str, object]) -> Ticker:
    """Return what a ticker's frame says."""
    (ticker,) = Upbit([BTC], "utc_day").decode(orjson.dumps(message), MS * 1_000_000)
    assert isinstance(ticker, Ticker)
    assert ticker.price == 5.0
    return ticker


@pytest.mark.parametrize(
    ("told", "standing"),
    [
        ({}, None),
        ({"is_trading_suspended": True}, Standing("halt")),
        ({"market_state": "PREVIEW"}, Standing("preview")),
        ({"market_state": "DELISTED", "is_trading_suspended": True}, Standing("delisted")),
        ({"market_state": "NEW_WORD"}, Standing("new word")),
        ({"delisting_date": "2026-12-01"}, Standing(delisting="2026-12-01")),
        ({"delisting_date": "2026-12-01T06:00:00"}, Standing(delisting="2026-12-01")),
        ({"delisting_date": 20261201}, Standing(delisting="2026-12-01")),
        (
            {"delisting_date": {"year": 2026, "month": 12, "day": 1}},
            Standing(delisting="2026-12-01"),
        ),
        ({"delisting_date": "soon\x1b"}, Standing(delisting="'soon\\x1b'")),
        ({"delisting_date": {"year": 2026}}, Standing(delisting="{'year': 2026}")),
        ({"is_trading_suspended": None}, None),
    ],
)
def test_standing(told: dict[str, object], standing: Standing | None) -> None:
    """The unusual is told, by long names and by short ones; of a date at least what was written."""
    fields = USUAL | told
    assert read(LONG_TICKER | fields).standing == standing
    assert read(SHORT_TICKER | {SHORT[name]: fields[name] for name in NAMES}).standing == standing


@pytest.mark.parametrize("missing", NAMES)
def test_a_field_that_is_no_longer_sent(missing: str) -> None:
    """A price comes without it, and what the others say holds."""
    fields = {name: value for name, value in USUAL.items() if name != missing}
    assert read(LONG_TICKER | fields).standing is None
    ends = fields | {"delisting_date": "2026-12-01"}
    assert read(LONG_TICKER | ends).standing == Standing(delisting="2026-12-01")


def test_a_state_that_is_no_text() -> None:
    """It is documented as one, so the frame is refused."""
    with pytest.raises(DecodeError, match=r"Upbit 'ticker': a text that is 1\.5"):
        read(LONG_TICKER | USUAL | {"market_state": 1.5})
