"""What the tests of the completion scripts share: a cache of market names."""

from pathlib import Path

import pytest

from coinwatch.listing_cache import SYMBOLS

NAMES = """\
BTC\tBitcoin 비트코인
BTT\tBitTorrent
ETH\t
upbit:KRW-BTC\tBitcoin 비트코인
upbit:KRW-ETH\t
binance:BTCUSDT\tBitcoin
"""


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Give an environment with names in the cache, and nobody's settings."""
    folder = tmp_path / "coinwatch"
    folder.mkdir()
    (folder / SYMBOLS).write_text(NAMES)
    home = str(tmp_path)
    return {
        "PATH": "/usr/local/bin:/usr/bin:/bin", "HOME": home, "LC_ALL": "C.UTF-8", "TERM": "dumb",
        "XDG_CACHE_HOME": home, "XDG_CONFIG_HOME": home, "XDG_DATA_HOME": home,
    }  # fmt: skip
