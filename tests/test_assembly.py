"""What is behind every front end."""

from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from coinwatch.assembly import assemble, channels, new_store, simulated
from coinwatch.config import Config
from coinwatch.exchanges.base import Channel
from coinwatch.exchanges.upbit import Upbit
from coinwatch.model import Book, Group, Premium, Status, Tick, Trade
from coinwatch.recording.recorder import Recorder
from coinwatch.recording.taped import TapedStore

BTC = Upbit.market("KRW-BTC")


@pytest.mark.parametrize(
    ("kinds", "wanted"),
    [
        ([], (Channel.TICKER,)),
        ([Tick, Premium, Status], (Channel.TICKER,)),
        ([Book, Trade], (Channel.TICKER, Channel.BOOK, Channel.TRADE)),
    ],
)
def test_tickers_are_always_subscribed_to(kinds: list[type], wanted: tuple[Channel, ...]) -> None:
    """Trades and books where somebody reads them."""
    assert channels(kinds) == wanted


def test_the_store_keeps_what_was_asked_for() -> None:
    """And the session is about the config's markets."""
    config = replace(Config(), display=replace(Config().display, sparkline_s=900.0))
    store, session = assemble(config, [Tick])
    assert store.kinds == {Tick}
    store.watch([Group("Main", (BTC,))], 0.0)
    assert 900.0 in store.state(BTC).series
    assert session.meanings(["upbit:KRW-BTC"]) == [[BTC]]


def test_a_recording_goes_through_a_store_of_its_own(tmp_path: Path) -> None:
    """Which tells the recorder what is watched."""
    recorder = Recorder(tmp_path / "a.jsonl", basis="24h", channels=channels([]))
    assert type(new_store(Config(), [], recorder)) is TapedStore
    recorder.close()


async def test_the_demo_serves_both_exchanges() -> None:
    """On loopback alone: no address of the real ones is left."""
    async with AsyncExitStack() as stack:
        config = await simulated(Config(), stack)
        for each in config.exchanges.values():
            assert each.websocket_url.startswith("ws://127.0.0.1:")
            assert each.rest_url.startswith("http://127.0.0.1:")
            assert (each.fallback_websocket_url, each.fallback_rest_url) == ("", "")
