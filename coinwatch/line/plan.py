"""What has to be watched for a format, and which market each of its fields is about."""

from collections.abc import Callable, Mapping, Sequence

from coinwatch.errors import UsageError
from coinwatch.line.template import Field, Template, fields
from coinwatch.model import Market
from coinwatch.pairs import HEADLINE

Find = Callable[[str], Sequence[Market] | None]
"""Gives the markets of a symbol; None while a market list is needed for it."""


def watchlist(template: Template, homes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the symbols to watch, given the home quote of each exchange.

    An exchange's own state is that of what brings bitcoin's price. Raises UsageError for a symbol
    that stands for many markets.
    """
    found: dict[str, None] = {}
    for field in fields(template):
        if field.of_market:
            if set("*?") & set(field.symbol):
                raise UsageError(
                    f"{field} stands for many markets.", "Name one, such as upbit:KRW-BTC."
                )
            found[field.symbol] = None
        elif not field.of_premium:
            exchange = field.symbol.lower()
            found[f"{exchange}:{HEADLINE}/{homes[exchange]}"] = None
    return tuple(found)


def premium_assets(template: Template) -> tuple[str, ...]:
    """Return the assets whose premiums are shown, each once."""
    assets = (each.symbol.upper() for each in fields(template) if each.of_premium)
    return tuple(dict.fromkeys(assets))


def bind(template: Template, find: Find) -> dict[Field, Market]:
    """Return the market of each field that is of one, as far as it is known.

    Raises UsageError for an asset that more than one exchange has.
    """
    bound: dict[Field, Market] = {}
    for field in fields(template):
        markets = (find(field.symbol) or ()) if field.of_market else ()
        if len(markets) > 1:
            raise _ambiguous(field, markets)
        for market in markets:
            bound[field] = market
    return bound


def _ambiguous(field: Field, markets: Sequence[Market]) -> UsageError:
    places = " and ".join(market.exchange for market in markets)
    choices = " or ".join(str(field._replace(symbol=str(market))) for market in markets)
    return UsageError(f"{field} is on {places}.", f"Write {choices}.")
