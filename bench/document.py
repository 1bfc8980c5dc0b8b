"""docs/performance.md and its plots, made of the figures of the last run.

Run: python -m bench.document
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench.__main__ import WHOLE, table
from bench.measure import RESULTS

DOCS = Path(__file__).parent.parent / "docs"
TEMPLATE = Path(__file__).parent / "performance.md.in"
GROWTH = RESULTS / "growth.json"

PLOTS = (
    ("cores", "cores", "cpu"),
    ("resident_mb", "memory, MB", "memory"),
    ("p99_ms", "frame to cell, p99, ms", "latency"),
)


def main() -> None:
    """Write the page and the plots."""
    DOCS.mkdir(exist_ok=True)
    run = json.loads(WHOLE.read_text())
    growth = json.loads(GROWTH.read_text()) if GROWTH.exists() else {"points": [], "ticks": []}
    if growth["points"]:
        for field, label, name in PLOTS:
            _plot(growth["points"], field, label, DOCS / f"performance-{name}.png")
    page = TEMPLATE.read_text()
    for name, text in {
        "machine": _machine(run),
        "table": table(run["rows"]),
        "growth": _growth(growth["points"]),
        "ticks": _ticks(growth["ticks"]),
    }.items():
        page = page.replace(f"@{name}@", text)
    (DOCS / "performance.md").write_text(page)


def _machine(run: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in run["versions"].items())
    return (
        f"Measured on {run['at'][:10]} on {run['processor'] or 'an unnamed processor'}, "
        f"{run['cores']} cores, {run['machine']}, Python {run['python']}; {versions}. "
        f"The machine's load at the end of the run was {run['load_at_end']:.1f}."
    )


def _growth(points: Sequence[dict[str, Any]]) -> str:
    if not points:
        return "Not measured in the last run."
    head = "| markets | messages/s | cores | memory, MB | frame to cell, p99, ms |"
    rows = [
        f"| {p['markets']} | {p['rate']:,} | {p['cores']:.2f} | {p['resident_mb']:.0f}"
        f" | {p['p99_ms']:.0f} |"
        for p in points
    ]
    return "\n".join([head, "| --: | --: | --: | --: | --: |", *rows])


def _ticks(held: Sequence[tuple[int, float]]) -> str:
    if not held:
        return "Not measured in the last run."
    rows = [f"| {count:,} | {megabytes:.1f} |" for count, megabytes in held]
    return "\n".join(["| ticks | memory, MB |", "| --: | --: |", *rows])


def _plot(points: Sequence[dict[str, Any]], field: str, label: str, path: Path) -> None:
    """Draw a line for each number of markets over the rates."""
    import matplotlib as mpl  # noqa: PLC0415  # only the plots need it

    mpl.use("Agg")
    from matplotlib import pyplot as plt  # noqa: PLC0415  # as above

    figure, axes = plt.subplots(figsize=(6, 4))
    for markets in sorted({point["markets"] for point in points}):
        line = [point for point in points if point["markets"] == markets]
        rates, values = ([point[of] for point in line] for of in ("rate", field))
        axes.plot(rates, values, marker="o", label=f"{markets} markets")
    axes.set(xlabel="messages a second", ylabel=label, ylim=(0, None))
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.savefig(path, dpi=100, bbox_inches="tight")
    plt.close(figure)


if __name__ == "__main__":
    main()
