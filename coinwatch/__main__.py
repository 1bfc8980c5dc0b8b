"""`coinwatch` and `python -m coinwatch`: the way to the program, and past it for the version.

Everything else costs more than starting Python itself, so nothing is imported before it is needed.
"""

import gc
import os
import sys

from coinwatch import __version__


def main() -> int:
    """Run the program with the words of the command line, and return its exit code."""
    _occupy_closed_streams()
    if sys.argv[1:] in (["-V"], ["--version"]) and _printed(f"coinwatch {__version__}\n"):
        return 0
    # Loading leaves no garbage; looking for some is a tenth of the start. ``lifetime`` goes on.
    gc.disable()
    from coinwatch import cli

    return cli.main()


def _occupy_closed_streams() -> None:
    """Keep the numbers of streams that the parent has closed from the next file or socket.

    What is written to stdout would go there. It fails instead; stderr takes it and forgets it.
    """
    for number, flags in enumerate((os.O_RDONLY, os.O_RDONLY, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)
    sys.stdout = sys.stdout or open(1, "w", closefd=False)  # noqa: SIM115  # as Python's own
    sys.stderr = sys.stderr or open(2, "w", closefd=False)  # noqa: SIM115  # as Python's own


def _printed(line: str) -> bool:
    """Print a line; False if stdout does not take it, and the program is to say why."""
    try:
        return os.write(1, line.encode()) == len(line)
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main())
