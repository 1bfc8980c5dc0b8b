"""What every exchange promises, tested for each in the table, and for one that is made up."""

from collections.abc import Sequence

import orjson
import pytest

from coinwatch.errors import SymbolError
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.model import Basis, Interval, Market
from tests.exchanges.toy import TABLE, home

each_exchange = pytest.mark.parametrize("exchange", TABLE.values(), ids=TABLE)


def everything(markets: Sequence[Market]) -> list[Subscription]:
    """Return every channel of some markets."""
    return [
        Subscription(channel, market, "5m" if channel is Channel.CANDLE else None)
        for channel in Channel
        for market in markets
    ]


@each_exchange
def test_an_exchange_is_listed_under_its_name(exchange: type[Exchange]) -> None:
    """The table's key is the name in symbols; what people read is close to it."""
    assert TABLE[exchange.name] is exchange
    assert exchange.name == exchange.title.lower()
    assert exchange.name.isidentifier()


@each_exchange
@pytest.mark.parametrize("base", ["BTC", "1INCH", "USDC"])
def test_a_market_has_one_spelling(exchange: type[Exchange], base: str) -> None:
    """A market that was found by its pair is found again by its symbol, in any letter case."""
    market = home(exchange, base)
    assert (market.exchange, market.base) == (exchange.name, base)
    assert market.quote == exchange.home_quote
    assert exchange.pair(base.lower(), exchange.home_quote.lower()) == market
    for symbol in (market.symbol, market.symbol.lower(), market.symbol.upper()):
        assert exchange.market(symbol) == market
    assert str(market) == f"{exchange.name}:{market.symbol}"
    assert exchange.listing(market).market == market


@each_exchange
@pytest.mark.parametrize("symbol", ["", " ", "BTC/", "??", "a b", "A" * 200, "\x1b[2J", "a@b"])
def test_nonsense_is_no_market(exchange: type[Exchange], symbol: str) -> None:
    """A symbol that the exchange could not spell is refused, with a hint on how it spells them."""
    with pytest.raises(SymbolError) as caught:
        exchange.market(symbol)
    assert exchange.title in caught.value.message
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 300
    assert caught.value.hint


@each_exchange
def test_an_address_keeps_its_path(exchange: type[Exchange]) -> None:
    """Behind a proxy an exchange may live below a path, and it stays there."""
    url = exchange.websocket_url("ws://127.0.0.1:9/below")
    assert url.startswith("ws://127.0.0.1:9/below")


@each_exchange
def test_limits_make_sense(exchange: type[Exchange]) -> None:
    """Every rate allows something, and a connection may watch something."""
    limits = exchange.limits
    for rates in (limits.connects, limits.messages, limits.requests):
        assert rates
        assert all(rate.most >= 1 and rate.seconds > 0 for rate in rates)
    assert limits.markets_per_connection >= 50
    assert limits.lifetime_s is None or limits.lifetime_s > 3600


@each_exchange
def test_nothing_wanted_needs_no_message(exchange: type[Exchange]) -> None:
    """A connection that wants nothing sends nothing, and waits for nothing."""
    connection = exchange([home(exchange)], "utc_day")
    assert connection.subscribe([]) == []
    assert connection.probe() is None
    assert not connection.pending


@each_exchange
@pytest.mark.parametrize("basis", ["utc_day", "24h"])
def test_messages_are_json_and_only_for_changes(exchange: type[Exchange], basis: Basis) -> None:
    """What is asked for once is not asked for again, and each message is one JSON value."""
    market, other = home(exchange), home(exchange, "ETH")
    connection = exchange([market], basis)
    messages = connection.subscribe(everything([market]))
    assert messages
    assert connection.subscribe(everything([market])) == []
    messages += connection.subscribe(everything([market, other]))
    assert all(orjson.loads(message) for message in messages)
    assert other.symbol.lower() in messages[-1].decode().lower()


@each_exchange
def test_a_full_connection_is_asked_for_within_seconds(exchange: type[Exchange]) -> None:
    """All channels of as many markets as allowed take few messages, each of a sane size."""
    markets = [home(exchange, f"C{n}") for n in range(exchange.limits.markets_per_connection)]
    messages = exchange(markets, "utc_day").subscribe(everything(markets))
    assert len(messages) <= 10
    assert max(map(len, messages)) <= 16_384


@each_exchange
def test_connections_share_nothing(exchange: type[Exchange]) -> None:
    """What one connection asked for is news to the next one."""
    market = home(exchange)
    first, second = exchange([market], "utc_day"), exchange([market], "utc_day")
    assert first.subscribe(everything([market])) == second.subscribe(everything([market]))


@each_exchange
@pytest.mark.parametrize("count", [0, 1, 250])
@pytest.mark.parametrize("basis", ["utc_day", "24h"])
def test_every_market_is_in_one_request(exchange: type[Exchange], count: int, basis: Basis) -> None:
    """However many markets, the requests for statistics name each once, and cost something."""
    markets = [home(exchange, f"C{number}X") for number in range(count)]
    requests = exchange.ticker_requests(markets, basis)
    text = " ".join(str((request.path, request.params)) for request in requests)
    assert all(text.count(market.symbol) == 1 for market in markets)
    assert all(request.weight >= 1 and request.path.startswith("/") for request in requests)
    assert bool(requests) == bool(count)


@each_exchange
@pytest.mark.parametrize("interval", ["1m", "5m", "15m", "1h", "1d"])
def test_candles_are_asked_for_by_market(exchange: type[Exchange], interval: Interval) -> None:
    """A request for candles names its market, and never asks for more than 200."""
    request = exchange.candle_request(home(exchange), interval, 10_000)
    text = str((request.path, request.params))
    assert home(exchange).symbol in text
    assert "200" in text
    assert "10000" not in text


@each_exchange
def test_the_market_list_takes_few_requests(exchange: type[Exchange]) -> None:
    """A list is asked for in a handful of requests."""
    requests = exchange.listing_requests()
    assert 1 <= len(requests) <= 5
    assert all(request.path.startswith("/") for request in requests)
