"""Market lists from the simulated exchanges."""

from dataclasses import replace

from coinwatch.config import Config
from coinwatch.demo import Demo
from coinwatch.demo.answers import json, refusal
from coinwatch.errors import CoinwatchError, DecodeError, ExchangeError, NetworkError
from coinwatch.markets.fetch import fetch


def _config(demo: Demo) -> Config:
    servers = {"upbit": demo.upbit, "binance": demo.binance}
    exchanges = {
        name: replace(each, rest_url=servers[name].rest_url, fallback_rest_url="")
        for name, each in Config().exchanges.items()
    }
    return Config(exchanges=exchanges)


async def _reason(demo: Demo) -> CoinwatchError:
    lists = await fetch(_config(demo), ["upbit", "binance"], 10.0)
    assert not isinstance(lists["binance"], CoinwatchError)
    reason = lists["upbit"]
    assert isinstance(reason, CoinwatchError)
    return reason


async def test_lists_of_the_exchanges_that_are_named(demo: Demo) -> None:
    """In that order, complete."""
    lists = await fetch(_config(demo), ["binance", "upbit"], 10.0)
    assert list(lists) == ["binance", "upbit"]
    for name, server in (("upbit", demo.upbit), ("binance", demo.binance)):
        listings = lists[name]
        assert not isinstance(listings, CoinwatchError)
        assert {each.market.symbol for each in listings} == set(server.simulation.markets)
    assert list(await fetch(_config(demo), ["upbit"], 10.0)) == ["upbit"]


async def test_why_there_is_no_list(demo: Demo) -> None:
    """One exchange's trouble is told, and does not touch the other's list."""
    demo.upbit.faults.rest = refusal(503)
    assert isinstance(await _reason(demo), NetworkError)
    demo.upbit.faults.rest = refusal(400)
    assert isinstance(await _reason(demo), ExchangeError)
    demo.upbit.faults.rest = json({"wrong": "shape"})
    assert isinstance(await _reason(demo), DecodeError)
    demo.upbit.faults.rest = json([])
    assert (await _reason(demo)).message == "Upbit: the market list is empty"


async def test_a_list_that_takes_too_long_is_given_up(demo: Demo) -> None:
    """The reason says how long it was waited for."""
    demo.upbit.faults.rest_delay_s = 60.0
    reason = (await fetch(_config(demo), ["upbit"], 0.1))["upbit"]
    assert isinstance(reason, NetworkError)
    assert reason.message == "Upbit: no market list within 100ms"
