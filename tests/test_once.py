"""`--once`, from a store that is filled by hand."""

import asyncio
import logging
from collections.abc import Iterable, Mapping

import orjson
import pytest

from coinwatch import once
from coinwatch.errors import ExitCode, NetworkError
from coinwatch.model import (
    FeedState,
    Group,
    Listing,
    Market,
    Premium,
    Quote,
    Status,
    Tick,
    Ticker,
    Trade,
)
from coinwatch.once import Once
from coinwatch.pairs import Pair, Pairing
from coinwatch.store import Store

BTC = Market("toy", "BTC-USD", "BTC", "USD")
ETH = Market("toy", "ETH-USD", "ETH", "USD")
T0 = 1_790_000_000_000


def _ticker(market: Market) -> Ticker:
    return Ticker(
        market, 100.0, 1.0, "buy", 90.0, 110.0, 80.0, 5.0, 500.0, 90.0,
        "utc_day", T0, T0 * 1_000_000,
    )  # fmt: skip


def _store(*markets: Market) -> Store:
    store = Store()
    store.watch([Group("Main", markets)], 0.0)
    return store


class _Behind:
    """What runs behind: when it is ``resolved``, and which market lists there are."""

    def __init__(self, resolved: Iterable[bool] = (), **listings: str) -> None:
        self._resolved = list(resolved)
        self._listings = listings

    def resolved(self) -> bool:
        """Return what was given, one after the other, then that all is known."""
        return self._resolved.pop(0) if self._resolved else True

    def listings(self) -> Mapping[str, str]:
        """Return what was given."""
        return self._listings


def _once(store: Store, timeout_s: float = 0.05, *, json: bool = False) -> Once:
    return Once(store, _Behind(), timeout_s, json=json)


async def test_prints_a_line_per_market_once_all_are_complete(
    capfd: pytest.CaptureFixture[str],
) -> None:
    """Complete ticks, marked as the first known state."""
    store = _store(BTC, ETH)
    for market in (BTC, ETH):
        store.put(_ticker(market), 1.0)
        store.put(Quote(market, 99.0, 101.0, T0, 0), 1.0)
    assert await _once(store, 60.0, json=True).run() is ExitCode.OK
    lines = [orjson.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [(each["symbol"], each["bid"], each["snapshot"]) for each in lines] == [
        ("BTC-USD", 99.0, True),
        ("ETH-USD", 99.0, True),
    ]


async def test_prints_a_table_without_json(capfd: pytest.CaptureFixture[str]) -> None:
    """Headings, a line per market, the basis."""
    store = _store(BTC)
    store.put(_ticker(BTC), 1.0)
    store.put(Quote(BTC, 99.0, 101.0, T0, 0), 1.0)
    store.describe([Listing(BTC, decimals=((0.0, 2),))])
    await _once(store, 60.0).run()
    assert len(capfd.readouterr().out.splitlines()) == 3


async def test_a_table_waits_for_the_market_list(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """It says how many decimals a price has; without hope of one the table does without."""
    monkeypatch.setattr(once, "GRACE_S", 0.0)
    store = _store(BTC)
    store.put(_ticker(BTC), 1.0)
    store.put(Quote(BTC, 99.0, 101.0, T0, 0), 1.0)

    class Slow(_Behind):
        looks = 0

        def listings(self) -> Mapping[str, str]:
            """Have the list come with the third look."""
            self.looks += 1
            if self.looks == 3:
                store.describe([Listing(BTC, decimals=((0.0, 2),))])
            return {"toy": ""}

    await Once(store, Slow(), 60.0, json=False).run()
    assert capfd.readouterr().out.splitlines()[1].split()[2] == "100.00"
    store.describe([Listing(BTC)])
    await Once(store, _Behind(toy="toy answers nothing"), 60.0, json=False).run()
    assert capfd.readouterr().out.splitlines()[1].split()[2] == "100"


async def test_a_table_in_korean(capfd: pytest.CaptureFixture[str]) -> None:
    """The language is the caller's choice."""
    store = _store(BTC)
    store.put(_ticker(BTC), 1.0)
    await Once(store, _Behind(), 0.0, json=False, language="ko").run()
    assert capfd.readouterr().out.startswith("마켓 ")


async def test_a_market_with_a_price_is_not_waited_for_long(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """What an exchange does not send at all is not worth the whole timeout."""
    monkeypatch.setattr(once, "GRACE_S", 0.0)
    store = _store(BTC)
    store.put(Trade(BTC, 100.0, 1.0, "buy", 1, T0, 0), 1.0)
    await _once(store, 60.0, json=True).run()
    assert orjson.loads(capfd.readouterr().out)["bid"] is None


async def test_names_what_did_not_come_in_time(
    capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """What is there is printed; what is not is named."""
    store = _store(BTC, ETH)
    store.put(_ticker(BTC), 1.0)
    with caplog.at_level(logging.WARNING):
        assert await _once(store, json=True).run() is ExitCode.OK
    assert [orjson.loads(line)["symbol"] for line in capfd.readouterr().out.splitlines()] == [
        "BTC-USD"
    ]
    assert caplog.messages == ["no price of toy:ETH-USD came in time"]


async def test_says_why_nothing_came() -> None:
    """The reason of each exchange, and a way to go on without a network."""
    store = _store(BTC)
    store.put_status(Status("toy", 1, FeedState.WAITING, "cannot resolve toy", 5, T0), 1.0)
    store.put_status(Status("toy", 2, FeedState.CONNECTING, None, None, T0), 1.0)
    with pytest.raises(NetworkError) as caught:
        await _once(store).run()
    assert caught.value.message == "No price came within 0.05 s (toy: cannot resolve toy)."
    with pytest.raises(NetworkError, match=r"^No price came within 0.05 s\.$"):
        await _once(_store(BTC)).run()


async def test_waits_until_it_is_known_what_to_watch(capfd: pytest.CaptureFixture[str]) -> None:
    """A wildcard means nothing until the market list is there."""
    store = _store(BTC)
    store.put(_ticker(BTC), 1.0)
    store.put(Quote(BTC, 99.0, 101.0, T0, 0), 1.0)
    behind = _Behind(resolved=(False, False, True))
    await Once(store, behind, 60.0, json=True).run()
    assert behind.resolved()
    assert capfd.readouterr().out


async def test_a_signal_ends_it_without_output(capfd: pytest.CaptureFixture[str]) -> None:
    """Half an answer is none."""
    front = _once(_store(BTC), 60.0)
    front.stop(ExitCode.SIGINT)
    assert await front.run() is ExitCode.SIGINT
    assert capfd.readouterr().out == ""


WON = Market("toy", "BTC-KRW", "BTC", "KRW")


def _paired(*kinds: type) -> Store:
    """Return a store that watches one of two paired markets, both complete."""
    store = Store(kinds=kinds)
    pair = Pair("BTC", WON, BTC)
    store.watch([Group("Main", (BTC,))], 0.0, Pairing((pair,), 1.0, "", 1e12))
    for market in (BTC, WON):
        store.put(_ticker(market), 1.0)
        store.put(Quote(market, 99.0, 101.0, T0, 0), 1.0)
    return store


@pytest.mark.parametrize(
    ("kinds", "types"), [((Premium,), ["premium"]), ((Tick, Premium), ["tick", "premium"])]
)
async def test_prints_premiums_where_they_are_asked_for(
    kinds: tuple[type, ...], types: list[str], capfd: pytest.CaptureFixture[str]
) -> None:
    """After the ticks, if those are asked for too; not a tick of what is watched beside."""
    await _once(_paired(*kinds), 60.0, json=True).run()
    lines = [orjson.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert [line["type"] for line in lines] == types
    assert lines[-1]["premium_pct"] == 0.0


async def test_waits_for_both_prices_of_a_premium(capfd: pytest.CaptureFixture[str]) -> None:
    """One whose price does not come in time is told as unknown."""
    store = Store(kinds=(Premium,))
    store.watch([Group("Main", (BTC,))], 0.0, Pairing((Pair("BTC", WON, BTC),), 1.0, "", 1e12))
    store.put(_ticker(BTC), 1.0)
    await _once(store, json=True).run()
    line = orjson.loads(capfd.readouterr().out)
    assert (line["usd_price"], line["krw_price"], line["premium_pct"]) == (100.0, None, None)
    assert line["stale"] is True


async def test_no_premium_at_all_is_an_error() -> None:
    """Without market lists nobody knows what is paired."""
    store = Store(kinds=(Premium,))
    store.watch([Group("Main", (BTC,))], 0.0)
    store.put(_ticker(BTC), 1.0)
    with pytest.raises(NetworkError, match=r"No market list came within 0.05 s\."):
        await _once(store, json=True).run()


async def test_a_replay_is_held_once_all_is_complete(capfd: pytest.CaptureFixture[str]) -> None:
    """What comes after does not change what is printed."""
    store = _store(BTC)
    front = Once(store, _Behind(), float("inf"), json=True)
    await front.ready()
    store.put(_ticker(BTC), 1.0)
    store.put(Quote(BTC, 99.0, 101.0, T0, 0), 1.0)
    held = asyncio.create_task(front.ready())
    assert await front.run() is ExitCode.OK
    assert not held.done()
    assert orjson.loads(capfd.readouterr().out)["bid"] == 99.0
    held.cancel()


async def test_a_replay_goes_by_its_own_time(capfd: pytest.CaptureFixture[str]) -> None:
    """Its premiums are of then, and so are their ages."""
    store = _paired(Premium)
    wall_s = T0 / 1000 + 3
    await Once(store, _Behind(), 60.0, json=True, clock=lambda: 1.0, wall=lambda: wall_s).run()
    line = orjson.loads(capfd.readouterr().out)
    assert (line["at_ms"], line["krw_age_ms"], line["usd_age_ms"]) == (T0 + 3000, 3000, 3000)


async def test_a_replay_without_prices_says_so() -> None:
    """At its end, without a time and without advice about the network."""
    front = Once(_store(BTC), _Behind(), float("inf"), json=False)
    front.stop(ExitCode.OK)
    with pytest.raises(NetworkError) as caught:
        await front.run()
    assert (caught.value.message, caught.value.hint) == ("No price came.", "")
