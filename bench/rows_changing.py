"""R1, R2: 400 rows of which a quarter, or all, change with every frame at 30 a second.

Run: python -m bench.rows_changing
"""

import sys
from collections.abc import Sequence

from bench.measure import MOST_ROUNDS, OURS, Row, pin, report, wanted
from bench.terminal import share

R1 = Row("R1a", "400 rows, a quarter changed, 30 fps", "DataTable.update_cell", "cores", 0.2, 0.13)
R1_CORE = Row("R1b", "the same, of a core", "one core", "cores", 0.2, 0.13)
R2 = Row("R2", "400 rows, all changed, 30 fps", "one core", "cores", 0.3, 0.25)

ROWS, FPS = 400, 30
ROUNDS, SECONDS = 5, 5.0


def _argv(module: str, changed: int) -> Sequence[str]:
    return (sys.executable, "-m", module, str(ROWS), str(changed), str(FPS))


def _share(module: str, changed: int, shown: str) -> float:
    return share(_argv(module, changed), shown, SECONDS)


def main() -> None:
    """Measure them."""
    pin(OURS)
    rounds = range(min(ROUNDS, MOST_ROUNDS))
    if wanted(R1, R1_CORE):
        quarter = [
            (
                _share("bench.rows_app", ROWS // 4, "78,0"),
                _share("bench.peers.datatable_rows", ROWS // 4, "78,0"),
            )
            for _ in rounds
        ]
        report(R1, quarter)
        report(R1_CORE, [(ours, 1.0) for ours, _ in quarter])
    if wanted(R2):
        report(R2, [(_share("bench.rows_app", ROWS, "78,0"), 1.0) for _ in rounds])


if __name__ == "__main__":
    main()
