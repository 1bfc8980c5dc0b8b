"""Upbit and Binance prices side by side in the terminal, for eyes and for pipes."""

__version__ = "0.1.0"
