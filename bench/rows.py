"""The scripts of the benchmark, and the rows that each measures, in the order of a whole run."""

from collections.abc import Mapping, Sequence

SCRIPTS: Mapping[str, Sequence[str]] = {
    "decode": ("D1", "D2a", "D2b"),
    "socket_to_store": ("N1", "N1c", "N1t", "N2", "N2b", "N2t"),
    "pipe": ("P1",),
    "start": ("S1", "S2", "S4a"),
    "paint": ("S3", "S4b"),
    "rows_changing": ("R1a", "R1b", "R2"),
    "latency": ("L1", "L2"),
    "heavy_minute": ("Q1a", "Q1b", "Q1c"),
    "whole_program": ("R3",),
    "record": ("K1", "K2"),
    "growth": ("G1a", "G1b", "G1c"),
}


def asked(names: Sequence[str]) -> dict[str, list[str]]:
    """Return the scripts to run, and of each the rows whose names begin as ``names`` say.

    Without names these are all.
    """
    found = {
        script: [row for row in rows if not names or row.startswith(tuple(names))]
        for script, rows in SCRIPTS.items()
    }
    return {script: rows for script, rows in found.items() if rows}
