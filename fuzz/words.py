"""What people write, and texts from outside: the config, symbols, durations, anything shown."""

import tempfile
from functools import lru_cache
from pathlib import Path

from coinwatch import durations, symbols, text
from coinwatch.config import Config
from coinwatch.config.load import load
from coinwatch.errors import CoinwatchError, ConfigError, RecordingError, UsageError
from coinwatch.exchanges import EXCHANGES
from coinwatch.model import Listing
from coinwatch.recording.lines import decode, encode
from fuzz.decoders import home
from fuzz.expect import expect
from tests.harmless import is_harmless

CELLS = 20
"""How wide texts are shown."""


def config(content: bytes) -> None:
    """Load a config file: one that a session can start with, or a ConfigError."""
    path = _folder() / "config.toml"
    path.write_bytes(content)
    try:
        found = load(path, {})
    except ConfigError as error:
        _is_explained(error)
        return
    _is_usable(found)


@lru_cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="coinwatch-fuzz-"))


def _is_usable(found: Config) -> None:
    for written in (found.symbols, *(group.symbols for group in found.groups)):
        for symbol in written:
            symbols.parse(symbol, EXCHANGES)
    for group in found.groups:
        expect(is_harmless(text.safe(group.name)) and group.name, group)
    feed = found.feed
    seconds = (
        feed.silence_timeout_s, feed.ping_interval_s, feed.backoff_initial_s, feed.backoff_max_s,
        feed.rollover_s, found.display.sparkline_s,
    )  # fmt: skip
    expect(all(0 < each <= durations.LONGEST_S for each in seconds), seconds)


def recording(content: bytes) -> None:
    """Read a line of a recording: what reads back the same, or a RecordingError."""
    try:
        found = decode(content)
    except RecordingError as error:
        _is_explained(error)
        return
    expect(decode(encode(found)[:-1]) == found, found)


def symbol(content: bytes) -> None:
    """Take a symbol apart, and look up what it stands for without and with market lists."""
    written = _argument(content)
    try:
        pattern = symbols.parse(written, EXCHANGES)
    except UsageError as error:
        _is_explained(error)
        return
    exchanges = list(EXCHANGES.values())
    listings = {name: [Listing(home(name))] for name in EXCHANGES}
    for known in ({}, listings):
        found = symbols.resolve([pattern], exchanges, known)
        for unknown in found.unknown:
            _is_explained(symbols.symbol_error(unknown))
        for market in found.markets:
            again = symbols.parse(str(market), EXCHANGES)
            (same,) = symbols.resolve([again], exchanges, known).markets
            # A pair is taken on trust until a list says which quote the code ends with.
            expect(str(same) == str(market), market)


def duration(content: bytes) -> None:
    """Read a duration: what it says can be written down and read again."""
    try:
        seconds = durations.parse(_argument(content))
    except UsageError as error:
        _is_explained(error)
        return
    expect(0 <= seconds <= durations.LONGEST_S, seconds)
    again = durations.parse(durations.render(seconds))
    expect(round(again * 1000) == round(seconds * 1000), seconds)


def shown(content: bytes) -> None:
    """Make a text safe: it can only be shown, stays as it is, and fits where it is put."""
    for raw in (content.decode("utf-8", "replace"), _argument(content)):
        harmless = text.safe(raw)
        expect(is_harmless(harmless) and harmless.isprintable(), harmless)
        expect(text.safe(harmless) == harmless, harmless)
        expect(len(harmless) <= text.MOST_CHARACTERS, harmless)
        expect(text.width(text.left(harmless, CELLS)) == CELLS, harmless)
        expect(text.width(text.right(harmless, CELLS)) == CELLS, harmless)
        expect(all(text.width(line) <= CELLS for line in text.wrap(harmless, CELLS, 3)), harmless)


def _argument(content: bytes) -> str:
    """Return what the interpreter makes of an argument's bytes."""
    return content.decode("utf-8", "surrogateescape")


def _is_explained(error: CoinwatchError) -> None:
    """Expect a sentence that can be printed, once it is made safe."""
    expect(error.message and is_harmless(text.safe(f"{error.message} {error.hint}")), error)
