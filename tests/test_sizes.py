"""Sizes as people write them."""

import pytest

from coinwatch import sizes
from coinwatch.errors import UsageError


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("1B", 1), ("500kB", 500_000), ("100MB", 100_000_000), ("100mb", 100_000_000),
        ("1.5 GB", 1_500_000_000), ("64MiB", 64 * 1024**2), ("2g", 2_000_000_000), ("1Ki", 1024),
        ("1TB", 10**12),
    ],
)  # fmt: skip
def test_reads(text: str, size: int) -> None:
    """Numbers with units of ten or of two, in any letter case."""
    assert sizes.parse(text) == size


@pytest.mark.parametrize("text", ["", "0", "100", "MB", "-1MB", "1XB", "1e3", "0.1B", "9" * 50])
def test_refuses(text: str) -> None:
    """What is none, or nothing, with how to write it."""
    with pytest.raises(UsageError, match="is not a size") as caught:
        sizes.parse(text)
    assert caught.value.hint == "Write it like 100MB or 1GiB."
