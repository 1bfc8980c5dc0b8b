"""What exchanges send, into the decoders: sound records or a DecodeError, and nothing else."""

from collections.abc import Callable, Sequence
from functools import partial

from coinwatch.errors import DecodeError
from coinwatch.exchanges import EXCHANGES
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.exchanges.gates import MICROSECONDS
from coinwatch.model import Candle, Listing, Market, Ticker
from fuzz.expect import expect
from tests.exchanges.sound import MS, NS, is_message, is_sound, is_sound_listing

Check = Callable[[bytes], None]
"""Takes one input; raises whatever is not declared, and AssertionError for an unsound result."""


def home(name: str) -> Market:
    """Return the market of bitcoin in an exchange's home quote."""
    return EXCHANGES[name].pair("BTC", EXCHANGES[name].home_quote)


def connections(market: Market) -> tuple[Exchange, Exchange]:
    """Return one that has asked for nothing yet, and one that watches all there is.

    They serve one input: from many that lie ahead a connection learns another time than ours.
    """
    exchange = EXCHANGES[market.exchange]
    watching = exchange([market], "utc_day")
    wanted = [Subscription(channel, market) for channel in Channel if channel is not Channel.CANDLE]
    watching.subscribe([*wanted, Subscription(Channel.CANDLE, market, "1d")])
    return exchange([market], "24h"), watching


def frames(market: Market) -> Check:
    """Return what decodes a frame on a new connection and on one that watches a market."""

    def check(frame: bytes) -> None:
        for connection in connections(market):
            try:
                events = connection.decode(frame, NS)
            except DecodeError as error:
                expect(is_message(error.message), error.message)
                continue
            for event in events:
                expect(is_sound(event, market), event)

    return check


def listings(market: Market) -> Check:
    """Return what reads a market list."""
    exchange = EXCHANGES[market.exchange]
    return partial(_read, market, lambda body: exchange.parse_listings([body]))


def tickers(market: Market) -> Check:
    """Return what reads statistics."""
    exchange = EXCHANGES[market.exchange]
    return partial(
        _read, market, lambda body: exchange([market], "utc_day").parse_tickers(body, NS)
    )


def candles(market: Market) -> Check:
    """Return what reads candles."""
    exchange = EXCHANGES[market.exchange]
    return partial(_read, market, lambda body: exchange.parse_candles(market, "1m", body))


def _read(
    market: Market, parse: Callable[[bytes], Sequence[Listing | Ticker | Candle]], body: bytes
) -> None:
    try:
        found = parse(body)
    except DecodeError as error:
        expect(is_message(error.message), error.message)
        return
    for each in found:
        if isinstance(each, Listing):
            expect(is_sound_listing(each), each)
            continue
        if isinstance(each, Candle):
            # Its reader has no clock; who keeps candles must look at their times.
            expect(type(each.open_ms) is int and 0 <= each.open_ms < MICROSECONDS, each)
            each = each._replace(open_ms=MS)  # noqa: PLW2901  # the rest of it is checked below
        expect(is_sound(each, market), each)
