"""The markets as a table for people, or as lines for programs."""

from collections.abc import Sequence

from coinwatch import text, wire
from coinwatch.model import Listing
from coinwatch.plain_table import aligned

HEADINGS = ("Market", "Pair", "Name", "Korean", "Note")


def lines(listings: Sequence[Listing]) -> bytes:
    """Return a line of JSON for each market."""
    return b"".join(wire.encode(_line(listing)) for listing in listings)


def table(listings: Sequence[Listing]) -> str:
    """Return a row for each market."""
    return aligned([HEADINGS, *map(_row, listings)]) if listings else ""


def _line(listing: Listing) -> wire.Line:
    market = listing.market
    return {
        "v": wire.VERSION,
        "type": "market",
        "exchange": market.exchange,
        "symbol": market.symbol,
        "base": market.base,
        "quote": market.quote,
        "english_name": listing.english_name or None,
        "korean_name": listing.korean_name or None,
        "decimals": listing.decimals,
        "trading": listing.trading,
        "warnings": _warnings(listing),
    }


def _row(listing: Listing) -> tuple[str, ...]:
    market = listing.market
    notes = ([] if listing.trading else ["not trading"]) + _warnings(listing)
    cells = (
        str(market),
        f"{market.base}/{market.quote}",
        listing.english_name,
        listing.korean_name,
        ", ".join(notes),
    )
    return tuple(map(text.safe, cells))


def _warnings(listing: Listing) -> list[str]:
    return listing.caution.split(", ") if listing.caution else []
