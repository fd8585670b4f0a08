"""`python -m serai` is the `serai` command, and what a process of its own does about memory."""

from __future__ import annotations

import gc
import sys

# Objects made before the collector looks for circles among them. Nearly all that a start makes is kept, and
# looking through it after every 700, as Python does, takes a tenth of a short command
OBJECTS = 20_000


def run() -> int:
    """The `serai` command in a process of its own: its exit code."""
    gc.set_threshold(OBJECTS)
    from serai.cli import main

    try:
        return main()
    finally:
        gc.freeze()  # the process ends: nothing is gained by looking through what the system takes back


if __name__ == "__main__":
    sys.exit(run())
