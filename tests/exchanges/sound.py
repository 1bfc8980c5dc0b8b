"""What every record promises, field by field, whatever exchange it came from."""

import math
from collections.abc import Callable

from coinwatch.exchanges.server_clock import TOLERANCE_MS
from coinwatch.model import Ack, Book, Event, Listing, Market, Quote, Refusal, Standing, Ticker
from tests.harmless import is_harmless

MS = 1_790_000_000_123
NS = (MS + 40) * 1_000_000
"""When the frames of the tests arrive."""


def is_amount(value: object) -> bool:
    """Tell whether a value is a finite float from zero up."""
    return type(value) is float and math.isfinite(value) and value >= 0


def is_price(value: object) -> bool:
    """Tell whether a value is a float that something may be priced at."""
    return type(value) is float and 1e-18 <= value <= 1e18


def is_time(value: object) -> bool:
    """Tell whether a value is a time in milliseconds, not far ahead of the tests' clock."""
    return type(value) is int and 0 <= value <= NS // 1_000_000 + TOLERANCE_MS


def is_id(value: object) -> bool:
    """Tell whether a value may name a request."""
    return type(value) in {int, str}


def is_text(value: object) -> bool:
    """Tell whether a value is a short text that a terminal shows as it is."""
    return type(value) is str and value.isprintable() and len(value) <= 200


def is_message(value: object) -> bool:
    """Tell whether a value is what a DecodeError says: a line or two, as a terminal shows it."""
    return type(value) is str and is_harmless(value) and len(value) <= 300


def is_flag(value: object) -> bool:
    """Tell whether a value is a truth value."""
    return type(value) is bool


def is_standing(value: object) -> bool:
    """Tell whether a value says something of a market's standing, in texts."""
    return isinstance(value, Standing) and any(value) and all(map(is_text, value))


def is_side(value: object) -> bool:
    """Tell whether a value is one side of an order book, with prices and sizes."""
    assert type(value) is tuple
    return all(is_price(price) and is_amount(size) for price, size in value)


SOUND: dict[str, Callable[[object], bool]] = {
    **dict.fromkeys(("price", "open", "high", "low", "close", "reference", "bid", "ask"), is_price),
    **dict.fromkeys(("size", "volume", "quote_volume"), is_amount),
    **dict.fromkeys(("exchange_ms", "traded_ms", "open_ms"), is_time),
    **dict.fromkeys(("live", "snapshot"), is_flag),
    **dict.fromkeys(("name", "message", "interval"), is_text),
    **dict.fromkeys(("bids", "asks"), is_side),
    "request_id": is_id,
    "standing": is_standing,
    "received_ns": {NS}.__contains__,
    "side": {"buy", "sell"}.__contains__,
    "basis": {"utc_day", "24h"}.__contains__,
    "trade_id": lambda value: type(value) is int and value >= 0,
}
"""What each field of a record promises."""

OPTIONAL: dict[type, set[str]] = {
    Ticker: {"size", "side", "open", "high", "low", "reference", "traded_ms", "standing"},
    Quote: {"bid", "ask", "exchange_ms"},
    Book: {"exchange_ms"},
    Ack: {"request_id"},
    Refusal: {"request_id"},
}
"""Which fields may be None."""


def is_sound(event: Event, market: Market) -> bool:
    """Tell whether a record is of a market, where of any, and keeps what each field promises."""
    found = event._asdict()
    optional = OPTIONAL.get(type(event), set())
    return found.pop("market", market) == market and all(
        name in optional if value is None else SOUND[name](value) for name, value in found.items()
    )


def is_sound_listing(listing: Listing) -> bool:
    """Tell whether a market of a list has names to be shown, and bands of decimals."""
    names = *listing.market, listing.korean_name, listing.english_name, listing.caution
    bands = all(type(least) is float and 0 <= count <= 18 for least, count in listing.decimals)
    return bands and all(map(is_text, names))
