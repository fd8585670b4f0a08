"""Newer element sets on schedule, politely: asked for, kept as a version, taken, and assessed.

The address is the operator's, of the command line; no interface takes one. A server is asked every so many
hours and never twice within two (`serai.fetch`), also across starts. What it refuses is told and asked for
after twice as long; after three refusals in a row nothing is asked until the next start (CelesTrak's usage
policy: a program stops, and a human looks).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from serai.corridor.manifest import read_manifest
from serai.corridor.tables import ELEMENTS
from serai.errors import Refused
from serai.fetch import AskedAlready, Fetched, FetchRefused, fetch_elements
from serai.fetch.http import host
from serai.files import raw_bytes
from serai.serve.settings import ServeSettings
from serai.serve.versions import ITSELF, Versions
from serai.store.desk import Desk
from serai.store.documents.taking import corridor_files
from serai.store.documents.versions import Did, in_force, save_version, take_version
from serai.time import Instant

LOG = logging.getLogger("serai.serve")
HOUR_S = 3_600.0
MOST_REFUSALS = 3
UNREACHED_S = 1_800.0  # a server that could not be reached is tried again after so long at most
FILE = "elements.csv"  # as they came last, beside the versions


@dataclass(frozen=True, slots=True)
class FetchStanding:
    """What came of asking: when, in a sentence, and how many refusals there were in a row."""

    asked: Instant | None = None
    says: str = ""
    refused: int = 0
    wait_s: float = 0.0

    @property
    def stopped(self) -> bool:
        """Whether nothing is asked any more until the next start."""
        return self.refused >= MOST_REFUSALS


class Fetching:
    """The element sets of one server's corridor, fetched while it runs."""

    def __init__(self, settings: ServeSettings, versions: Versions, renew: Callable[[], None]) -> None:
        self.settings, self.versions, self._renew = settings, versions, renew
        self.standing = FetchStanding()

    async def keep(self, ready: Callable[[], bool]) -> None:
        """Fetch on schedule from the first assessment on, until cancelled or refused too often."""
        while self.settings.fetch_h is not None and not self.standing.stopped:
            if ready():
                await asyncio.to_thread(self.once)
                await asyncio.sleep(self.standing.wait_s)
            else:
                await asyncio.sleep(1.0)

    def once(self) -> FetchStanding:
        """Ask once; what came of it, in a sentence, and how long to wait."""
        every_s, now = (self.settings.fetch_h or 0.0) * HOUR_S, Instant.from_datetime(datetime.now(UTC))
        try:
            says, refused, wait_s = self._fetched(now), 0, every_s
        except AskedAlready as already:
            says, refused = str(already), self.standing.refused
            wait_s = max(60.0, already.again.seconds_since(now))
        except FetchRefused as why:
            refused = self.standing.refused + (1 if why.answered else 0)
            says, wait_s = str(why), every_s * 2.0**refused if why.answered else min(every_s, UNREACHED_S)
        except Refused as why:
            says, refused, wait_s = str(why), self.standing.refused, every_s
        self.standing = FetchStanding(now, says, refused, wait_s)
        LOG.info("elements", extra={"says": says, "refused": refused, "wait_s": round(wait_s)})
        if self.standing.stopped:
            LOG.error("elements are not asked for any more", extra={"says": says})
            self.standing = replace(self.standing, wait_s=0.0)
        return self.standing

    def _fetched(self, now: Instant) -> str:
        """Fetch what is newer for the version in force, and take what came as a version of its own."""
        corridor = self.versions.corridor
        with self.versions.database.reading() as connection:
            standing = in_force(connection, corridor)
            files = {} if standing is None else corridor_files(connection, standing.version)
        out = self.versions.place / FILE
        with self.versions.laid_aside(files) as folder:
            fetched = fetch_elements(folder, url=self.settings.fetch_url, now=now, out=out)
            table = _table(folder)
        newer = sum(one.newer for one in fetched.satellites)
        if fetched.changed and newer and self._taken(table, raw_bytes(out), fetched):
            self._renew()
        return f"{host(fetched.url)}: newer elements for {newer} of {len(fetched.satellites)} satellites"

    def _taken(self, table: str, came: bytes, fetched: Fetched) -> bool:
        """Put the elements that came into the version that is in force by now; whether it is another then."""
        corridor = self.versions.corridor
        desk = Desk(self.versions.database, ITSELF, self.settings.now_second)
        with desk.act("fetch", host(fetched.url)) as act:
            standing = in_force(act.connection, corridor)
            before = "" if standing is None else standing.version
            files = {**corridor_files(act.connection, before), table: came}
            made = save_version(
                act, corridor, files, parent=before, source=Did.FETCH.value, note=host(fetched.url)
            )
            take_version(act, corridor, made, did=Did.FETCH)
        return made != before


def _table(folder: Path) -> str:
    """The file of the elements, by its name in the folder."""
    manifest, _ = read_manifest(folder, None, None)
    assert manifest is not None  # it was read to be fetched for
    return manifest.files[ELEMENTS].relative_to(folder).as_posix()
