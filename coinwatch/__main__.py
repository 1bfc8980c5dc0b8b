"""`python -m coinwatch`."""

import sys

from coinwatch.cli import main

if __name__ == "__main__":
    sys.exit(main())
