"""What Binance's frames say.

https://github.com/binance/binance-spot-api-docs/blob/master/web-socket-streams.md

They are text JSON, bare or in an envelope that names the stream. Prices and amounts are texts, and
keys may differ by letter case alone. Frames without an event type are told apart by their fields;
those of an order book name their market in the envelope only.
"""

from collections.abc import Callable, Container, Sequence
from typing import Any, ClassVar

from orjson import loads

from coinwatch.errors import DecodeError
from coinwatch.exchanges.binance_rest import TITLE, BinanceRest, candles, statistics
from coinwatch.exchanges.gates import (
    LEAST_PRICE,
    MOST_PRICE,
    NS_PER_MS,
    WRONG,
    FieldError,
    Fields,
    amounts,
    called,
    fault,
    fields,
    key,
    numbers,
    priced,
    priced_or_none,
    shown,
    whole,
    words,
)
from coinwatch.exchanges.server_clock import ServerClock
from coinwatch.model import (
    DAY_MS,
    Ack,
    Basis,
    Book,
    Event,
    Level,
    Market,
    Quote,
    Refusal,
    Shutdown,
    Trade,
    build,
)

INTERVALS = frozenset(
    {"1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w"}
    | {"1M"}
)
DEPTHS = frozenset(
    {"depth5", "depth10", "depth20", "depth5@100ms", "depth10@100ms", "depth20@100ms"}
)
UNINTERESTING = (
    "depthUpdate", "avgPrice", "referencePrice", "blockTrade", "1hTicker", "4hTicker", "1dTicker",
)  # fmt: skip
"""Kinds that are known, and that nobody here asks for."""

LISTED = frozenset({"24hrMiniTicker", "24hrTicker", "1hTicker", "4hTicker", "1dTicker"})
"""What comes in lists as well, for all markets at once."""

DATA, STREAM, KIND = key("data"), key("stream"), key("e")
"""What an envelope holds and which stream it is of; where a frame says what it is."""

UPDATE, DEPTH, RESULT = key("u"), key("lastUpdateId"), key("result")
"""What of all frames without a kind only the best bid and ask, order books and answers have."""

_Readers = dict[str, tuple[Callable[..., Sequence[Event]], Fields]]

_best = fields("s b a")
_book = fields("bids asks")
_kline = fields("t i o h l c v q")
_listed = fields("e s")
_refusal = fields("code msg")


class BinanceFrames(BinanceRest):
    """The reader of one connection's frames."""

    def __init__(self, markets: Sequence[Market], basis: Basis) -> None:
        super().__init__(markets, basis)
        self.clock = ServerClock()
        # As the names of streams spell them.
        self._lower = {market.symbol.lower(): market for market in markets}
        # The requests that wait for an answer.
        self._due: set[int | str | None] = set()
        # Whose candles of a day are read as statistics, and which candles as candles; until
        # something is asked for, everyone's and all.
        self._tickers: Container[str] = self._markets
        self._candles: Container[tuple[str, str]] | None = None

    def decode(self, frame: bytes, received_ns: int) -> Sequence[Event]:
        """Return what a frame says. Raises DecodeError."""
        try:
            message = loads(frame)
        except ValueError as error:
            raise DecodeError(f"{TITLE}: not JSON") from error
        try:
            data = message
            if DATA in message:
                data = message[DATA]
            if KIND in data:
                read, values = self._readers[data[KIND]]
                return read(self, values(data), received_ns)
            if UPDATE in data:
                return self._quote(_best(data), received_ns)
            return self._unnamed(message, data, received_ns)
        except WRONG as error:
            raise fault(f"{TITLE} {called(message, STREAM, KIND)}", error) from error

    def _trade(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        symbol, price, size, trade_id, traded, maker = values
        price, size = loads(price), loads(size)
        if not (
            type(price) is type(size) is float
            and LEAST_PRICE <= price <= MOST_PRICE and size >= 0.0
        ):  # fmt: skip
            price, size = amounts((price, size))
            priced(price)
        if type(trade_id) is not int or trade_id < 0:
            whole(trade_id)
        if type(traded) is not int or not 0 <= traded <= received_ns // NS_PER_MS:
            traded = self.clock.time_ms(traded, received_ns)
        # Where the buyer was the maker, the taker sold.
        if maker is True:
            side = "sell"
        elif maker is False:
            side = "buy"
        else:
            raise FieldError(f"a maker that is {shown(maker)}")
        trade = (self._markets[symbol], price, size, side, trade_id, traded, received_ns, True)
        return (build(Trade, trade),)

    def _quote(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        symbol, bid, ask = values
        bid, ask = loads(bid), loads(ask)
        if not (
            type(bid) is type(ask) is float
            and bid > LEAST_PRICE and ask > LEAST_PRICE and bid + ask < MOST_PRICE
        ):  # fmt: skip
            bid, ask = map(priced_or_none, amounts((bid, ask)))
        quote = (self._markets[symbol], bid, ask, None, received_ns)
        return (build(Quote, quote),)

    def _ticker(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        symbol, sent, price, first, high, low, volume, quote_volume, size = values
        row = numbers(f"[{price},{first},{high},{low},{volume},{quote_volume},{size}]")
        if type(sent) is not int or not 0 <= sent <= received_ns // NS_PER_MS:
            sent = self.clock.time_ms(sent, received_ns)
        return statistics(self._markets[symbol], "24h", row, sent, received_ns)

    def _mini_ticker(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        symbol, sent, price, first, high, low, volume, quote_volume = values
        row = numbers(f"[{price},{first},{high},{low},{volume},{quote_volume},null]")
        at = self.clock.time_ms(sent, received_ns)
        return statistics(self._markets[symbol], "24h", row, at, received_ns)

    def _candle(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        symbol, sent, kline = values
        at, interval, first, high, low, last, volume, quote_volume = _kline(kline)
        market = self._markets[symbol]
        time_ms = self.clock.time_ms
        sent, at = time_ms(sent, received_ns), time_ms(at, received_ns)
        if interval not in INTERVALS:
            raise FieldError(f"an interval that is {shown(interval)}")
        row = numbers(f"[{last},{first},{high},{low},{volume},{quote_volume},null]")
        events: list[Event] = []
        # The day of another time zone starts at another hour.
        whole_day = interval == "1d" and at % DAY_MS == 0
        if whole_day and self._basis == "utc_day" and symbol in self._tickers:
            # The last word on a day comes after midnight, and must not pass for the next one's.
            sent = min(sent, at + DAY_MS - 1)
            events += statistics(market, "utc_day", row, sent, received_ns)
        if self._candles is None or (symbol, interval) in self._candles:
            events += candles(market, interval, at, row)
        return events

    def _shutdown(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        _, sent = values
        return (Shutdown(self.clock.time_ms(sent, received_ns)),)

    def _nothing(self, _values: Sequence[Any], _received_ns: int) -> Sequence[Event]:
        return ()

    # How a frame is read, by its kind.

    _readers: ClassVar[_Readers] = {
        "trade": (_trade, fields("s p q t T m")),
        "aggTrade": (_trade, fields("s p q a T m")),
        "24hrTicker": (_ticker, fields("s E c o h l v q Q")),
        "24hrMiniTicker": (_mini_ticker, fields("s E c o h l v q")),
        "kline": (_candle, fields("s E k")),
        "serverShutdown": (_shutdown, fields("e E")),
    } | dict.fromkeys(UNINTERESTING, (_nothing, tuple))

    def _unnamed(self, message: Any, data: Any, received_ns: int) -> Sequence[Event]:
        """Read what does not say what it is: lists, order books, answers."""
        if type(data) is list:
            return self._list(data, received_ns)
        if DEPTH in data:
            name, _, depth = message[STREAM].partition("@")
            if depth not in DEPTHS:
                raise FieldError(f"an order book of the stream {shown(message[STREAM])}")
            bids, asks = _book(data)
            market = self._lower[name]
            return (Book(market, _levels(bids), _levels(asks), None, received_ns),)
        return self._answer(data)

    def _list(self, data: Sequence[Any], received_ns: int) -> Sequence[Event]:
        """Read statistics of all markets: those of other markets than ours are left out."""
        events: list[Event] = []
        for each in data:
            kind, symbol = _listed(each)
            if kind not in LISTED:
                raise FieldError(f"a list of {shown(kind)}")
            if symbol in self._markets:
                read, values = self._readers[kind]
                events += read(self, values(each), received_ns)
        return events

    def _answer(self, data: Any) -> Sequence[Event]:
        """Read the answer to a request, which may be a refusal in one of two shapes."""
        request_id = data.get("id")
        if type(request_id) not in {int, str, type(None)}:
            raise FieldError(f"an id that is {shown(request_id)}")
        event: Event
        if RESULT in data:
            if data[RESULT] is not None:
                return ()
            event = Ack(request_id)
        else:
            code, message = _refusal(data.get("error", data))
            event = Refusal(words(code), words(message), request_id)
        self._due.discard(request_id)
        return (event,)


def _levels(rows: Any) -> tuple[Level, ...]:
    """Return one side of an order book."""
    if type(rows) is not list or not all(type(row) is list for row in rows):
        raise FieldError("levels that are no list")
    texts = [text for price, size in rows for text in (price, size)]
    found = numbers(f"[{','.join(texts)}]")
    if len(found) != len(texts):
        raise FieldError("a level that is not two numbers")
    pairs = zip(found[::2], found[1::2], strict=True)
    levels = tuple([(price + 0.0, size + 0.0) for price, size in pairs])
    if any(not LEAST_PRICE <= price <= MOST_PRICE or size < 0.0 for price, size in levels):
        raise FieldError("a level out of its range")
    return levels
