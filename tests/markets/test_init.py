"""Tests of `coinwatch markets`: what is printed, kept, and fallen back on."""

import asyncio
import time
from argparse import Namespace
from collections.abc import Callable, Sequence
from pathlib import Path

import orjson
import pytest

from coinwatch import listing_cache, markets
from coinwatch.command_args import markets_parser
from coinwatch.config import Config
from coinwatch.errors import CoinwatchError, NetworkError
from coinwatch.listing_cache import Cached
from coinwatch.markets.fetch import Lists
from coinwatch.model import Listing, Market

BTC = Listing(Market("upbit", "KRW-BTC", "BTC", "KRW"), "비트코인", "Bitcoin")
BTCUSDT = Listing(Market("binance", "BTCUSDT", "BTC", "USDT"))
GONE = NetworkError("Upbit: cannot reach upbit.test over HTTP")

Answer = Callable[..., list[tuple[str, ...]]]


@pytest.fixture
def answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Answer:
    """Have the exchanges answer what the test says; return a list of what they were asked."""
    monkeypatch.setattr(listing_cache, "default_folder", lambda: tmp_path)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("COINWATCH_CONFIG", raising=False)

    def set_answer(**lists: Sequence[Listing] | CoinwatchError) -> list[tuple[str, ...]]:
        asked = []

        async def fetch(config: Config, names: Sequence[str], timeout_s: float) -> Lists:
            del config, timeout_s
            await asyncio.sleep(0)
            asked.append(tuple(names))
            return {name: lists[name] for name in names}

        monkeypatch.setattr(markets, "fetch", fetch)
        return asked

    return set_answer


def _options(*words: str) -> Namespace:
    return markets_parser().parse_intermixed_args(words)


def test_prints_what_matches_and_keeps_the_lists(
    answer: Answer, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """As a table, or as lines; both lists are kept, and completion's names."""
    answer(upbit=[BTC], binance=[BTCUSDT])
    assert markets.run(_options("bit", "krw")) == 0
    out, err = capfd.readouterr()
    assert out.splitlines() == [
        "Market         Pair     Name     Korean    Note",
        "upbit:KRW-BTC  BTC/KRW  Bitcoin  비트코인",
    ]
    assert err == ""
    assert markets.run(_options("--json", "btc", "--quote", "usdt")) == 0
    assert orjson.loads(capfd.readouterr().out)["symbol"] == "BTCUSDT"
    cached = listing_cache.load(tmp_path, "upbit")
    assert cached
    assert cached.listings == [BTC]
    assert "binance:BTCUSDT\t" in (tmp_path / "symbols.txt").read_text()


def test_asks_the_exchanges_that_are_enabled_or_named(
    answer: Answer, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """One that is named is asked though it is disabled."""
    asked = answer(upbit=[BTC], binance=[BTCUSDT])
    path = tmp_path / "my.toml"
    path.write_text("[exchange.binance]\nenabled = false\n")
    markets.run(_options("-c", str(path)))
    markets.run(_options("-c", str(path), "--exchange", "binance"))
    assert asked == [("upbit",), ("binance",)]
    assert "binance:BTCUSDT" in capfd.readouterr().out


def test_a_line_has_the_name_that_another_exchange_has(
    answer: Answer, capfd: pytest.CaptureFixture[str]
) -> None:
    """As searching finds it; also where only the one without names is asked."""
    answer(upbit=[BTC], binance=[BTCUSDT])
    for words in ((), ("--exchange", "binance"), ("--exchange", "binance", "비트코인")):
        assert markets.run(_options("--json", *words)) == 0
        line = orjson.loads(capfd.readouterr().out.splitlines()[-1])
        assert line["symbol"] == "BTCUSDT"
        assert (line["english_name"], line["korean_name"]) == ("Bitcoin", "비트코인")


def test_falls_back_on_the_list_of_the_last_time(
    answer: Answer, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    """And says how old it is."""
    listing_cache.save(tmp_path, "upbit", Cached([BTC], time.time() - 2 * 3600 - 5))
    answer(upbit=GONE, binance=[BTCUSDT])
    assert markets.run(_options()) == 0
    out, err = capfd.readouterr()
    assert [line.split()[0] for line in out.splitlines()[1:]] == [
        "upbit:KRW-BTC",
        "binance:BTCUSDT",
    ]
    assert err == (
        "coinwatch: Upbit: cannot reach upbit.test over HTTP; its list of 2h ago is shown.\n"
    )


def test_a_part_is_better_than_nothing_and_says_so(
    answer: Answer, capfd: pytest.CaptureFixture[str]
) -> None:
    """On stderr; stdout has what there is."""
    answer(upbit=GONE, binance=[BTCUSDT])
    assert markets.run(_options()) == 0
    out, err = capfd.readouterr()
    assert "binance:BTCUSDT" in out
    assert err.endswith("cannot reach upbit.test over HTTP; its markets are missing.\n")


def test_without_any_list_it_fails(answer: Answer, capfd: pytest.CaptureFixture[str]) -> None:
    """With every reason."""
    answer(upbit=GONE, binance=NetworkError("Binance: no."))
    with pytest.raises(NetworkError) as caught:
        markets.run(_options())
    assert caught.value.message == (
        "There is no market list: Upbit: cannot reach upbit.test over HTTP; Binance: no."
    )
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("bitcion",), "No market matches 'bitcion'. Did you mean Bitcoin"),
        (("zzzz", "--quote", "krw"), "No market priced in KRW matches 'zzzz'.\n"),
        (("--quote", "eur"), "There is none priced in EUR.\n"),
    ],
)
def test_no_match_is_said_with_the_nearest_names(
    words: tuple[str, ...], sentence: str, answer: Answer, capfd: pytest.CaptureFixture[str]
) -> None:
    """On stderr, and it is no failure."""
    answer(upbit=[BTC], binance=[BTCUSDT])
    assert markets.run(_options(*words)) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert err.startswith(f"coinwatch: {sentence}")


def test_the_demo_keeps_nothing(capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Its markets are not those of the exchanges."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(listing_cache, "default_folder", lambda: tmp_path / "cache")
        patch.setenv("XDG_CONFIG_HOME", str(tmp_path))
        assert markets.run(_options("--demo", "ㅂㅌㅋㅇ")) == 0
    assert "upbit:KRW-BTC" in capfd.readouterr().out
    assert not (tmp_path / "cache").exists()


def test_lists_that_cannot_be_kept_are_shown_all_the_same(
    answer: Answer,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    """A cache is a convenience."""
    (tmp_path / "file").write_text("")
    monkeypatch.setattr(listing_cache, "default_folder", lambda: tmp_path / "file")
    answer(upbit=[BTC], binance=[BTCUSDT])
    assert markets.run(_options()) == 0
    assert "upbit:KRW-BTC" in capfd.readouterr().out
