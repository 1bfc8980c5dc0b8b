"""Which language people are spoken to in: the config's, or that of the locale."""

from collections.abc import Mapping

from coinwatch.text import Language

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The variables of the environment that name a locale; the first that is set counts."""


def choose_language(setting: str, environ: Mapping[str, str]) -> Language:
    """Return the language that is set; by the locale (``ko_KR.UTF-8``) where that is ``auto``."""
    if setting == "auto":
        setting = next(filter(None, map(environ.get, LOCALE)), "")
    return "ko" if setting.lower().startswith("ko") else "en"
