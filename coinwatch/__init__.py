"""Upbit and Binance prices side by side in the terminal, for eyes, for pipes and for Python.

What the library offers is loaded when it is asked for; type checkers find it in ``__init__.pyi``.
"""

__version__ = "0.1.0"

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
