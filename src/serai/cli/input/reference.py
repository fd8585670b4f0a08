"""Where the corridor lies that is meant when no folder is named."""

from __future__ import annotations

from pathlib import Path

from serai.errors import Refused

NAME = "belt-and-road"


class NoReferenceCorridor(Refused):
    """The reference corridor is neither in the installed package nor in a source tree."""

    def __init__(self, looked_in: tuple[Path, ...]) -> None:
        self.looked_in = looked_in
        super().__init__("cli.no_reference_corridor", looked_in=tuple(str(folder) for folder in looked_in))


def reference_corridor() -> Path:
    """Find the folder of the reference corridor: inside the installed package, or in the source tree."""
    package = Path(__file__).resolve().parents[2]
    candidates = (package / "_corridors" / NAME, package.parent.parent / "corridors" / NAME)
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise NoReferenceCorridor(candidates)
