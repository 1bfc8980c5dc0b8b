"""This machine itself."""

import pytest

from coinwatch.loopback import is_loopback


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("ws://127.0.0.1:8080/x", True),
        ("http://localhost", True),
        ("ws://[::1]:1", True),
        ("wss://api.upbit.com/websocket/v1", False),
        ("ws://127.example.com", False),
        ("nonsense", False),
    ],
)
def test_knows_its_own_addresses(url: str, expected: bool) -> None:  # noqa: FBT001  # by name
    """By name and by number."""
    assert is_loopback(url) is expected
