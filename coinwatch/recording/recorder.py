"""Taking down a run: what came, what was asked for, and what the store was told beside it."""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from coinwatch import __version__
from coinwatch.exchanges.base import Channel, Exchange, Subscription
from coinwatch.model import Basis, Market
from coinwatch.recording.disk import Disk, part_path
from coinwatch.recording.kept import LinkClock
from coinwatch.recording.lines import encode, encode_frame
from coinwatch.recording.records import (
    Answer,
    ClockSet,
    Closed,
    End,
    Header,
    Key,
    Line,
    Opened,
    Subscribed,
)
from coinwatch.recording.stamps import Stamps
from coinwatch.recording.state import closeup_of, keep_feeds, keep_markets, keep_pairing
from coinwatch.recording.taped import TapedDecoder

if TYPE_CHECKING:
    from coinwatch.store import Store

_log = logging.getLogger(__name__)

FLUSH_S = 0.5
"""How often what was taken down goes to the disk: a process that is killed loses no more."""

HAND_OVER_BYTES = 256 * 1024
"""As much as this goes to the disk at once."""

BRIEF_S = 10.0
"""A run that fails later has brought something: its market list came late, and its prices did not.
"""

KEY_BYTES = 8 * 1024 * 1024
"""After so many bytes of lines comes a key, where a replay may begin: a moment's work to skip."""

KEY_SHARE = 50
"""A key is at most one in so many of a file's bytes."""


class _Link(NamedTuple):
    """A connection that is open."""

    decoder: Exchange
    opened: Opened
    subscribed: Subscribed | None = None


class Recorder:
    """Writes a recording, until the disk takes no more: then it stops, and the watch goes on."""

    def __init__(  # what a header tells, and the clocks
        self,
        path: Path,
        *,
        basis: Basis,
        channels: Sequence[Channel],
        most_bytes: int | None = None,
        monotonic: Callable[[], float] = time.monotonic,
        wall_ns: Callable[[], int] = time.time_ns,
    ) -> None:
        """Create the file. Raises UsageError if it is there already, and OutputError."""
        self._path = path
        self._most_bytes = most_bytes
        self._disk = Disk(path if most_bytes is None else part_path(path, 1))
        self._stamps = Stamps(monotonic, wall_ns, self._clock_was_set)
        since = self._stamps.since
        self._header = Header(since, __version__, since, 1, 0, basis, tuple(channels))
        self._store: Store | None = None
        self._links: dict[int, _Link] = {}
        self._opened = 0
        self._buffer = bytearray(encode(self._header))
        self._unkeyed = 0
        self._key_bytes = KEY_BYTES
        self.error = ""
        """Why the recording stopped; empty while it goes on."""

    async def run(self) -> None:
        """Send what is taken down to the disk again and again, until cancelled."""
        self.flush()
        while True:
            await asyncio.sleep(FLUSH_S)
            self.flush()

    def close(self) -> None:
        """End the recording; wait until it is on the disk, but not for long."""
        self._append(encode(End(self._stamps.now(), more=False)))
        self._hand_over()
        self._disk.close()
        self._check_disk()

    def give_up(self) -> None:
        """Leave no file of a run that never came about; what ran longer than that is kept."""
        ran_ns = self._stamps.now() - self._stamps.ahead_ns - self._stamps.since
        if ran_ns > BRIEF_S * 1e9:
            self.close()
        else:
            self._disk.discard()

    def follow(self, store: "Store") -> None:
        """Take the keys from ``store``."""
        self._store = store

    # What is taken down

    def put(self, line: Callable[..., Line], *values: Any) -> None:
        """Take down a line of what the store is told; its time is now."""
        if not self.error:
            self._append(encode(line(self._stamps.now(), *values)))

    def connected(self, decoder: Exchange, connection: int, markets: Sequence[Market],
                  basis: Basis) -> Exchange:  # fmt: skip
        """Return ``decoder``, with everything taken down that it is asked and told."""
        self._opened = number = self._opened + 1
        now = self._stamps.now()
        opened = Opened(now, number, decoder.name, connection, basis, tuple(markets))
        self._links[number] = _Link(decoder, opened)
        self._append(encode(opened))
        # A link asks its decoder for no more than the rest of the protocol, which is handed on.
        return cast("Exchange", TapedDecoder(decoder, number, self))

    def disconnected(self, decoder: Exchange) -> None:
        """Take down the end of a connection, by what ``connected`` returned for it."""
        number = cast("TapedDecoder", decoder).number
        del self._links[number]
        self._append(encode(Closed(self._stamps.now(), number)))

    def subscribed(self, number: int, wanted: Sequence[Subscription]) -> None:
        """Take down what a connection is asked for, if that is something else than before."""
        decoder, opened, before = self._links[number]
        line = Subscribed(self._stamps.now(), number, tuple(wanted))
        if before is None or before.wanted != line.wanted:
            known = (*opened.markets, *(each.market for each in line.wanted))
            opened = opened._replace(markets=tuple(dict.fromkeys(known)))
            self._links[number] = _Link(decoder, opened, line)
            self._append(encode(line))

    def frame(self, number: int, frame: bytes, received_ns: int) -> None:
        """Take down one message: the hot path."""
        self._stamps.reach(received_ns)
        self._append(encode_frame(received_ns, number, frame))

    def answered(self, exchange: type[Exchange], markets: Sequence[Market], basis: Basis,
                 body: bytes, received_ns: int, ahead_ms: int) -> None:  # fmt: skip
        """Take down an answer of prices by REST."""
        self._stamps.reach(received_ns)
        answer = Answer(received_ns, exchange.name, basis, tuple(markets), body, ahead_ms)
        self._append(encode(answer))

    def _append(self, line: bytes) -> None:
        if self.error:
            return
        self._buffer += line
        if len(self._buffer) >= HAND_OVER_BYTES:
            self._hand_over()

    def _clock_was_set(self, wall_ns: int, ahead_ns: int) -> None:
        self._append(encode(ClockSet(wall_ns, ahead_ns)))

    # How it gets to the disk

    def flush(self) -> None:
        """Send what there is to the disk; begin another part, or write a key, when it is time.

        Must not be called while the store is told something: a key is of one moment.
        """
        self._check_disk()
        if self.error:
            return
        if self._most_bytes is not None and self._disk.size >= self._most_bytes:
            self._turn()
        elif self._unkeyed + len(self._buffer) >= self._key_bytes:
            self._hand_over()
            self._disk.seal()
            self._write_key()
        self._hand_over()

    def _hand_over(self) -> None:
        self._unkeyed += len(self._buffer)
        self._disk.write(bytes(self._buffer))
        self._buffer.clear()

    def _turn(self) -> None:
        """End this part and begin the next, which a replay can begin with as well."""
        now = self._stamps.now()
        self._buffer += encode(End(now, more=True))
        self._hand_over()
        part = self._header.part + 1
        self._header = self._header._replace(at=now, part=part, ahead=self._stamps.ahead_ns)
        self._disk.turn(part_path(self._path, part))
        self._buffer += encode(self._header)
        self._write_key()

    def _write_key(self) -> None:
        if self._store is None:
            return
        now = self._stamps.now()
        later_s = self._stamps.later_s(now)
        links = self._links
        key = Key(
            now,
            self._stamps.ahead_ns,
            self._store.groups,
            keep_pairing(self._store.pairing),
            closeup_of(self._store),
            keep_markets(self._store, later_s),
            keep_feeds(self._store, later_s),
            tuple(link.opened for link in links.values()),
            tuple(link.subscribed for link in links.values() if link.subscribed),
            tuple(LinkClock(number, each.decoder.clock.kept()) for number, each in links.items()),
        )
        line = encode(key)
        self._buffer += line
        self._unkeyed = -len(line)
        self._key_bytes = max(KEY_BYTES, KEY_SHARE * len(line))

    def _check_disk(self) -> None:
        error = self._disk.error
        if error and not self.error:
            self.error = f"{error.message} {error.hint}".strip()
            self._buffer.clear()
            notice = f"the recording stopped: {self.error}"
            _log.error("%s", notice)
            if self._store:
                self._store.notice = notice
