"""This machine itself: no proxy can lead there, so none is asked."""

from urllib.parse import urlsplit

IPV4_NUMBERS = 4


def is_loopback(url: str) -> bool:
    """Whether an address is one of this machine's own."""
    host = urlsplit(url).hostname or ""
    numbers = host.split(".")
    ipv4 = len(numbers) == IPV4_NUMBERS and all(map(str.isdecimal, numbers))
    return host in {"localhost", "::1"} or (ipv4 and numbers[0] == "127")
