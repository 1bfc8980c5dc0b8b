"""A store that is recorded."""

from pathlib import Path

from coinwatch.exchanges.base import Channel
from coinwatch.focus import Focus
from coinwatch.model import FeedState, Gap, Group, Listing, Market, Status
from coinwatch.pairs import NO_PAIRING
from coinwatch.recording.files import Recording
from coinwatch.recording.recorder import Recorder
from coinwatch.recording.records import (
    Described,
    Doubted,
    End,
    History,
    Missing,
    Said,
    Watch,
)
from coinwatch.recording.state import keep_pairing
from coinwatch.recording.taped import TapedStore

BTC = Market("upbit", "KRW-BTC", "BTC", "KRW")
ETH = Market("binance", "ETHUSDT", "ETH", "USDT")
NS = 1_790_000_000_000_000_000


def test_it_does_what_a_store_does_and_takes_it_down(tmp_path: Path) -> None:
    """Everything but what frames say, in its order."""
    path = tmp_path / "a.jsonl"
    channels = (Channel.TICKER,)
    recorder = Recorder(
        path, basis="utc_day", channels=channels, monotonic=lambda: 1.0, wall_ns=lambda: NS
    )
    store = TapedStore(recorder, kinds=(Status, Gap), windows_s=(3_600.0,))
    groups = (Group("Main", (BTC,)),)
    listing = Listing(BTC, "비트코인")
    status = Status("upbit", 1, FeedState.LIVE, None, None, 5)
    gap = Gap("upbit", ("KRW-BTC",), 1, 2, "why")
    store.watch(groups, 10.0)
    store.describe(iter([listing]))
    store.backfill(BTC, 3_600.0, iter([(3_600_000, 7.0)]))
    health = store.put_status(status, 11.0)
    store.put_gap(gap)
    store.doubt(iter([BTC]))
    focus = Focus(BTC, "5m", 12.0)
    for each in (Focus(BTC, "1m", 12.0), focus):
        store.look_at(each, 12.0)
    focus.others = (ETH,)
    for again in (focus, None):
        store.look_at(again, 12.0)
    recorder.close()
    state = store.state(BTC)
    assert (store.groups, state.listing, state.doubted) == (groups, listing, True)
    assert 7.0 in state.series[3_600.0].kept()[1]
    assert store.feeds == {("upbit", 1): health}
    assert store.journal.since(0, 9)[0] == [status, gap]
    found = Recording(path)
    assert list(found.lines())[1:] == [
        Watch(NS, groups, keep_pairing(NO_PAIRING), ()),
        Described(NS, (listing,)),
        History(NS, BTC, 3_600.0, ((3_600_000, 7.0),)),
        Said(NS, status),
        Missing(NS, gap),
        Doubted(NS, (BTC,)),
        Watch(NS, groups, keep_pairing(NO_PAIRING), (BTC,)),
        Watch(NS, groups, keep_pairing(NO_PAIRING), (BTC, ETH)),
        Watch(NS, groups, keep_pairing(NO_PAIRING), ()),
        End(NS, more=False),
    ]
    found.close()
