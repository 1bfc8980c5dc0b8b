"""The simulated Upbit: one port for WebSocket and REST."""

from collections.abc import Callable

from coinwatch.demo.answers import Answer
from coinwatch.demo.client import Client
from coinwatch.demo.frames import binary
from coinwatch.demo.limits import Meter, UpbitLimits
from coinwatch.demo.market import Market, Trade
from coinwatch.demo.server import HOST, Server, Spawn, Target
from coinwatch.demo.session import Session, Topics
from coinwatch.demo.simulation import Moved, Simulation
from coinwatch.demo.upbit_fields import BOOK_GRID_MS, REALTIME, Fields, trade, trade_id
from coinwatch.demo.upbit_requests import CANDLES_MS
from coinwatch.demo.upbit_rest import UpbitRest, too_many
from coinwatch.demo.upbit_session import Topic, UpbitSession, Want, state
from coinwatch.demo.upbit_spelling import encode

_CANDLE_EVERY_MS = 1_000


class UpbitServer(Server):
    """Upbit on loopback."""

    def __init__(self, simulation: Simulation, spawn: Spawn) -> None:
        super().__init__(simulation, spawn)
        self.limits = UpbitLimits()
        self._topics: Topics[Topic, Want] = Topics()
        self._rest = UpbitRest(simulation, self.limits)
        self._handshakes = Meter()
        self._with_origin = Meter()
        self._new_books: dict[Topic, None] = {}
        self._new_candles: dict[Topic, None] = {}

    @property
    def websocket_url(self) -> str:
        """The address that a client is configured with."""
        return f"ws://{HOST}:{self.port}/websocket/v1"

    def refuse(self, target: Target, now_s: float) -> Answer | None:
        """Keep to the rates of handshakes. Any path will do."""
        if self._is_too_often_from_a_page(target, now_s):
            return too_many()
        return None if self._handshakes.take(self.limits.handshakes, now_s) else too_many()

    def handshake_headers(self, now_s: float) -> tuple[tuple[str, str], ...]:
        """Return how many handshakes are left."""
        left = self._handshakes.left(self.limits.handshakes, now_s)
        remaining = f"group=websocket; min=300; sec={left}"
        return (("Remaining-Req", remaining), ("Limit-By-Ip", "Yes"))

    def open(self, client: Client, target: Target) -> Session:  # noqa: ARG002  # Binance's has streams in its path
        """Return the session of a client that has connected."""
        return UpbitSession(client, self.faults, self.simulation, self._topics, self.limits)

    def ask(self, target: Target, now_s: float) -> Answer:
        """Return the answer to a REST request."""
        if self._is_too_often_from_a_page(target, now_s):
            return too_many()
        return self._rest.answer(target.path, target.query, now_s)

    def tell(self, symbol: str) -> None:
        """Send a market's ticker as it is now: of a halt, or of a day when it will be delisted."""
        self._publish(("ticker", symbol))
        self.flush()

    def publish(self, moved: list[Moved]) -> None:
        """Queue trades and tickers at once, books and candles when their time comes."""
        for market, trades in moved:
            code = market.symbol
            for done in trades:
                self._publish_trade(market, done)
            if trades:
                self._publish(("ticker", code))
                topics = ((kind, code) for kind in CANDLES_MS)
                self._new_candles.update((topic, None) for topic in topics if topic in self._topics)
            if ("orderbook", code) in self._topics:
                self._new_books["orderbook", code] = None
        self._publish_due(self._new_books, BOOK_GRID_MS)
        self._publish_due(self._new_candles, _CANDLE_EVERY_MS)

    def _publish_due(self, topics: dict[Topic, None], every_ms: int) -> None:
        if self.simulation.now_ms % every_ms == 0:
            for topic in topics:
                self._publish(topic)
            topics.clear()

    def _publish_trade(self, market: Market, done: Trade) -> None:
        topic = ("trade", market.symbol)
        if topic in self._topics:
            statistics = self.simulation.statistics[market.symbol]
            self.record(market, trade_id(done), done.price, self._topics.listeners(topic))
            self._send(topic, lambda _: trade(market, statistics, done, REALTIME))

    def _publish(self, topic: Topic) -> None:
        self._send(topic, lambda want: state(self.simulation, topic, want, REALTIME))

    def _send(self, topic: Topic, say: Callable[[Want], Fields]) -> None:
        made = {}
        for session, want in self._topics.listeners(topic).items():
            if want not in made:
                made[want] = binary(encode(say(want), want.format))
            session.client.send(made[want])

    def _is_too_often_from_a_page(self, target: Target, now_s: float) -> bool:
        if "Origin" not in target.headers:
            return False
        return not self._with_origin.take(self.limits.with_origin, now_s)
