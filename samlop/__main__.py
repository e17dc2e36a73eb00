"""The command line: `python -m samlop`."""

import sys

from samlop.commands.main import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
