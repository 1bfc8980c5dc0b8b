"""What Upbit's frames say: https://docs.upbit.com/kr/reference/websocket-guide.

They are binary JSON in one of four shapes: with long or short names (DEFAULT, SIMPLE), bare or in
a list (JSON_LIST, SIMPLE_LIST). Numbers are JSON numbers, whole, decimal and with exponents mixed.
"""

from collections.abc import Callable, Container, Iterable, Sequence
from typing import Any, ClassVar

from orjson import dumps, loads

from coinwatch.errors import DecodeError
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
    look_closer,
    priced,
    priced_or_none,
    whole,
    words,
)
from coinwatch.exchanges.server_clock import ServerClock
from coinwatch.exchanges.upbit_rest import ERROR, TITLE, UpbitRest, candle, error_fields
from coinwatch.exchanges.upbit_standing import USUAL, standing, with_standing
from coinwatch.model import (
    DAY_MS,
    Basis,
    Book,
    Candle,
    Event,
    Heartbeat,
    Level,
    Market,
    Quote,
    Refusal,
    Side,
    Ticker,
    Trade,
    build,
)

SIDES: dict[str, Side] = {"ASK": "sell", "BID": "buy"}
SNAPSHOT = {"SNAPSHOT": True, "REALTIME": False}
INTERVALS = {
    "candle.1s": "1s", "candle.1m": "1m", "candle.3m": "3m", "candle.5m": "5m",
    "candle.10m": "10m", "candle.15m": "15m", "candle.30m": "30m", "candle.60m": "1h",
    "candle.240m": "4h",
}  # fmt: skip
SHORT, LONG = key("ty"), key("type")
"""Where a frame says what it is."""

_Readers = dict[str, tuple[Callable[..., Sequence[Event]], Fields]]


def _book(head: Fields, level: Fields) -> Fields:
    """Return what takes an order book apart, and with it what takes one of its levels apart."""
    return lambda message: (*head(message), level)


class UpbitFrames(UpbitRest):
    """The reader of one connection's frames."""

    def __init__(self, markets: Sequence[Market], basis: Basis) -> None:
        super().__init__(markets, basis)
        self.clock = ServerClock()
        # Whose order books are read as what; until something is asked for, everyone's as both.
        self._quotes: Container[str] = self._markets
        self._books: Container[str] = self._markets
        # Whose tickers are read as candles of the day as well: Upbit streams no others.
        self._days: Container[str] = ()

    def decode(self, frame: bytes, received_ns: int) -> Sequence[Event]:
        """Return what a frame says. Raises DecodeError."""
        try:
            message = loads(frame)
        except ValueError as error:
            raise DecodeError(f"{TITLE}: not JSON") from error
        try:
            if SHORT in message:
                read, values = self._short[message[SHORT]]
            elif LONG in message:
                read, values = self._long[message[LONG]]
            else:
                return self._unnamed(message, received_ns)
            return read(self, values(message), received_ns)
        except WRONG as error:
            raise fault(f"{TITLE} {called(message, SHORT, LONG)}", error) from error

    def _ticker(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        """https://docs.upbit.com/kr/reference/websocket-ticker."""
        (
            code, price, size, side, first, high, low, volume, quote_volume, reference,
            sent, traded, stream, state, suspended, delisting,
        ) = values  # fmt: skip
        if not (
            type(price) is type(size) is type(first) is type(high) is type(low) is type(volume)
            is type(quote_volume) is type(reference) is float
            and price > LEAST_PRICE and first > LEAST_PRICE and high > LEAST_PRICE
            and low > LEAST_PRICE and reference > LEAST_PRICE
            and price + first + high + low + reference < MOST_PRICE
            and size > 0.0 and volume > 0.0 and quote_volume > 0.0
        ):  # fmt: skip
            price, size, first, high, low, volume, quote_volume, reference = amounts(
                (price, size, first, high, low, volume, quote_volume, reference)
            )
            priced(price)
            first, high, low, reference = map(priced_or_none, (first, high, low, reference))
        if not (
            type(sent) is type(traded) is int and 0 <= traded <= sent <= received_ns // NS_PER_MS
        ):
            sent = self.clock.time_ms(sent, received_ns)
            traded = self.clock.time_ms(traded, received_ns)
        usual = state == USUAL and suspended is not True and delisting is None
        stands = None if usual else standing(state, suspended, delisting)
        ticker = build(
            Ticker,
            (
                self._markets[code], price, size, SIDES[side], first, high, low, volume,
                quote_volume, reference, "utc_day", sent, received_ns, SNAPSHOT[stream], True,
                traded, stands,
            ),
        )  # fmt: skip
        return (ticker, *_day(ticker, traded)) if code in self._days else (ticker,)

    def _trade(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        """https://docs.upbit.com/kr/reference/websocket-trade."""
        code, price, size, side, trade_id, traded = values
        if not (
            type(price) is type(size) is float
            and LEAST_PRICE <= price <= MOST_PRICE and size > 0.0
        ):  # fmt: skip
            price, size = amounts((price, size))
            priced(price)
        if type(trade_id) is not int or trade_id < 0:
            whole(trade_id)
        if type(traded) is not int or not 0 <= traded <= received_ns // NS_PER_MS:
            traded = self.clock.time_ms(traded, received_ns)
        # Trades arrive out of order, so they must not move the last price.
        live = False
        trade = (self._markets[code], price, size, SIDES[side], trade_id, traded, received_ns, live)
        return (build(Trade, trade),)

    def _orderbook(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        """https://docs.upbit.com/kr/reference/websocket-orderbook."""
        code, sent, units, level = values
        # Whether an answer keeps the suffix of the code is not documented.
        market = self._markets.get(code) or self._markets[code.partition(".")[0]]
        if type(sent) is not int or not 0 <= sent <= received_ns // NS_PER_MS:
            sent = self.clock.time_ms(sent, received_ns)
        if type(units) is not list:
            raise FieldError("an order book without levels")
        deep = market.symbol in self._books
        bids, asks = _levels(map(level, units if deep else units[:1]))
        events: list[Event] = []
        if market.symbol in self._quotes:
            bid, ask = bids[0][0] if bids else None, asks[0][0] if asks else None
            events.append(build(Quote, (market, bid, ask, sent, received_ns)))
        if deep:
            events.append(Book(market, tuple(bids), tuple(asks), sent, received_ns))
        return events

    def _candle(self, values: Sequence[Any], received_ns: int) -> Sequence[Event]:
        """https://docs.upbit.com/kr/reference/websocket-candle."""
        kind, code, sent, *rest = values
        found = candle(self._markets[code], INTERVALS[kind], rest)
        for at in (sent, found.open_ms):
            self.clock.time_ms(at, received_ns)
        return (found,)

    # How a frame is read, by its kind: with short names, and with long ones.
    _short: ClassVar[_Readers] = {
        "ticker": (
            _ticker,
            with_standing("cd tp tv ab op hp lp atv atp pcp tms ttms st", "ms its dd"),
        ),
        "trade": (_trade, fields("cd tp tv ab sid ttms")),
        "orderbook": (_orderbook, _book(fields("cd tms obu"), fields("ap as bp bs"))),
    } | dict.fromkeys(INTERVALS, (_candle, fields("ty cd tms cdttmu op hp lp tp catv catp")))
    _long: ClassVar[_Readers] = {
        "ticker": (
            _ticker,
            with_standing(
                "code trade_price trade_volume ask_bid opening_price high_price low_price "
                "acc_trade_volume acc_trade_price prev_closing_price "
                "timestamp trade_timestamp stream_type",
                "market_state is_trading_suspended delisting_date",
            ),
        ),
        "trade": (
            _trade,
            fields("code trade_price trade_volume ask_bid sequential_id trade_timestamp"),
        ),
        "orderbook": (
            _orderbook,
            _book(
                fields("code timestamp orderbook_units"),
                fields("ask_price ask_size bid_price bid_size"),
            ),
        ),
    } | dict.fromkeys(
        INTERVALS,
        (
            _candle,
            fields(
                "type code timestamp candle_date_time_utc opening_price high_price low_price "
                "trade_price candle_acc_trade_volume candle_acc_trade_price"
            ),
        ),
    )

    def _unnamed(self, message: Any, received_ns: int) -> Sequence[Event]:
        """Read a list of frames, or what is no data: refusals, signs of life, answers."""
        if type(message) is list:
            if not all(type(each) is dict for each in message):
                raise FieldError("a list of something else")
            # We ask for no lists, so what is in them may as well be read twice.
            return [event for each in message for event in self.decode(dumps(each), received_ns)]
        if ERROR in message:
            return (Refusal(*map(words, error_fields(message[ERROR]))),)
        if message.get("status") == "UP":
            return (Heartbeat(),)
        if "LIST_SUBSCRIPTIONS" in (message.get("method"), message.get("mthd")):
            return ()
        raise FieldError("a kind that is not documented")


def _levels(units: Iterable[tuple[Any, ...]]) -> tuple[list[Level], list[Level]]:
    """Return the bids and the asks of an order book."""
    bids: list[Level] = []
    asks: list[Level] = []
    for unit in units:
        ask, ask_size, bid, bid_size = unit
        if (
            ask <= 0.0 or ask_size <= 0.0 or bid <= 0.0 or bid_size <= 0.0
            or ask is True or ask_size is True or bid is True or bid_size is True
        ):  # fmt: skip
            look_closer(unit)
        # The thinner side is filled up with levels of price 0.
        if bid:
            bids.append((priced(bid + 0.0), bid_size + 0.0))
        if ask:
            asks.append((priced(ask + 0.0), ask_size + 0.0))
    return bids, asks


def _day(day: Ticker, traded: int) -> Sequence[Event]:
    """Return the candle of the day of a ticker's last trade."""
    if not (day.open and day.high and day.low):
        return ()
    at = traded // DAY_MS * DAY_MS
    sums = day.price, day.volume, day.quote_volume
    return (Candle(day.market, "1d", at, day.open, day.high, day.low, *sums),)
