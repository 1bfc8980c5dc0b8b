"""Decode and store one frame, against orjson.loads of the same bytes in the same run.

Run: .venv/bin/python bench/decode.py
"""

import statistics
import time
from collections.abc import Callable, Sequence

import orjson

from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.model import Group, Tick
from coinwatch.store import Store

ROUNDS = 7
FRAMES = 20_000
NOW_NS = 1_790_000_000_000_000_000

UPBIT_TICKER = (
    '{"type":"ticker","code":"KRW-BTC","opening_price":115000000.0,"high_price":117000000.0,'
    '"low_price":114000000.0,"trade_price":%d.0,"prev_closing_price":115000000.0,'
    '"acc_trade_price":95000000000.25,"change":"RISE","change_price":1539000.0,'
    '"signed_change_price":1539000.0,"change_rate":0.0133826087,"signed_change_rate":0.0133826087,'
    '"ask_bid":"BID","trade_volume":0.00031415,"acc_trade_volume":812.50731,'
    '"trade_date":"20260921","trade_time":"141320","trade_timestamp":%d,'
    '"acc_ask_volume":400.1,"acc_bid_volume":412.4,"highest_52_week_price":171250000.0,'
    '"highest_52_week_date":"2026-01-20","lowest_52_week_price":68400000.0,'
    '"lowest_52_week_date":"2025-11-05","market_state":"ACTIVE","is_trading_suspended":false,'
    '"delisting_date":null,"market_warning":"NONE","timestamp":%d,'
    '"acc_trade_price_24h":151234567890.5,"acc_trade_volume_24h":1449.8,"stream_type":"REALTIME"}'
)
BINANCE_TRADE = (
    '{"stream":"btcusdt@aggTrade","data":{"e":"aggTrade","E":%d,"s":"BTCUSDT","a":%d,'
    '"p":"%d.34000000","q":"0.00100000","f":100,"l":105,"T":%d,"m":true,"M":true}}'
)


def _upbit(number: int) -> bytes:
    at = NOW_NS // 1_000_000 + number // 10
    return (UPBIT_TICKER % (116_539_000 + number % 100 * 1000, at, at)).encode()


def _binance(number: int) -> bytes:
    at = NOW_NS // 1_000_000 + number // 10
    return (BINANCE_TRADE % (at, number, 78_000 + number % 100, at)).encode()


def _seconds(run: Callable[[], object]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def _loads(frames: Sequence[bytes]) -> None:
    for frame in frames:
        orjson.loads(frame)


def _decode(name: str, symbol: str, frames: Sequence[bytes]) -> None:
    market = EXCHANGES[name].market(symbol)
    exchange = EXCHANGES[name]((market,), "utc_day")
    exchange.subscribe([Subscription(Channel.TICKER, market)])
    store = Store(kinds=(Tick,))
    store.watch([Group("Main", (market,))], 0.0)
    for frame in frames:
        for event in exchange.decode(frame, NOW_NS + 10**13):
            store.put(event, 0.0)


def main() -> None:
    """Print a line per kind of frame: microseconds, and the ratio with its spread."""
    for name, symbol, make in (
        ("upbit", "KRW-BTC", _upbit),
        ("binance", "BTCUSDT", _binance),
    ):
        frames = [make(number) for number in range(FRAMES)]
        pairs = [
            (_seconds(lambda: _decode(name, symbol, frames)), _seconds(lambda: _loads(frames)))  # noqa: B023  # run at once
            for _ in range(ROUNDS)
        ]
        ratios = sorted(ours / yardstick for ours, yardstick in pairs)
        ours, yardstick = (
            statistics.median(column) * 1e6 / FRAMES for column in zip(*pairs, strict=True)
        )
        print(
            f"{name:8} decode and store {ours:.2f} us, orjson.loads {yardstick:.2f} us, "
            f"ratio {statistics.median(ratios):.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})"
        )


if __name__ == "__main__":
    main()
