"""What a client of Upbit's WebSocket may ask."""

from typing import Any

import orjson
import pytest

from coinwatch.demo.upbit_requests import Item, Request, RequestError, depth, parse

TICKET = {"ticket": "t"}
TICKER = {"type": "ticker", "codes": ["KRW-BTC"]}


def asked(*fields: Any) -> Request:
    """Parse a request of these parts."""
    return parse(orjson.dumps(fields))


def test_a_request_has_a_ticket_types_and_a_format() -> None:
    """Snapshot and changes are both sent unless said otherwise."""
    request = asked(TICKET, TICKER, {"format": "SIMPLE"})
    assert request == Request(
        "t", "SIMPLE", (Item("ticker", ("KRW-BTC",), snapshot=True, realtime=True, level=0.0),)
    )


def test_the_format_may_be_left_out() -> None:
    """Then it is DEFAULT."""
    assert asked(TICKET, TICKER).format == "DEFAULT"


@pytest.mark.parametrize(
    ("flags", "snapshot", "realtime"),
    [
        ({"is_only_snapshot": True}, True, False),
        ({"is_only_realtime": True}, False, True),
        ({"isOnlySnapshot": True}, True, False),
        ({"isOnlyRealtime": True}, False, True),
        ({"is_only_snapshot": False, "is_only_realtime": False}, True, True),
        ({"is_only_snapshot": True, "is_only_realtime": True}, True, True),
    ],
)
def test_snapshot_or_changes_alone(flags: dict[str, bool], snapshot: bool, realtime: bool) -> None:  # noqa: FBT001  # parametrized
    """New names and old ones."""
    items = asked(TICKET, TICKER | flags).items
    assert items is not None
    assert (items[0].snapshot, items[0].realtime) == (snapshot, realtime)


def test_a_list_of_subscriptions_can_be_asked_for() -> None:
    """It replaces nothing."""
    request = asked({"method": "LIST_SUBSCRIPTIONS"}, TICKET)
    assert request == Request("t", "DEFAULT", None)


@pytest.mark.parametrize(
    ("payload", "name"),
    [
        (b"nonsense", "WRONG_FORMAT"),
        (b'{"ticket":"t"}', "WRONG_FORMAT"),
        (b"[1]", "WRONG_FORMAT"),
        (b"\xff", "WRONG_FORMAT"),
        (orjson.dumps([TICKET, TICKER, {"format": "LOUD"}]), "WRONG_FORMAT"),
        (orjson.dumps([TICKER]), "NO_TICKET"),
        (orjson.dumps([{"ticket": ""}, TICKER]), "NO_TICKET"),
        (orjson.dumps([{"ticket": 5}, TICKER]), "NO_TICKET"),
        (orjson.dumps([TICKET]), "NO_TYPE"),
        (orjson.dumps([TICKET, {"codes": ["KRW-BTC"]}]), "NO_TYPE"),
        (orjson.dumps([TICKET, {"type": "nope", "codes": ["KRW-BTC"]}]), "INVALID_PARAM"),
        (orjson.dumps([TICKET, {"type": "ticker"}]), "NO_CODES"),
        (orjson.dumps([TICKET, {"type": "ticker", "codes": []}]), "NO_CODES"),
        (orjson.dumps([TICKET, {"type": "ticker", "codes": "KRW-BTC"}]), "NO_CODES"),
    ],
)
def test_what_is_wrong_has_a_name(payload: bytes, name: str) -> None:
    """The documented ones."""
    with pytest.raises(RequestError) as error:
        parse(payload)
    assert error.value.name == name
    assert error.value.message


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("KRW-BTC", ("KRW-BTC", 30)),
        ("KRW-BTC.1", ("KRW-BTC", 1)),
        ("KRW-BTC.5", ("KRW-BTC", 5)),
        ("KRW-BTC.15", ("KRW-BTC", 15)),
        ("KRW-BTC.30", ("KRW-BTC", 30)),
        ("KRW-BTC.7", ("KRW-BTC", 30)),
        ("KRW-BTC.x", ("KRW-BTC", 30)),
    ],
)
def test_a_suffix_says_how_many_levels(code: str, expected: tuple[str, int]) -> None:
    """Any other number means all thirty."""
    assert depth(code) == expected


@pytest.mark.parametrize(("level", "expected"), [(0, 0.0), (10_000, 10_000.0), ("x", -1.0)])
def test_a_level_groups_prices(level: object, expected: float) -> None:
    """One that is no number is one that no market has."""
    items = asked(TICKET, {"type": "orderbook", "codes": ["KRW-BTC"], "level": level}).items
    assert items is not None
    assert items[0].level == expected
