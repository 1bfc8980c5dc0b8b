"""Whether a text can do anything to a terminal but be shown."""

import unicodedata

HARMFUL = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Mn", "Me", "Mc"})
"""Controls, what reorders or hides, what means nothing, what breaks lines, what piles up."""


def is_harmless(text: object) -> bool:
    """Tell whether nothing in a text moves a cursor, reorders, hides or breaks a line."""
    return isinstance(text, str) and not any(unicodedata.category(each) in HARMFUL for each in text)
