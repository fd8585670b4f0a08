"""Live changes read once for all: what is at hand, what came before, and what each caller is told of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from serai.serve import feed
from serai.serve.feed import ChangeFeed, _told
from serai.serve.settings import ServeSettings
from serai.serve.trust.caller import NOBODY, CallerRole
from serai.store.asked import NewRequest
from serai.store.database import Database
from serai.store.desk import Desk
from serai.store.migrations.run import upgraded
from serai.time import Instant

NOW = Instant.from_utc("2026-08-22T00:00:00Z")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    made = Database.at(str(tmp_path / "serai.db"), new=True)
    upgraded(made)
    yield made
    made.close()


def asks(database: Database, party: str, name: str) -> None:
    Desk(database, "x", lambda: NOW).asks(NewRequest(name, party, "an image"))


def test_a_stream_takes_what_is_at_hand_and_reads_what_came_before_itself(database, monkeypatch):
    monkeypatch.setattr(feed, "AT_HAND", 2)
    followed = ChangeFeed(ServeSettings(folder=Path(), database=""), database, keeper=None)  # type: ignore[arg-type]

    async def tried() -> None:
        asks(database, "Pakistan", "before")
        await followed._reads_on()
        assert followed._at_hand == type(followed._at_hand)()
        for name in ("a", "b", "c"):
            asks(database, "Pakistan", name)
        await followed._reads_on()
        assert [one.number for one in followed._at_hand] == [3, 4]
        read, some = list[int](), followed._some
        monkeypatch.setattr(followed, "_some", lambda after: read.append(after) or some(after))
        for seen, told in ((0, [1, 2, 3, 4]), (1, [2, 3, 4]), (2, [3, 4]), (3, [4]), (4, [])):
            assert [one.number for one in await followed._after(seen)] == told, seen
        assert read == [0, 1]

    asyncio.run(tried())


def test_each_is_told_its_own_by_names_that_are_shown_outside_and_the_operator_all_by_the_stores(database):
    followed = ChangeFeed(ServeSettings(folder=Path(), database=""), database, keeper=None)  # type: ignore[arg-type]
    for party in ("Pakistan", "China"):
        asks(database, party, party)
    some = followed._some(0)
    mine = _told(some, replace(NOBODY, organisation="China", role=CallerRole.READER), everything=False)
    assert mine.startswith(b"id: 2\nevent: request.received\ndata: ")
    assert mine.count(b"id: ") == 1
    assert b'"R2"' not in mine
    every = _told(some, NOBODY, everything=True)
    assert (every.count(b"id: "), b'"R2"' in every) == (2, True)
    assert _told(some, replace(NOBODY, organisation="Chile", role=CallerRole.HOST), everything=False) == b""
