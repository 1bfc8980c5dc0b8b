"""The machine and the versions that figures belong to."""

import os
import platform
import time
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path

PACKAGES = (
    "websockets",
    "orjson",
    "uvloop",
    "textual",
    "picows",
    "cryptofeed",
    "ccxt",
    "crypto-terminal",
)


def surroundings() -> dict[str, object]:
    """Return when, on what and with which versions it was measured."""
    return {
        "at": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "machine": platform.platform(),
        "processor": _processor(),
        "cores": os.cpu_count(),
        "load_at_end": os.getloadavg()[0],
        "python": platform.python_version(),
        "versions": _versions(),
    }


def _versions() -> Mapping[str, str]:
    found = {}
    for name in PACKAGES:
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            found[name] = "not installed"
    return found


def _processor() -> str:
    """Return what Linux calls it; elsewhere what Python knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in lines if line.startswith("model name")), "")
