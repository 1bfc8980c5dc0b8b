"""What concerns every exchange: the program, its config file, and the proxies around it."""

import platform
import ssl
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, version
from urllib.request import getproxies_environment

from coinwatch import __version__
from coinwatch.config import Config
from coinwatch.config.load import default_path
from coinwatch.doctor.findings import Check, State, Step
from coinwatch.text import safe

LIBRARIES = ("websockets", "httpx2", "orjson", "textual", "uvloop")
SCHEMES = ("http", "https", "ws", "wss", "socks", "all", "no")
"""Beginnings of the variables that the libraries look at: ``https_proxy``."""


def look_around(config: Config, environ: Mapping[str, str]) -> Iterator[Check]:
    """Give a check of each thing, which are all well or we would not be here."""
    for step, message in (
        (Step.PROGRAM, _program()),
        (Step.CONFIG, str(config.path or f"no file at {default_path()}: the defaults hold")),
        (Step.PROXY, ", ".join(_proxies(environ)) or "none in the environment"),
    ):
        yield Check(None, step, State.OK, None, safe(message))


def _program() -> str:
    where = f"Python {platform.python_version()} on {platform.system()}"
    return ", ".join((f"coinwatch {__version__}", where, *_libraries(), ssl.OPENSSL_VERSION))


def _libraries() -> Iterator[str]:
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue


def _proxies(environ: Mapping[str, str]) -> Iterator[str]:
    """Give the variables that count, with hosts and ports, and never with a name or password."""
    counting = getproxies_environment()
    for name, value in sorted(environ.items()):
        scheme, _, proxy = name.lower().rpartition("_")
        if proxy == "proxy" and scheme in SCHEMES and counting.get(scheme) == value:
            yield f"{name}={value if scheme == 'no' else _host(value)}"


def _host(address: str) -> str:
    """Return host and port of an address, even of one that is none."""
    return address.rpartition("@")[2].rpartition("://")[2].partition("/")[0]
