"""A desk at which anything happens: messages late, twice or never, votes, refusals, hours that pass.

The acts and the tables are those that run; only the post is the law's, which delivers what it likes.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from sqlalchemy import func, select

from serai.store.asked import NewRequest
from serai.store.database import Database
from serai.store.desk import Desk, NotAsAsked, heed_deadlines, say_again
from serai.store.ledger import verify
from serai.store.migrations.run import upgraded
from serai.store.schema import outbox
from serai.store.step import step
from tests.store.conftest import Clock, offer_of, use_of
from tests.store.killing import faults_after_all, faults_now

ORDERS = ("R1-1", "R2-1", "R3-1")
PARTIES = ("China", "Pakistan", "Italy")
ASSETS = {"R1-1": ("China", "Pakistan"), "R2-1": ("Pakistan", "Italy"), "R3-1": ("Italy", "China")}
TRIES = st.sampled_from(ORDERS)


class SilentPost(Desk):
    """A desk whose post does nothing by itself."""

    def post(self) -> None:
        """Nothing."""


class AnythingHappens(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.database = Database.at(str(Path(self.folder.name) / "serai.db"), new=True)
        upgraded(self.database)
        self.clock = Clock()
        self.desk = SilentPost(self.database, "law", self.clock)
        for number, order in enumerate(ORDERS):
            request = self.desk.asks(NewRequest(str(number), "Pakistan", "an image"))
            uses = [use_of(owner, owner.lower(), 60.0 + number) for owner in ASSETS[order]]
            self.desk.offers(request, [offer_of(*uses)])
            self.desk.places(order, within_s=1800.0)

    @rule(order=TRIES, party=st.sampled_from(PARTIES))
    def an_owner_confirms(self, order: str, party: str) -> None:
        self.tries(lambda: self.desk.confirms(order, party))

    @rule(order=TRIES, party=st.sampled_from(PARTIES))
    def an_owner_declines(self, order: str, party: str) -> None:
        self.tries(lambda: self.desk.declines(order, party))

    @rule(order=TRIES)
    def it_is_released_or_tried_again(self, order: str) -> None:
        self.tries(lambda: self.desk.releases(order))
        self.tries(lambda: self.desk.again(order, within_s=1800.0))

    @rule(which=st.integers(0, 10_000))
    def a_message_arrives_once_more_or_for_the_first_time(self, which: int) -> None:
        with self.database.reading() as connection:
            count = connection.scalar(select(func.max(outbox.c.seq))) or 0
        self.desk.delivers(1 + which % count)

    @rule(many=st.integers(1, 6))
    def what_waits_arrives(self, many: int) -> None:
        for letter in self.desk.waiting()[:many]:
            self.desk.delivers(letter)

    @rule(minutes=st.sampled_from([-50.0, 1.0, 29.0, 31.0]))
    def time_passes_or_the_clock_is_set(self, minutes: float) -> None:
        self.clock.goes(minutes)
        with step(self.database, self.clock(), "law") as act:
            heed_deadlines(act)

    @rule()
    def what_was_not_answered_is_said_again(self) -> None:
        with step(self.database, self.clock(), "law") as act:
            say_again(act)

    def tries(self, act: object) -> None:
        try:
            act()  # type: ignore[operator]
        except NotAsAsked:
            return

    @invariant()
    def nothing_is_held_twice(self) -> None:
        assert faults_now(self.database, []) == []

    def teardown(self) -> None:
        """In the end messages flow, and a day passes: nothing is left held or in doubt."""
        desk = Desk(self.database, "law", self.clock)
        desk.post()
        self.clock.goes(48 * 60.0)
        desk.post()
        desk.post()
        assert faults_after_all(self.database) == []
        assert verify(self.database).sound
        self.database.close()
        self.folder.cleanup()


AnythingHappens.TestCase.settings = settings(max_examples=12, stateful_step_count=20)
TestAnythingHappens = AnythingHappens.TestCase
