"""Lines of a small recording, one of each type."""

import pytest

from coinwatch.exchanges.base import Channel, Subscription
from coinwatch.exchanges.server_clock import KeptClock
from coinwatch.model import FeedState, Gap, Group, Listing, Market, Quote, Status, Ticker, Trade
from coinwatch.pairs import Pair
from coinwatch.recent import KeptIds
from coinwatch.recording.kept import KeptFeed, KeptMarket, KeptPairing, KeptSeries, LinkClock
from coinwatch.recording.records import (
    Answer,
    ClockSet,
    Closed,
    Described,
    Doubted,
    End,
    Frame,
    Header,
    History,
    Key,
    Line,
    Missing,
    Opened,
    Said,
    Subscribed,
    Watch,
)
from coinwatch.series import BUCKETS

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
LISTING = Listing(BTC, "비트코인", "Bitcoin", ((1_000.0, 0), (0.0, 4)))
LIVE = Status("upbit", 1, FeedState.LIVE, None, None, 1_790_000_000_000)
NS = 1_790_000_000_000_000_000
USDT = Market("upbit", "KRW-USDT", "USDT", "KRW")
PAIRING = KeptPairing(
    (Pair("BTC", BTC, Market("binance", "BTCUSDT", "BTC", "USDT")),), USDT, None, "", 600.0
)


@pytest.fixture
def every_line() -> list[Line]:
    """Give one line of each type, in an order in which a run may tell them."""
    groups = (Group("Main", (BTC,)),)
    trade = Trade(BTC, 100.5, 0.25, "buy", 7, 1_790_000_000_000, NS)
    ticker = Ticker(
        BTC, 100.5, None, None, 99.0, 101.0, None, 5.0, 500.0, 99.5, "utc_day", 1_790_000_000_000,
        NS, traded_ms=1_789_999_999_999,
    )  # fmt: skip
    kept = KeptMarket(
        BTC, LISTING, trade, None, ticker, Quote(BTC, 100.0, None, None, NS), None, False, -1,
        1.79e9, None, 1.79e9, KeptIds((5, 7), (4,), (9, 7), (8, 4), (-1, -1)),
        (KeptSeries(3_600.0, 29_833_333, (100.5, *[None] * (BUCKETS - 1))),),
    )  # fmt: skip
    opened = Opened(NS + 3, 1, "upbit", 1, "utc_day", (BTC,))
    wanted = Subscribed(NS + 4, 1, (Subscription(Channel.TICKER, BTC, None),))
    return [
        Header(NS, "0.1.0", NS, 1, 0, "utc_day", (Channel.TICKER, Channel.TRADE)),
        Watch(NS, groups, PAIRING, (BTC,)),
        Described(NS + 1, (LISTING,)),
        History(NS + 1, BTC, 3_600.0, ((1_789_999_000_000, 99.5),)),
        Said(NS + 2, LIVE),
        opened,
        wanted,
        Frame(NS + 5, 1, b'{"ty":"ticker"}'),
        Frame(NS + 6, 1, b"\xff\x00 no text"),
        Frame(NS + 6, 1, '"\\ \u2028 비트 \x01'.encode()),
        Answer(NS + 7, "upbit", "utc_day", (BTC,), b"[]"),
        Answer(NS + 7, "upbit", "utc_day", (BTC,), b"\xff", -7_200_000),
        Doubted(NS + 8, (BTC,)),
        Missing(NS + 9, Gap("upbit", ("KRW-BTC",), 1_790_000_000_000, 1_790_000_000_001, "why")),
        ClockSet(NS + 10, -5_000_000_000),
        Key(NS + 11, -5_000_000_000, groups, PAIRING, (BTC,), (kept,),
            (KeptFeed(LIVE, 1.79e9, 3, 1, "x"),), (opened,), (wanted,),
            (LinkClock(1, KeptClock(5_000, ((1_790_000_005_000, 1_790_000_000_000),))),)),
        Closed(NS + 12, 1),
        End(NS + 13, more=False),
    ]  # fmt: skip
