"""The user's own tables of time and of the Earth's turning, which `serai fetch` fills."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = "SERAI_EARTH"  # the folder, where it is named
LEAP_FILE = "SERAI_LEAP_SECONDS"  # the file of leap seconds, where it is named; `--leap-seconds` sets it
LEAP_SECONDS, FINALS = "Leap_Second.dat", "finals2000A.all"  # as the IERS calls them


def own_folder() -> Path:
    """Where the user's own tables are kept: the folder named in SERAI_EARTH, else in the data folder."""
    named = os.environ.get(FOLDER)
    if named:
        return Path(named)
    data = os.environ.get("XDG_DATA_HOME")
    return (Path(data) if data else Path.home() / ".local" / "share") / "serai" / "earth"
