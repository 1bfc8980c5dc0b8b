"""Tests of the market lists on disk."""

import os
from pathlib import Path

import pytest
from platformdirs import user_cache_path

from coinwatch.listing_cache import Cached, default_folder, keep, load, save, save_symbols
from coinwatch.model import Listing, Market

BTC = Listing(
    Market("upbit", "KRW-BTC", "BTC", "KRW"), "비트코인", "Bitcoin", ((100.0, 0), (0.0, 8))
)
ETH = Listing(Market("upbit", "BTC-ETH", "ETH", "BTC"), "이더리움", "Ethereum", caution="warning")
HALTED = Listing(Market("upbit", "KRW-OLD", "OLD", "KRW"), trading=False)
ODD = Listing(Market("upbit", "KRW-$(x)", "$(x)", "KRW"))
BTCUSDT = Listing(Market("binance", "BTCUSDT", "BTC", "USDT"))


def test_a_list_is_read_back_as_it_was(tmp_path: Path) -> None:
    """With its time; the folder is made, and no draft is left."""
    folder = tmp_path / "not" / "there"
    cached = Cached([BTC, ETH, HALTED], 1_790_000_000.5)
    save(folder, "upbit", cached)
    assert load(folder, "upbit") == cached
    assert [each.name for each in folder.iterdir()] == ["markets-upbit.json"]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{", b'{"v":1}', b'{"v":2,"fetched_s":1,"markets":[]}',
        b'{"v":1,"fetched_s":1,"markets":[[1,2]]}',
        b'{"v":1,"fetched_s":1,"markets":[[1,"B","K","","",[],true,""]]}',
        b'{"v":1,"fetched_s":1,"markets":[["K-B","B","K","","",3,true,""]]}',
        b'{"v":1,"fetched_s":null,"markets":[]}',
    ],
)  # fmt: skip
def test_what_is_not_ours_is_no_list(content: bytes, tmp_path: Path) -> None:
    """Nor is a file that is not there."""
    assert load(tmp_path, "upbit") is None
    (tmp_path / "markets-upbit.json").write_bytes(content)
    assert load(tmp_path, "upbit") is None


def test_completion_gets_assets_then_symbols(tmp_path: Path) -> None:
    """What trades, with names; nothing that a shell would have to quote."""
    save(tmp_path, "upbit", Cached([BTC, ETH, HALTED, ODD], 1.0))
    save(tmp_path, "binance", Cached([BTCUSDT], 1.0))
    save_symbols(tmp_path)
    assert (tmp_path / "symbols.txt").read_text() == (
        "BTC\tBitcoin 비트코인\n"
        "upbit:KRW-BTC\tBitcoin 비트코인\n"
        "upbit:BTC-ETH\tEthereum 이더리움\n"
        "binance:BTCUSDT\tBitcoin 비트코인\n"
    )


def test_completion_gets_what_there_is(tmp_path: Path) -> None:
    """Without a list of one exchange, the other's markets."""
    save(tmp_path, "binance", Cached([BTCUSDT], 1.0))
    save_symbols(tmp_path)
    assert (tmp_path / "symbols.txt").read_text() == "BTC\t\nbinance:BTCUSDT\t\n"


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    """The caller decides what that means."""
    (tmp_path / "file").write_text("")
    with pytest.raises(OSError, match="file"):
        save(tmp_path / "file", "upbit", Cached([], 1.0))


def test_a_list_is_kept_until_it_is_old(tmp_path: Path) -> None:
    """A day, say; one whose time lies ahead is replaced as well. Completion follows."""
    keep(tmp_path, {"upbit": [BTC]}, max_age_s=3600.0)
    keep(tmp_path, {"upbit": [ETH], "binance": [BTCUSDT]}, max_age_s=3600.0)
    names = (tmp_path / "symbols.txt").read_text()
    assert "upbit:KRW-BTC" in names
    assert "binance:BTCUSDT" in names
    assert "upbit:BTC-ETH" not in names
    for seconds in (-3601, 3600):
        kept = load(tmp_path, "upbit")
        path = tmp_path / "markets-upbit.json"
        written = path.stat().st_mtime + seconds
        os.utime(path, (written, written))
        listings = [HALTED] if kept and kept.listings == [ETH] else [ETH]
        keep(tmp_path, {"upbit": listings}, max_age_s=3600.0)
        assert (load(tmp_path, "upbit") or Cached([], 0)).listings == listings


def test_a_folder_that_cannot_be_written_is_told_to_the_log(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing depends on it."""
    (tmp_path / "file").write_text("")
    with caplog.at_level("INFO"):
        keep(tmp_path / "file", {"upbit": [BTC]})
    assert "the market lists cannot be kept" in caplog.text


def test_lists_are_in_the_platforms_cache_folder() -> None:
    """As other programs' are."""
    assert default_folder() == user_cache_path("coinwatch", appauthor=False)
