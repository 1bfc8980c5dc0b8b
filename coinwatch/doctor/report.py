"""Printing what is found, when it is found: lines for people, or lines for other programs."""

import asyncio
import sys
from collections.abc import Iterator, Mapping
from typing import Protocol

from coinwatch import wire
from coinwatch.doctor.findings import Check, State, Verdict
from coinwatch.errors import ExitCode
from coinwatch.output import write_out

MARKS = {State.OK: "✓", State.FAILED: "✗", State.SKIPPED: "·"}
"""Beside the word, never instead of it."""


class Printer(Protocol):
    """Makes text of what is found."""

    def render(self, item: Check | Verdict) -> bytes:
        """Return what is to be printed by now."""


class Report:
    """The front end of an examination: prints until there is a verdict on every exchange."""

    def __init__(self, names: Mapping[str, str], *, json: bool) -> None:
        self._printer: Printer = Lines() if json else Page(names)
        self._waiting = set(names)
        # As many as there are steps, at most.
        self._items: asyncio.Queue[Check | Verdict | ExitCode] = asyncio.Queue()
        self._unusable: set[str] = set()
        self._names = names

    def tell(self, item: Check | Verdict) -> None:
        """Take what was found."""
        self._items.put_nowait(item)

    def stop(self, code: ExitCode) -> None:
        """End with ``code``."""
        self._items.put_nowait(code)

    def finish(self) -> None:
        """Do nothing more: all is said."""

    @property
    def unusable(self) -> list[str]:
        """The titles of the exchanges that cannot be used."""
        return [title for name, title in self._names.items() if name in self._unusable]

    async def run(self) -> ExitCode:
        """Print until there is nothing more to come. Raises ReaderGoneError, OutputError."""
        while self._waiting:
            item = await self._items.get()
            if isinstance(item, ExitCode):
                return item
            write_out(self._printer.render(item))
            if isinstance(item, Verdict):
                self._note(item)
        return ExitCode.OK

    def _note(self, verdict: Verdict) -> None:
        self._waiting.discard(verdict.exchange)
        if not verdict.usable:
            self._unusable.add(verdict.exchange)


class Lines:
    """One object a line, in the order of what happens."""

    def render(self, item: Check | Verdict) -> bytes:
        """Return a line."""
        kind = "check" if isinstance(item, Check) else "verdict"
        return wire.encode({"v": wire.VERSION, "type": kind, **item._asdict()})


class Page:
    """Aligned rows, one exchange after the other; what happens on the next ones waits its turn."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._rows: dict[str | None, list[str]] = {}
        self._open: set[str | None] = set(names)

    def render(self, item: Check | Verdict) -> bytes:
        """Return the rows whose turn it is, in the terminal's encoding as far as that goes."""
        if isinstance(item, Verdict):
            verb = "can be used" if item.usable else "cannot be used"
            row = f"{self._names[item.exchange]} {verb}: {item.message}.\n"
            self._open.discard(item.exchange)
        else:
            row = _row(item)
        name = item.exchange
        heading = [f"\n{self._names[name]}\n"] if name else []
        self._rows.setdefault(name, heading).append(row)
        return "".join(self._due()).encode(sys.stdout.encoding, "replace")

    def _due(self) -> Iterator[str]:
        for name in (None, *self._names):
            rows = self._rows.get(name, [])
            yield from rows
            rows.clear()
            if name in self._open:
                return


def _row(check: Check) -> str:
    ms = "" if check.ms is None else f"{check.ms:,.1f} ms"
    head = f"{MARKS[check.state]} {check.state:<8} {check.step.label:<11} {ms:>11}  "
    hint = f"{' ' * len(head)}{check.hint}\n" if check.hint else ""
    return f"{head}{check.message}\n{hint}"
