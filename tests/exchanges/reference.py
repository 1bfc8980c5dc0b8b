"""An independent reading of the exchanges' messages, slow, plain, and not by the decoders."""

import json
from calendar import timegm
from collections.abc import Callable, Sequence
from decimal import Decimal
from time import strptime
from typing import Any

from coinwatch.model import Event

Facts = dict[str, object]
"""What a record should hold, by field, with numbers as decimals; and its type's name."""

SHORT = {
    "ty": "type", "cd": "code", "tms": "timestamp", "ttms": "trade_timestamp", "tp": "trade_price",
    "tv": "trade_volume", "ab": "ask_bid", "sid": "sequential_id", "obu": "orderbook_units",
    "ap": "ask_price", "bp": "bid_price", "as": "ask_size", "bs": "bid_size",
}  # fmt: skip
"""Upbit's short names, as far as they were recorded."""


def plain_json(text: str | bytes) -> Any:
    """Read JSON with decimals that keep every digit."""
    return json.loads(text, parse_float=Decimal)


def decimal(value: Any) -> Decimal:
    """Return the decimal of a number or a text."""
    return Decimal(value)


def or_none(value: Any) -> Decimal | None:
    """Return the decimal of a price, None for 0."""
    return Decimal(value) or None


def utc_ms(text: str) -> int:
    """Return the milliseconds of Upbit's times without a zone."""
    return timegm(strptime(text, "%Y-%m-%dT%H:%M:%S")) * 1000


def long_names(message: Any) -> Any:
    """Return a message with Upbit's long names."""
    if isinstance(message, dict):
        return {SHORT.get(name, name): long_names(value) for name, value in message.items()}
    return [long_names(each) for each in message] if isinstance(message, list) else message


def upbit_facts(message: Any) -> list[Facts]:
    """Return what a frame of Upbit should be read as."""
    frame = long_names(message)
    kind, code = frame["type"], frame["code"]
    if kind == "ticker":
        return [
            {
                "record": "Ticker",
                "market": code,
                "price": decimal(frame["trade_price"]),
                "size": decimal(frame["trade_volume"]),
                "side": {"ASK": "sell", "BID": "buy"}[frame["ask_bid"]],
                "open": or_none(frame["opening_price"]),
                "high": or_none(frame["high_price"]),
                "low": or_none(frame["low_price"]),
                "volume": decimal(frame["acc_trade_volume"]),
                "quote_volume": decimal(frame["acc_trade_price"]),
                "reference": or_none(frame["prev_closing_price"]),
                "basis": "utc_day",
                "exchange_ms": frame["timestamp"],
                "snapshot": frame["stream_type"] == "SNAPSHOT",
                "live": True,
                "traded_ms": frame["trade_timestamp"],
                # No recorded frame is of a market that does not trade, or will not.
                "standing": None,
            }
        ]
    if kind == "trade":
        return [
            {
                "record": "Trade",
                "market": code,
                "price": decimal(frame["trade_price"]),
                "size": decimal(frame["trade_volume"]),
                "side": {"ASK": "sell", "BID": "buy"}[frame["ask_bid"]],
                "trade_id": frame["sequential_id"],
                "exchange_ms": frame["trade_timestamp"],
                "live": False,
            }
        ]
    if kind == "orderbook":
        sides = {
            side: tuple(
                (decimal(unit[f"{side}_price"]), decimal(unit[f"{side}_size"]))
                for unit in frame["orderbook_units"]
                if unit[f"{side}_price"]
            )
            for side in ("bid", "ask")
        }
        best = {side: levels[0][0] if levels else None for side, levels in sides.items()}
        both: Facts = {"market": code, "exchange_ms": frame["timestamp"]}
        return [
            {"record": "Quote", **both, **best},
            {"record": "Book", **both, "bids": sides["bid"], "asks": sides["ask"]},
        ]
    return [
        {
            "record": "Candle",
            "market": code,
            "interval": kind.removeprefix("candle."),
            "open_ms": utc_ms(frame["candle_date_time_utc"]),
            "open": decimal(frame["opening_price"]),
            "high": decimal(frame["high_price"]),
            "low": decimal(frame["low_price"]),
            "close": decimal(frame["trade_price"]),
            "volume": decimal(frame["candle_acc_trade_volume"]),
            "quote_volume": decimal(frame["candle_acc_trade_price"]),
        }
    ]


def binance_ticker(frame: Any, size: Decimal | None) -> Facts:
    """Return what statistics of 24 hours should be read as."""
    return {
        "record": "Ticker",
        "market": frame["s"],
        "price": decimal(frame["c"]),
        "size": size,
        "side": None,
        "open": or_none(frame["o"]),
        "high": or_none(frame["h"]),
        "low": or_none(frame["l"]),
        "volume": decimal(frame["v"]),
        "quote_volume": decimal(frame["q"]),
        "reference": or_none(frame["o"]),
        "basis": "24h",
        "exchange_ms": frame["E"],
        "snapshot": False,
        "live": False,
        "traded_ms": None,
        "standing": None,
    }


def binance_trade(frame: Any, id_name: str) -> Facts:
    """Return what a trade should be read as."""
    return {
        "record": "Trade",
        "market": frame["s"],
        "price": decimal(frame["p"]),
        "size": decimal(frame["q"]),
        "side": "sell" if frame["m"] else "buy",
        "trade_id": frame[id_name],
        "exchange_ms": frame["T"],
        "live": True,
    }


def binance_candle(frame: Any) -> Facts:
    """Return what a candle should be read as."""
    candle = frame["k"]
    return {
        "record": "Candle",
        "market": frame["s"],
        "interval": candle["i"],
        "open_ms": candle["t"],
        "open": decimal(candle["o"]),
        "high": decimal(candle["h"]),
        "low": decimal(candle["l"]),
        "close": decimal(candle["c"]),
        "volume": decimal(candle["v"]),
        "quote_volume": decimal(candle["q"]),
    }


def binance_quote(frame: Any) -> Facts:
    """Return what a best bid and ask should be read as."""
    best = {"bid": or_none(frame["b"]), "ask": or_none(frame["a"])}
    return {"record": "Quote", "market": frame["s"], "exchange_ms": None, **best}


def binance_book(frame: Any, stream: str) -> Facts:
    """Return what an order book should be read as."""
    sides = {
        side: tuple((decimal(price), decimal(size)) for price, size in frame[side])
        for side in ("bids", "asks")
    }
    symbol = stream.split("@", maxsplit=1)[0].upper()
    return {"record": "Book", "market": symbol, "exchange_ms": None, **sides}


def binance_facts(message: Any) -> list[Facts]:
    """Return what a frame of Binance should be read as."""
    frame = message.get("data", message)
    by_kind: dict[str | None, Callable[[], Facts]] = {
        "trade": lambda: binance_trade(frame, "t"),
        "aggTrade": lambda: binance_trade(frame, "a"),
        "24hrTicker": lambda: binance_ticker(frame, decimal(frame["Q"])),
        "24hrMiniTicker": lambda: binance_ticker(frame, None),
        "kline": lambda: binance_candle(frame),
        None: lambda: (
            binance_book(frame, message["stream"]) if "bids" in frame else binance_quote(frame)
        ),
    }
    return [by_kind[frame.get("e")]()] if frame.get("e") in by_kind else []


def agree(events: Sequence[Event], facts: list[Facts], received_ns: int) -> bool:
    """Assert that records hold these facts and nothing else, with numbers as floats."""
    assert [type(event).__name__ for event in events] == [fact["record"] for fact in facts]
    for event, fact in zip(events, facts, strict=True):
        found = event._asdict()
        assert found.pop("received_ns", received_ns) == received_ns
        assert str(found["market"]).split(":")[1] == fact["market"]
        names = set(found) - {"market"}
        assert names == set(fact) - {"market", "record"}
        for name in names:
            assert found[name] == as_floats(fact[name]), name
            assert type(found[name]) is type(as_floats(fact[name])), name
    return True


def as_floats(value: object) -> object:
    """Return the floats that are nearest to decimals."""
    if isinstance(value, tuple):
        return tuple(as_floats(each) for each in value)
    return float(value) if isinstance(value, Decimal) else value
