"""Tests of what several columns show alike."""

import pytest

from coinwatch.tui.column import aged, by_sign, muted
from coinwatch.tui.roles import Role
from tests.tui.rig import BTC, World


@pytest.mark.parametrize(("number", "role"), [(0.1, Role.UP), (-0.1, Role.DOWN), (0, Role.TEXT)])
def test_by_sign(number: float, role: Role) -> None:
    """More and less have their colours, nothing has none."""
    assert by_sign(number) is role


@pytest.mark.parametrize(
    ("stale", "width", "cell"),
    [
        (False, 5, (("3 s", Role.MUTED),)),
        (True, 9, (("stale 3s", Role.WARN),)),
        (True, 5, (("stale", Role.WARN),)),
    ],
)
def test_aged(stale: bool, width: int, cell: object) -> None:  # noqa: FBT001  # a table
    """The age of a stale price says so, and leaves the number out where it does not fit."""
    assert aged(World().view(BTC), 3.0, width, stale=stale) == cell


def test_muted() -> None:
    """What matters less."""
    assert muted("—") == (("—", Role.MUTED),)
