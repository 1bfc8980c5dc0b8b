"""Which of an exchange's addresses to ask: the first, or another one while it is of no use."""

from collections.abc import Sequence
from urllib.parse import urlsplit

BLOCKED_RETRY_S = 600.0
"""How long to leave an exchange alone where none of its hosts serves this place."""

FALLBACK_TRIES = 3
"""So many attempts in a row that bring nothing at a fallback host, and the first is tried again."""


class Hosts:
    """An address, then those to fall back on where this place is not served."""

    def __init__(self, urls: Sequence[str]) -> None:
        self._urls = tuple(urls)
        self._at = 0
        self._tries = 0

    @property
    def url(self) -> str:
        """The address to ask."""
        return self._urls[self._at]

    @property
    def name(self) -> str:
        """The host in it."""
        return urlsplit(self.url).hostname or self.url

    def worked(self) -> None:
        """Note that the address brought something."""
        self._tries = 0

    def failed(self) -> bool:
        """Note that it brought nothing; return whether that turns back to the first address."""
        self._tries += 1
        if self._at == 0 or self._tries < FALLBACK_TRIES:
            return False
        self._move_to(0)
        return True

    def blocked(self) -> bool:
        """Note that it does not serve this place; return whether there is another one to ask."""
        self._move_to((self._at + 1) % len(self._urls))
        return self._at > 0

    def _move_to(self, at: int) -> None:
        self._at = at
        self._tries = 0
