"""`python -m huoshui` is the command line."""

import sys

from huoshui.web.cli import main

if __name__ == "__main__":
    sys.exit(main())
