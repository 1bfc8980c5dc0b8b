"""Simulated exchanges on loopback, for `--demo` and for tests: the other side of the wire.

They know nothing of how coinwatch reads the exchanges' protocols; they are a second reading of the
same documentation.
"""

from coinwatch.demo.demo import DEFAULT_SEED, Demo

__all__ = ["DEFAULT_SEED", "Demo"]
