"""A server of its own process over the reference corridor, with keys of 20 organisations, for benchmarks."""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from serai.serve.trust import passwords
from serai.serve.trust.accounts import CONSOLE, add_account, first_account, set_password
from serai.serve.trust.caller import KEY_SCOPES, CallerRole
from serai.serve.trust.keys import add_key
from serai.store.database import Database
from serai.store.migrations.run import upgraded
from serai.time.asked import present_second

CORRIDOR = Path(__file__).resolve().parent.parent / "corridors" / "belt-and-road"
PORT = int(os.environ.get("SERAI_BENCH_PORT", "8399"))
AT, WORDS = "2026-08-22", "correct horse battery staple"
MEMBERS = (  # each asks a need of the reference corridor
    *("ndma-pk", "cku-rail", "ndmo-la", "mrc", "sco", "fao-sd", "ocha", "etc-cluster", "imd", "fishers-nio"),
    *("epa-mv", "cam-mv", "moa-kz", "sds-was", "pta", "isra", "mmea", "bnpb", "bmkg", "ntdc"),
)
PEOPLE: Mapping[str, tuple[str, ...]] = {
    "members": MEMBERS,
    "strangers": ("suparco", "cnsa", "aircas", "ndma-pk", "isra", *(f"office-{k:02d}" for k in range(15))),
}
EACH = 10  # officers of an organisation, each with a key
TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Started:
    """A server that runs: its process, and keys: of each officer by organisation, a keeper and a host."""

    process: subprocess.Popen[bytes]
    keys: Mapping[str, list[str]]
    keeper: str
    host: str

    def cpu_s(self) -> float:
        """Seconds of processor that the server has used, with its processes, also those that have ended."""
        return sum(sum(map(int, _stat(pid)[11:15])) for pid in self._family()) / TICKS

    def rss_mb(self) -> dict[str, float]:
        """What the server and each of its processes that stay hold in memory (MB), the server first."""
        return {str(k): _rss_mb(pid) for k, pid in enumerate(self._family())}

    def _family(self) -> list[int]:
        found = [self.process.pid]
        for pid in found:
            children = Path(f"/proc/{pid}/task/{pid}/children")
            found += map(int, children.read_text().split()) if children.is_file() else ()
        return found


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return ["0"] * 20


def _rss_mb(pid: int) -> float:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except FileNotFoundError:
        return 0.0
    return round(sum(int(one.split()[1]) for one in lines if one.startswith("VmRSS")) / 1024.0, 1)


def people(database: Database, who: str) -> dict[str, list[str]]:
    """A key of each officer of each organisation, of a keeper and a host; a cheap hash: none is tried."""
    kept, passwords.COST = passwords.COST, (2**4, 8, 1)
    now, officers = present_second(), CallerRole.OFFICER
    set_password(database, first_account(database, "host", "root", now), WORDS, now)
    found: dict[str, list[str]] = {}
    everybody = [(p, officers, k) for p in PEOPLE[who] for k in range(EACH)]
    for party, role, k in (*everybody, ("host", CallerRole.KEEPER, 0), ("host", CallerRole.HOST, 0)):
        name = f"{role}-{k}"
        set_password(database, add_account(database, CONSOLE, party, name, role, now), WORDS, now)
        key = add_key(database, CONSOLE, party, name, "load", KEY_SCOPES, now)[1]
        found.setdefault(party, []).append(key)
    passwords.COST = kept
    return found


@contextmanager
def started(who: str, corridor: Path = CORRIDOR) -> Iterator[Started]:
    """A server whose first assessment is whole, until the end."""
    with tempfile.TemporaryDirectory() as made:
        address = str(Path(made) / "serai.db")
        database = Database.at(address, new=True)
        upgraded(database)
        keys = people(database, who)
        keeper, host = keys.pop("host")
        database.close()
        command = ("-P", "-m", "serai", "serve", str(corridor), "--port", str(PORT), "--at", AT)
        process = subprocess.Popen(
            [sys.executable, *command, "--database", address], stderr=subprocess.DEVNULL
        )
        try:
            while not _whole():
                assert process.poll() is None
                time.sleep(0.5)
            yield Started(process, keys, keeper, host)
        finally:
            process.terminate()
            process.wait(30)


def _whole() -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
    try:
        connection.request("GET", "/ready")
        return b'"whole":true' in connection.getresponse().read()
    except OSError:
        return False
    finally:
        connection.close()
