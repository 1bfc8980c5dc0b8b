"""Tests of where the columns are."""

import pytest

from coinwatch.config import COLUMNS as NAMES
from coinwatch.text import Language
from coinwatch.tui.layout import NO_LAYOUT, Layout, arrange, content_needs, is_tight
from tests.tui.rig import BTC, BTCUSDT, World

NEEDS = {"market": 8, "exchange": 7, "name": 8, "price": 13}


def widths(layout: Layout) -> dict[str, int]:
    """Return the width of each column."""
    return {slot.column.name: slot.width for slot in layout.slots}


def test_at_120() -> None:
    """A usual wide terminal has every column that was asked for; the sparkline has the rest."""
    layout = arrange(NAMES, 120, NEEDS, "en")
    assert widths(layout) == {
        "market": 8, "exchange": 7, "price": 13, "change": 9, "range": 12, "volume": 9,
        "spread": 8, "premium": 8, "sparkline": 18, "age": 9,
    }  # fmt: skip
    assert layout.slots[-1].end == layout.width == 119
    assert layout.trend_width == 18


def test_at_80() -> None:
    """At 80 cells the least important columns are gone."""
    layout = arrange(NAMES, 80, NEEDS, "en")
    assert list(widths(layout)) == [
        "market", "exchange", "price", "change", "volume", "premium", "sparkline", "age",
    ]  # fmt: skip
    assert layout.slots[-1].end == 79


def test_at_40() -> None:
    """The narrowest terminal still has market, price, change and age, to the last cell."""
    layout = arrange(NAMES, 40, {**NEEDS, "exchange": 2, "price": 12}, "en")
    assert widths(layout) == {"market": 8, "exchange": 2, "price": 12, "change": 8, "age": 5}
    assert layout.slots[-1].end <= layout.width == 40
    assert layout.trend_width == 0


def test_at_300() -> None:
    """A very wide terminal has names, more air, and long sparklines."""
    layout = arrange(NAMES, 300, NEEDS, "en")
    assert layout.slots[1].gap == 1
    assert layout.slots[2].gap == 3
    assert widths(layout)["name"] == 10
    assert widths(layout)["range"] == 24
    assert layout.slots[-1].end == 299


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_width(language: Language) -> None:
    """At every width columns follow each other, fit, and never lack the most important ones."""
    for width in range(40, 301):
        needs = {**NEEDS, "exchange": 2 if is_tight(width) else 7}
        layout = arrange(NAMES, width, needs, language)
        starts = [slot.x for slot in layout.slots]
        assert starts == [1, *(slot.end for slot in layout.slots[:-1])]
        assert layout.slots[-1].end <= layout.width <= width
        assert {"market", "price", "change"} <= set(widths(layout))


@pytest.mark.parametrize("name", NAMES)
def test_columns_go_by_priority(name: str) -> None:
    """A column that a narrow screen has is there on every wider one."""
    shown = [name in widths(arrange(NAMES, width, NEEDS, "en")) for width in range(64, 301)]
    assert shown == sorted(shown)


def test_korean_names_come_early() -> None:
    """In Korean the name stays where the sparkline goes; in English it needs a wide screen."""
    assert "name" in widths(arrange(NAMES, 80, NEEDS, "ko"))
    assert "name" not in widths(arrange(NAMES, 120, NEEDS, "en"))
    assert "name" not in widths(arrange(NAMES, 200, {**NEEDS, "name": 0}, "en"))


def test_only_what_was_asked_for() -> None:
    """Columns are the config's, in its order."""
    layout = arrange(["price", "market"], 80, NEEDS, "en")
    assert list(widths(layout)) == ["price", "market", "exchange"]
    assert list(widths(arrange(["sparkline"], 40, NEEDS, "en"))) == ["sparkline"]
    assert list(widths(arrange(["price"], 80, NEEDS, "en"))) == ["price"]


def test_a_long_price_widens_its_column() -> None:
    """A number is never cut: its column is as wide as it needs to be."""
    assert widths(arrange(NAMES, 120, {**NEEDS, "price": 19}, "en"))["price"] == 19
    assert widths(arrange(NAMES, 40, {**NEEDS, "exchange": 2, "price": 17}, "en"))["price"] == 17


def test_content_needs() -> None:
    """What differs by market is measured: pair, exchange, name and price with its arrow."""
    world = World()
    world.ticker(BTC, 1_165_390_000.0)
    views = [world.view(BTC), world.view(BTCUSDT)]
    assert content_needs(views, tight=False) == {
        "market": 8, "exchange": 7, "name": 7, "price": 15, "asset": 3, "krw_price": 1,
        "usd_price": 1,
    }  # fmt: skip
    tight = content_needs(views, tight=True)
    assert {name: tight[name] for name in ("market", "exchange", "name", "price")} == {
        "market": 8, "exchange": 2, "name": 7, "price": 14,
    }  # fmt: skip
    assert content_needs([], tight=True)["market"] == 0


def test_content_needs_counts_cells() -> None:
    """A Hangul name needs two cells a syllable."""
    world = World()
    views = [world.view(BTC, language="ko")]
    assert content_needs(views, tight=False)["name"] == 8


def test_sentence() -> None:
    """A sentence has the place of all columns but the first."""
    layout = arrange(NAMES, 120, NEEDS, "en").with_sentence()
    first, sentence = layout.slots
    assert first.column.name == "market"
    assert (sentence.x, sentence.end) == (first.end, layout.width)
    assert layout.ends == {9: 0, 119: 1}


def test_no_layout() -> None:
    """Before the size is known there is no column."""
    assert NO_LAYOUT.slots == ()


def test_long_codes_are_cut_on_narrow_screens() -> None:
    """A code that is too long loses its end before the price or the change go."""
    needs = {"market": len("1000000MOG/USDT"), "exchange": 2, "price": 12}
    layout = arrange(NAMES, 40, needs, "en")
    assert widths(layout)["market"] == 8
    assert {"price", "change", "age"} <= set(widths(layout))


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("code", ["SHIB/USDT", "1000000MOG/USDT"])
def test_codes_are_whole_beside_what_matters_less(code: str, language: Language) -> None:
    """Which market it is stays whole as long as anything goes that may go."""
    always = {"market", "exchange", "price", "change", "age"}
    for width in range(40, 301):
        needs = {**NEEDS, "exchange": 2 if is_tight(width) else 7, "market": len(code)}
        found = widths(arrange(NAMES, width, needs, language))
        assert found["market"] == len(code) or set(found) <= always


def test_four_letters_take_no_column_at_80() -> None:
    """The pair of an asset with four letters costs cells of the sparkline."""
    layout = arrange(NAMES, 80, {**NEEDS, "market": len("DOGE/USDT")}, "en")
    assert list(widths(layout)) == list(widths(arrange(NAMES, 80, NEEDS, "en")))
    assert (widths(layout)["market"], widths(layout)["sparkline"]) == (9, 7)


def test_an_asset_is_whole_beside_what_matters_less() -> None:
    """The same where rows are premiums."""
    names = ["asset", "krw_price", "usd_price", "asset_premium", "premium_change", "gap"]
    for width in range(40, 301):
        found = widths(arrange(names, width, {"asset": 10}, "en"))
        assert found["asset"] == 10 or "gap" not in found
