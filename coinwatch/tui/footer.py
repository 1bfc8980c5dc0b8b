"""What the last line says: the keys that fit, and a note, such as how many rows there are."""

from collections.abc import Sequence

from coinwatch import text
from coinwatch.tui.keys import Key
from coinwatch.tui.roles import Line, Piece, Role, spread, width
from coinwatch.tui.words import Words

KEYS_CELLS = 20
"""What the note leaves: room for how to leave and how to get help."""


def fits(note: str, cells: int) -> bool:
    """Return whether a note leaves room for the most useful keys."""
    return text.width(note) <= cells - KEYS_CELLS


def line(keys: Sequence[Key], note: str, words: Words, cells: int, role: Role = Role.MUTED) -> Line:
    """Return the footer in ``cells``, with as many of ``keys`` as fit, the most useful ones."""
    count = [Piece(f" {note} ", role)]
    kept = sorted((key for key in keys if key.footer), key=lambda key: -key.footer)
    while width(_keys(kept, words)) >= cells - width(count) and kept:
        kept.pop()
    return spread(_keys([key for key in keys if key in kept], words), count, cells)


def _keys(keys: Sequence[Key], words: Words) -> Line:
    pieces: list[Piece] = []
    for key in keys:
        shown = key.shown.partition(", ")[0] or key.shown
        pieces += [
            Piece("  " if pieces else " "),
            Piece(shown, Role.ACCENT, key.command),
            Piece(f" {words.keys[key.name][0]}", Role.MUTED, key.command),
        ]
    return pieces
