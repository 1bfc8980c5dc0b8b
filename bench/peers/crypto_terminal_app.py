"""crypto-terminal as it is, led to a server on this machine.

Run: python -m bench.peers.crypto_terminal_app PORT
"""

import sys

from crypto_terminal import feed, history


def main() -> None:
    """Run it; it holds its addresses in a constant and in a default."""
    port = int(sys.argv.pop())
    feed.Feed.__init__.__defaults__ = tuple(
        f"ws://127.0.0.1:{port}" if value == feed.FEED_URL else value
        for value in feed.Feed.__init__.__defaults__
    )
    history.REST_BASE = f"http://127.0.0.1:{port}"
    from crypto_terminal.__main__ import main as run  # noqa: PLC0415  # after it was led here

    run()


if __name__ == "__main__":
    main()
