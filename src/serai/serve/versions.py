"""Which version of the corridor's tables the server runs, and where its files lie for who assesses them.

The rule: the version in force is the last that was taken. The folder on the disk is read at a start alone
and never written: files that differ from those found there the last time are a new version and come into
force once they were assessed; if they cannot be, that in force stays. What the server runs is put beside its
database, out of the database.
"""

from __future__ import annotations

import logging
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from serai.corridor.manifest import read_manifest
from serai.corridor.version import files_of, version_of
from serai.files import made_folder, put
from serai.serve.settings import ServeSettings
from serai.serve.trust.tokens import random_name
from serai.store.database import Database
from serai.store.desk import Desk
from serai.store.documents.bodies import SHORT, sha256_of
from serai.store.documents.taking import corridor_files
from serai.store.documents.versions import Did, in_force, save_version, seen_in_folder, take_version

LOG = logging.getLogger("serai.serve")
ITSELF = "serai"  # who does what the server does by itself, for the record
CHECKING = "checking-"


@dataclass(frozen=True, slots=True)
class FoundOnDisk:
    """Files that lie in the folder and differ from those found there before."""

    version: str
    before: str
    files: Mapping[str, bytes]


class Versions:
    """The versions of one server's corridor; what it does waits for the disk and the database."""

    def __init__(self, settings: ServeSettings, database: Database) -> None:
        self.settings, self.database = settings, database
        self.trouble = ""
        self._looked = False
        self._found: FoundOnDisk | None = None

    @property
    def corridor(self) -> str:
        """The id of the corridor; empty where its corridor.toml cannot be read."""
        manifest, _ = read_manifest(self.settings.folder, None, None)
        return "" if manifest is None else manifest.id

    def folder(self) -> Path:
        """The folder to assess: what was found on the disk and is not in force yet, else what is in force."""
        corridor = self.corridor
        if not corridor:
            return self.settings.folder  # who assesses it says what is wrong
        with self.database.reading() as connection:
            standing, seen = in_force(connection, corridor), seen_in_folder(connection, corridor)
        if not self._looked or standing is None:
            files = files_of(self.settings.folder)
            version = version_of(files)
            self._looked = True
            self._found = FoundOnDisk(version, seen, files) if version != seen else None
        if self._found is not None:
            return self._laid(
                self._found.version, self._found.files, keep="" if standing is None else standing.version
            )
        assert standing is not None  # what was seen there was taken then
        with self.database.reading() as connection:
            files = corridor_files(connection, standing.version)
        return self._laid(standing.version, files, keep=standing.before)

    @staticmethod
    def named(folder: Path) -> str:
        """The version that lies in a folder."""
        return version_of(files_of(folder))

    def proved(self) -> None:
        """What was found on the disk was assessed: it is a version from now on, and in force."""
        found, self._found = self._found, None
        if found is None:
            return
        corridor = self.corridor
        desk = Desk(self.database, ITSELF, self.settings.now_second)
        with desk.act("take", found.version) as act:
            made = save_version(
                act, corridor, found.files, parent=found.before, source=Did.FOLDER.value, name=corridor
            )
            take_version(act, corridor, made, did=Did.FOLDER)
        LOG.info("found on disk", extra={"version": found.version[:SHORT], "before": found.before[:SHORT]})

    def refused(self, why: str) -> bool:
        """What was to be assessed cannot be; whether there is another to go on with."""
        found, self._found = self._found, None
        if found is None:
            return False
        with self.database.reading() as connection:
            standing = in_force(connection, self.corridor)
        if standing is None:
            return False
        self.trouble = why
        LOG.warning("folder not taken", extra={"version": found.version[:SHORT], "why": why})
        return True

    @contextmanager
    def laid_aside(self, files: Mapping[str, bytes]) -> Iterator[Path]:
        """Some files in a folder of their own for as long as they are looked at."""
        place = self.place / f"{CHECKING}{random_name()}"
        try:
            yield self._written(place, files)
        finally:
            shutil.rmtree(place, ignore_errors=True)

    def _laid(self, version: str, files: Mapping[str, bytes], *, keep: str) -> Path:
        """The files of a version in the folder that is theirs; of others, that in force before is kept."""
        kept = {version[:SHORT], keep[:SHORT]}
        place = made_folder(self.place) / version[:SHORT]
        for one in self.place.iterdir():
            if one.is_dir() and one.name not in kept and not one.name.startswith(CHECKING):
                shutil.rmtree(one, ignore_errors=True)
        inside = place / self.settings.folder.name
        if inside.is_dir() and version_of(files_of(inside)) == version:
            return inside
        shutil.rmtree(place, ignore_errors=True)
        return self._written(place, files)

    def _written(self, place: Path, files: Mapping[str, bytes]) -> Path:
        """Files in a folder of the corridor's own name: that is its id, where the manifest has none."""
        inside = made_folder(place / self.settings.folder.name)
        for name, raw in files.items():
            made_folder((inside / name).parent)
            put(inside / name, raw)
        return inside

    @property
    def place(self) -> Path:
        """Beside the database where that is a file; else in the user's folder for what programs keep."""
        if self.database.kind == "sqlite":
            return Path(f"{self.database.name}.versions")
        state = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
        return Path(state) / "serai" / f"{sha256_of(self.database.name)[:SHORT]}.versions"
