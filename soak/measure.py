"""What a process holds: memory, objects, tasks and files."""

import asyncio
import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

MOST_GROWN = {"memory_mb": 8.0, "objects": 2_000, "tasks": 0, "files": 0}
"""By how much each may be more in the end: an allocator never gives everything back."""

MOST_GROWN_WITH_SCREEN = MOST_GROWN | {"objects": 10_000}
"""Textual has caches of hundreds of results, which take many hours to fill: 23 objects a minute."""


class Measure(NamedTuple):
    """What this process holds at a moment."""

    memory_mb: float
    """Resident, in megabytes of 10**6 bytes; 0 where the system does not tell."""
    objects: int
    """That the garbage collector knows of."""
    tasks: int
    """Of the event loop, this one included."""
    files: int
    """Open files, sockets among them; 0 where the system does not tell."""

    def __str__(self) -> str:
        return (
            f"{self.memory_mb:.1f} MB, {self.objects:,} objects, {self.tasks} tasks, "
            f"{self.files} open files"
        )


def measure() -> Measure:
    """Return what this process holds, garbage collected."""
    gc.collect()
    tasks = len(asyncio.all_tasks())
    objects = len(gc.get_objects())
    if sys.platform != "linux":
        return Measure(0.0, objects, tasks, 0)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    files = len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # counted, not read
    return Measure(pages * os.sysconf("SC_PAGE_SIZE") / 1e6, objects, tasks, files)


def grown(start: Measure, end: Measure, most: Mapping[str, float]) -> list[str]:
    """Return in words what is more in the end than it may be."""
    return [
        f"{name.replace('_', ' ')} grew from {before:,.10g} to {after:,.10g}"
        for name, before, after in zip(Measure._fields, start, end, strict=True)
        if after - before > most[name]
    ]
