"""The kinds of config values that name something: markets, addresses, watchlists."""

from collections.abc import Collection
from unicodedata import normalize

from coinwatch.config.kinds import BadValue, Kind, not_allowed, strings
from coinwatch.errors import UsageError
from coinwatch.symbols import Pattern, parse


class Symbols(Kind[tuple[str, ...]]):
    """A list of symbols, in the grammar of the command line."""

    def __init__(self, exchanges: Collection[str]) -> None:
        self._exchanges = exchanges

    def read(self, value: object) -> tuple[str, ...]:
        """Return the symbols as they are written."""
        written = strings(value, 'a list of symbols, such as ["BTC", "upbit:KRW-ETH"]')
        for index, symbol in enumerate(written):
            _parsed(symbol, self._exchanges, index)
        return written


class WonPerDollar(Kind[str | float]):
    """A market whose price is the rate, or the rate itself."""

    LOWEST, HIGHEST = 100, 10_000

    def __init__(self, exchanges: Collection[str]) -> None:
        self._exchanges = exchanges

    def read(self, value: object) -> str | float:
        """Return the symbol or the number."""
        if isinstance(value, str):
            return self._market(value)
        if isinstance(value, int | float) and self.LOWEST <= value <= self.HIGHEST:
            return float(value)
        raise not_allowed(f"a market or a number from {self.LOWEST} to {self.HIGHEST}", value)

    def _market(self, value: str) -> str:
        pattern = _parsed(value, self._exchanges)
        if not pattern.exchange or pattern.wildcard:
            raise not_allowed('one market of one exchange, such as "upbit:KRW-USDT"', value)
        return value


class Url(Kind[str]):
    """An address with a host; without query and fragment, as paths are appended to it."""

    def __init__(self, *schemes: str, optional: bool = False) -> None:
        starts = " or ".join(f"{scheme}://" for scheme in schemes)
        self._allowed = f"{starts} and a host{', or empty' if optional else ''}"
        self._schemes = schemes
        self._optional = optional

    def read(self, value: object) -> str:
        """Return the address, without a slash at its end."""
        if self._optional and value == "":
            return ""
        if isinstance(value, str) and _is_address(value, self._schemes):
            return value.rstrip("/")
        raise not_allowed(self._allowed, value)


class Title(Kind[str]):
    """A short name for people, in any script."""

    LONGEST = 40

    def read(self, value: object) -> str:
        """Return the name, normalised so that equal names are equal strings."""
        name = normalize("NFC", value.strip()) if isinstance(value, str) else ""
        if 0 < len(name) <= self.LONGEST and name.isprintable():
            return name
        raise not_allowed(f"a name of 1 to {self.LONGEST} characters", value)


def _parsed(symbol: str, exchanges: Collection[str], item: int | None = None) -> Pattern:
    try:
        return parse(symbol, exchanges)
    except UsageError as error:
        fault = f"has a bad entry: {error.message.removesuffix('.')}"
        raise BadValue(fault, error.hint, item) from error


def _is_address(value: str, schemes: Collection[str]) -> bool:
    from urllib.parse import urlsplit  # noqa: PLC0415 - only a file that sets an address needs it

    if not value.isprintable() or set(value) & set(" ?#"):
        return False
    try:
        url = urlsplit(value)
        return url.scheme in schemes and bool(url.hostname) and url.port != 0
    except ValueError:
        return False
