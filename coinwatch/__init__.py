"""Upbit and Binance prices side by side in the terminal, for eyes, for pipes and for Python."""

__version__ = "0.1.0"

# What type checkers take for true; importing it costs a fifth of what starting Python takes.
TYPE_CHECKING = False

if TYPE_CHECKING:
    from coinwatch.config import Config
    from coinwatch.errors import CoinwatchError
    from coinwatch.library import Event, Events, watch
    from coinwatch.model import Book, Gap, Lost, Market, Premium, Status, Tick, Trade

__all__ = [
    "Book", "CoinwatchError", "Config", "Event", "Events", "Gap", "Lost", "Market", "Premium",
    "Status", "Tick", "Trade", "__version__", "watch",
]  # fmt: skip

_HOMES = {"Config": "config", "CoinwatchError": "errors"} | dict.fromkeys(
    ("Event", "Events", "watch"), "library"
)


def __getattr__(name: str) -> object:
    """Load what the library offers when it is asked for: `--version` must not pay for it."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module  # noqa: PLC0415 - the same

    return getattr(import_module(f"{__name__}.{_HOMES.get(name, 'model')}"), name)
