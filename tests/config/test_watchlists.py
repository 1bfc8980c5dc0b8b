"""Watchlists that are edited by the market, while they are written as symbols."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coinwatch.config import Config, WatchGroup
from coinwatch.config.watchlists import (
    MAIN,
    Refused,
    Why,
    add,
    add_group,
    move,
    names,
    remove,
    remove_group,
    rename_group,
    symbols_of,
    tabs,
    transfer,
)
from coinwatch.exchanges import EXCHANGES
from coinwatch.model import Listing, Market
from coinwatch.symbols import meanings, parse

ASSETS = ("BTC", "ETH", "XRP")
LISTINGS = {
    "upbit": [Listing(EXCHANGES["upbit"].pair(each, "KRW")) for each in ASSETS],
    "binance": [Listing(EXCHANGES["binance"].pair(each, "USDT")) for each in ASSETS],
}
WON = {each: EXCHANGES["upbit"].pair(each, "KRW") for each in ASSETS}
DOLLAR = {each: EXCHANGES["binance"].pair(each, "USDT") for each in ASSETS}


def known(symbols: Sequence[str]) -> Sequence[Sequence[Market]]:
    """Return what symbols stand for once the market lists are there."""
    patterns = [parse(each, EXCHANGES) for each in symbols]
    return meanings(patterns, list(EXCHANGES.values()), LISTINGS)


def rows(symbols: Sequence[str]) -> list[str]:
    """Return the rows that symbols make."""
    return list(dict.fromkeys(str(market) for found in known(symbols) for market in found))


def removed(market: Market, *symbols: str) -> tuple[str, ...]:
    """Return a list without a market."""
    return remove(Config(symbols=symbols), MAIN, market, known).symbols


def moved(market: Market, steps: int, *symbols: str) -> tuple[str, ...]:
    """Return a list in which a market changed places."""
    return move(Config(symbols=symbols), MAIN, market, steps, known).symbols


def test_tabs() -> None:
    """The list without a name comes first; it is left out only if empty beside others."""
    group = WatchGroup("A", ())
    assert tabs(Config(symbols=("BTC",), groups=(group,))) == [
        WatchGroup("Watchlist", ("BTC",)),
        group,
    ]
    assert tabs(Config(symbols=(), groups=(group,))) == [group]
    assert tabs(Config(symbols=())) == [WatchGroup("Watchlist", ())]


def test_names_of_tabs() -> None:
    """A group may well be called as the first list is on the screen."""
    config = Config(symbols=("BTC",), groups=(WatchGroup("Watchlist", ("XRP",)),))
    assert [symbols_of(config, name) for name in names(config)] == [("BTC",), ("XRP",)]
    assert names(Config(symbols=(), groups=config.groups)) == ["Watchlist"]
    assert names(Config(symbols=())) == [MAIN]


def test_add() -> None:
    """A market comes to the end, in the exchange's own spelling; once."""
    config = Config(symbols=("BTC",), groups=(WatchGroup("A", ()),))
    assert add(config, MAIN, DOLLAR["ETH"], known).symbols == ("BTC", "binance:ETHUSDT")
    assert add(config, MAIN, DOLLAR["BTC"], known) == config
    assert add(config, "A", WON["BTC"], known).groups[0].symbols == ("upbit:KRW-BTC",)


def test_remove() -> None:
    """A symbol goes; of an asset the other exchange's market stays, where it was."""
    assert removed(WON["BTC"], "upbit:KRW-BTC", "ETH") == ("ETH",)
    assert removed(WON["BTC"], "BTC", "ETH") == ("binance:BTCUSDT", "ETH")
    assert removed(WON["BTC"], "BTC", "upbit:KRW-BTC", "binance:BTCUSDT") == ("binance:BTCUSDT",)
    assert removed(WON["XRP"], "BTC") == ("BTC",)


@pytest.mark.parametrize("symbols", [("upbit:KRW-*",), ("upbit:KRW-BTC", "upbit:KRW-?TC")])
def test_a_wildcard_loses_none(symbols: tuple[str, ...]) -> None:
    """The symbol that is in the way is named."""
    with pytest.raises(Refused) as caught:
        removed(WON["BTC"], *symbols)
    assert (caught.value.why, caught.value.what) == (Why.WILDCARD, symbols[-1])


def test_move() -> None:
    """A market and its neighbour change places, and no other row moves."""
    assert moved(WON["BTC"], 1, "upbit:KRW-BTC", "upbit:btc/krw", "binance:ETHUSDT") == (
        "binance:ETHUSDT",
        "upbit:KRW-BTC",
    )
    assert moved(DOLLAR["BTC"], -1, "BTC", "ETH") == ("binance:BTCUSDT", "upbit:KRW-BTC", "ETH")
    assert moved(DOLLAR["BTC"], 1, "BTC", "ETH") == (
        "upbit:KRW-BTC",
        "upbit:KRW-ETH",
        "binance:BTCUSDT",
        "binance:ETHUSDT",
    )


def test_move_beyond_the_end() -> None:
    """The first and the last row stay; so does what is not in the list."""
    for market, steps in ((WON["BTC"], -1), (DOLLAR["BTC"], 1), (WON["ETH"], 1)):
        assert moved(market, steps, "BTC") == ("BTC",)


def test_a_wildcard_keeps_the_exchanges_order() -> None:
    """What is written above it moves, what only it brings in does not."""
    symbols = "upbit:KRW-BTC", "upbit:KRW-ETH", "upbit:KRW-*"
    assert moved(WON["ETH"], -1, *symbols) == ("upbit:KRW-ETH", "upbit:KRW-BTC", "upbit:KRW-*")
    for market, steps in ((WON["ETH"], 1), (WON["XRP"], -1)):
        with pytest.raises(Refused, match=r"upbit:KRW-\*"):
            moved(market, steps, *symbols)


SYMBOLS = st.lists(
    st.sampled_from(["BTC", "ETH", "XRP", "upbit:KRW-BTC", "binance:ethusdt", "upbit:XRP/KRW"]),
    max_size=6,
)
MARKETS = st.sampled_from([*WON.values(), *DOLLAR.values()])


@given(SYMBOLS, MARKETS, st.sampled_from([1, -1]))
def test_every_edit_does_what_it_says(symbols: list[str], market: Market, steps: int) -> None:
    """Exactly one row goes, or exactly two change places, however the list is written."""
    before, name = rows(symbols), str(market)
    assert rows(removed(market, *symbols)) == [row for row in before if row != name]
    wanted = list(before)
    if name in before and 0 <= before.index(name) + steps < len(before):
        here = before.index(name)
        wanted[here], wanted[here + steps] = wanted[here + steps], wanted[here]
    assert rows(moved(market, steps, *symbols)) == wanted


def test_transfer() -> None:
    """A market leaves one list for another."""
    config = Config(symbols=("BTC",), groups=(WatchGroup("A", ("XRP",)),))
    found = transfer(config, (MAIN, "A"), WON["BTC"], known)
    assert found.symbols == ("binance:BTCUSDT",)
    assert found.groups[0].symbols == ("XRP", "upbit:KRW-BTC")


def test_groups() -> None:
    """Groups come at the end, are renamed in their place, and go; the first list is emptied."""
    config = add_group(add_group(Config(symbols=("BTC",)), "A"), " 김프 ")
    assert [group.name for group in config.groups] == ["A", "김프"]
    assert [group.name for group in rename_group(config, "A", "B").groups] == ["B", "김프"]
    assert rename_group(config, "A", "A") == config
    assert [group.name for group in remove_group(config, "A").groups] == ["김프"]
    assert remove_group(config, MAIN).symbols == ()


@pytest.mark.parametrize(
    ("why", "name"), [(Why.TAKEN, "A"), (Why.BAD_NAME, " "), (Why.BAD_NAME, "x" * 41)]
)
def test_bad_names(why: Why, name: str) -> None:
    """A name is said to be taken, or to be none."""
    with pytest.raises(Refused) as caught:
        add_group(add_group(Config(), "A"), name)
    assert (caught.value.why, caught.value.what) == (why, name)


def test_a_group_that_is_gone() -> None:
    """The file may have been edited meanwhile."""
    with pytest.raises(Refused) as caught:
        add(Config(), "A", WON["BTC"], known)
    assert caught.value.why is Why.NO_GROUP


def test_what_is_unknown_stays() -> None:
    """A symbol that stands for nothing, or for something disabled, is kept as it is written."""
    upbit = [EXCHANGES["upbit"]]

    def partly(symbols: Sequence[str]) -> Sequence[Sequence[Market]]:
        return meanings([parse(each, EXCHANGES) for each in symbols], upbit, LISTINGS)

    config = Config(symbols=("binance:BTCUSDT", "upbit:KRW-NONE", "BTC", "upbit:KRW-ETH"))
    assert remove(config, MAIN, WON["ETH"], partly).symbols == config.symbols[:3]
    assert move(config, MAIN, WON["ETH"], -1, partly).symbols == (
        *config.symbols[:2],
        "upbit:KRW-ETH",
        "BTC",
    )
