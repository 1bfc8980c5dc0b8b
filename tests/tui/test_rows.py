"""Tests of which rows match and in what order they are."""

import pytest

from coinwatch.config import COLUMNS
from coinwatch.config import COLUMNS as NAMES
from coinwatch.model import Group, Market
from coinwatch.tui.rows import Sort, matches, next_sort, order, parse_sort, reverse, sort_by
from tests.tui.rig import BTC, BTCUSDT, ETH, LISTINGS, World


@pytest.mark.parametrize(
    ("setting", "sort"),
    [
        ("manual", Sort()),
        ("price", Sort("price")),
        ("-price", Sort("price", descending=True)),
        ("-premium", Sort("premium", descending=True)),
        ("-sparkline", Sort()),
    ],
)
def test_parse_sort(setting: str, sort: Sort) -> None:
    """The config's words are understood; what cannot be sorted by leaves the order alone."""
    assert parse_sort(setting) == sort


def test_live_orders() -> None:
    """The watchlist's own order and the one by name do not change with the data."""
    assert not Sort().live
    assert not Sort("market").live
    assert not Sort("asset").live
    assert Sort("price").live


def test_next_sort_goes_round() -> None:
    """The key goes through every column that can be sorted by, then back to manual."""
    sort, seen = Sort(), []
    for _ in range(9):
        sort = next_sort(sort, NAMES)
        seen.append(sort)
    assert seen == [
        Sort("market"),
        Sort("price", descending=True),
        Sort("change", descending=True),
        Sort("range", descending=True),
        Sort("volume", descending=True),
        Sort("spread"),
        Sort("premium", descending=True),
        Sort("age"),
        Sort(),
    ]


def test_next_sort_of_a_column_that_is_not_shown() -> None:
    """What is sorted by may be no column of the screen: then the cycle starts over."""
    assert next_sort(Sort("volume"), ["market", "price"]) == Sort()


def test_reverse() -> None:
    """A sorted list turns round; the watchlist's order does not."""
    assert reverse(Sort("price")) == Sort("price", descending=True)
    assert reverse(Sort("price", descending=True)) == Sort("price")
    assert reverse(Sort()) == Sort()


def test_sort_by() -> None:
    """A title sorts by its column, the usual way first; once more turns it round."""
    first = sort_by("change", Sort())
    assert first == Sort("change", descending=True)
    assert sort_by("change", first) == Sort("change")


@pytest.mark.parametrize(
    "query", ["btc", "KRW-B", "btc/krw", "bitcoin", "비트", "  btc  ", "bit krw", "비트코인"]
)
def test_matches(query: str) -> None:
    """A market is found by code, asset, English and Korean name, in any case, by several words."""
    assert matches(LISTINGS[0], query)


@pytest.mark.parametrize("query", ["eth", "이더", "btc usdt", "upbit"])
def test_does_not_match(query: str) -> None:
    """Every word has to be in one of the names."""
    assert not matches(LISTINGS[0], query)


def test_matches_initial_consonants_and_no_scattered_letters() -> None:
    """``ㅂㅌ`` finds 비트코인; letters of a name with others between do not."""
    assert matches(LISTINGS[0], "ㅂㅌ")
    assert not matches(LISTINGS[0], "btcn")


def test_order() -> None:
    """Rows are sorted by what is known; what is unknown comes last either way."""
    world = World()
    world.ticker(ETH, 103.0)
    world.ticker(BTCUSDT, 102.0)
    views = [world.view(market) for market in (BTC, ETH, BTCUSDT)]
    ascending = [view.state.market for view in order(views, Sort("change"))]
    descending = [view.state.market for view in order(views, Sort("change", descending=True))]
    assert ascending == [BTCUSDT, ETH, BTC]
    assert descending == [ETH, BTCUSDT, BTC]
    assert order(views, Sort()) == views


@pytest.mark.parametrize("column", ["price", "volume"])
def test_order_of_amounts(column: str) -> None:
    """Won and dollars compare in won by the rate; without one each currency has its own rows."""
    world = World()
    btc_quoted = Market("upbit", "BTC-ETH", "ETH", "BTC")
    world.store.watch([Group("All", (BTCUSDT, BTC, btc_quoted, ETH))], world.clock.now)
    for market, amount in ((BTCUSDT, 100.0), (BTC, 1_000.0), (btc_quoted, 0.05), (ETH, 200_000.0)):
        world.ticker(market, amount, quote_volume=amount)
    views = [world.view(market) for market in world.store.markets]

    def ordered(usd_krw: float | None, *, descending: bool) -> list[Market]:
        return [v.state.market for v in order(views, Sort(column, descending), usd_krw)]

    assert ordered(1_500.0, descending=True) == [ETH, BTCUSDT, BTC, btc_quoted]
    assert ordered(1_500.0, descending=False) == [BTC, BTCUSDT, ETH, btc_quoted]
    assert ordered(None, descending=True) == [BTCUSDT, ETH, BTC, btc_quoted]
    assert ordered(None, descending=False) == [BTCUSDT, BTC, ETH, btc_quoted]


def test_order_of_equals() -> None:
    """Rows that are equal keep the watchlist's order, whichever way they are sorted."""
    world = World()
    for market in (BTC, ETH, BTCUSDT):
        world.ticker(market, 100.0)
    views = [world.view(market) for market in (ETH, BTC, BTCUSDT)]
    assert order(views, Sort("price")) == views
    assert order(views, Sort("price", descending=True)) == views


def test_every_setting_is_understood() -> None:
    """Whatever the config allows is a sort or manual."""
    for name in COLUMNS:
        assert parse_sort(name).column in {name, "manual"}
