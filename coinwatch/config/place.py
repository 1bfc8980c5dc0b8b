"""Where a symbol of the config file stands, for an error that is found much later."""

from typing import TYPE_CHECKING
from unicodedata import normalize

from coinwatch.config import Config
from coinwatch.errors import SymbolError

if TYPE_CHECKING:
    from coinwatch.config.lines import Where


def placed(error: SymbolError, config: Config) -> SymbolError:
    """Return ``error`` with the file and the line of its symbol, if the config file has it."""
    line = _line(error.symbol, config) if error.symbol else 0
    if not line:
        return error
    message = f"{config.path}, line {line}: {error.message}"
    return SymbolError(message, error.hint, error.symbol)


def _line(symbol: str, config: Config) -> int:
    """Return the line of ``symbol`` in a watchlist of the file; 0 if it is in none."""
    from coinwatch.config.lines import find_lines  # noqa: PLC0415 - only errors need lines

    lists: list[tuple[Where, tuple[str, ...]]] = [(("symbols",), config.symbols)]
    lists += [(("group", i, "symbols"), group.symbols) for i, group in enumerate(config.groups)]
    places = [
        (*where, item)
        for where, texts in lists
        for item, text in enumerate(texts)
        if normalize("NFC", text.strip()) == symbol
    ]
    try:
        text = config.path.read_text("utf-8-sig") if config.path else ""
    except (OSError, UnicodeDecodeError):  # it was readable when the program started
        return 0
    lines = find_lines(text)
    return next((lines[place] for place in places if place in lines), 0)
