"""Answers of one assessment: one for all who see the same, worked out once, and ahead of the next."""

from __future__ import annotations

import asyncio
import gzip
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from serai.errors import Refused
from serai.serve import answers
from serai.serve.answers import EVERYBODYS, PACKED_FROM_B, Answers
from serai.serve.worker import messages
from serai.serve.worker.line import Unanswered, WorkerFault
from serai.serve.worker.messages import NotAnswered, json_bytes

SEES = {"A": "all needs", "B": "all needs", "C": "one need"}  # what three organisations may see


class Worker:
    """What a warm corridor would answer: the question, and the view of who asks."""

    def __init__(self, *refused: str, dies: bool = False) -> None:
        self.refused, self.dies, self.asked = refused, dies, list[Mapping[str, Any]]()

    async def ask(self, asked: Mapping[str, Any]) -> AsyncIterator[bytes]:
        self.asked.append(asked)
        who = asked.get("viewer") or {"organisation": ""}
        view = SEES.get(who["organisation"], "")
        await asyncio.sleep(0)
        if self.dies:
            raise WorkerFault("it died")
        if asked["question"] in self.refused:
            raise Unanswered(NotAnswered("serve.absent", "not there"))
        if asked["question"] != "several":
            yield self._answer(asked, view)
            return
        yield view.encode()
        for one in asked["asked"]:
            if one["question"] in self.refused:
                yield messages.refusal(Refused("serve.absent"), "en")
            else:
                yield messages.PART + self._answer(one, view)

    @staticmethod
    def _answer(asked: Mapping[str, Any], view: str) -> bytes:
        return json_bytes([asked["question"], view])

    def questions(self) -> list[str]:
        return [str(one["question"]) for one in self.asked]


@asynccontextmanager
async def room() -> AsyncIterator[None]:
    yield


def of(organisation: str | None, question: str, **more: object) -> dict[str, object]:
    viewer = {} if organisation is None else {"viewer": {"organisation": organisation, "role": "reader"}}
    return {"question": question, "language": "en", **viewer, **more}


def test_who_comes_first_has_what_everybody_asks_in_one_go_and_who_sees_the_same_shares_it():
    async def tried() -> None:
        worker = Worker()
        kept = Answers(worker.ask)
        some = await asyncio.gather(*(kept.found(of("A", q), room) for q in EVERYBODYS * 3))
        assert worker.questions() == ["several"]
        assert [json.loads(one.body)[1] for one in some] == ["all needs"] * len(some)
        other = await kept.found(of("B", "verdicts"), room)
        assert other is some[EVERYBODYS.index("verdicts")]
        assert json.loads((await kept.found(of("C", "verdicts"), room)).body) == ["verdicts", "one need"]
        assert worker.questions() == ["several"] * 3
        await kept.found(of("B", "plan"), room)
        await kept.found(of("A", "plan"), room)
        assert worker.questions() == ["several"] * 3 + ["plan"]

    asyncio.run(tried())


def test_what_is_asked_otherwise_is_another_answer():
    async def tried() -> None:
        worker = Worker()
        kept = Answers(worker.ask)
        one = await kept.found(of(None, "table", name="a"), room)
        assert await kept.found(of(None, "table", name="a"), room) is one
        for other in (
            of(None, "table", name="b"),
            of(None, "table", name="a", language="zh"),
            of("A", "table"),
        ):
            assert await kept.found(other, room) is not one
        assert worker.questions().count("table") == 4

    asyncio.run(tried())


def test_a_fault_is_told_to_all_who_wait_and_is_not_kept():
    async def tried() -> None:
        worker = Worker(dies=True)
        kept = Answers(worker.ask)
        some = await asyncio.gather(
            *(kept.found(of(who, "verdicts"), room) for who in ("A", "A", None, None)), return_exceptions=True
        )
        assert [type(one) for one in some] == [WorkerFault] * 4
        assert worker.questions() == ["several", "verdicts"]
        worker.dies = False
        for who in ("A", None):
            assert json.loads((await kept.found(of(who, "verdicts"), room)).body)[0] == "verdicts"

    asyncio.run(tried())


def test_what_is_refused_among_several_is_refused_alone():
    async def tried() -> None:
        kept = Answers(Worker("matrix").ask)
        matrix, verdicts = (asyncio.create_task(kept.found(of("A", q), room)) for q in ("matrix", "verdicts"))
        assert json.loads((await verdicts).body)[0] == "verdicts"
        with pytest.raises(Unanswered):
            await matrix

    asyncio.run(tried())


def test_the_next_assessment_has_what_was_asked_of_the_one_before_and_nothing_else():
    async def tried() -> None:
        first, second = Worker(), Worker()
        before = Answers(first.ask)
        await before.found(of("A", "table", name="x"), room)
        await before.found(of("C", "verdicts"), room)
        await before.found(of(None, "plan"), room, again=False)
        after = Answers(second.ask)
        await after.follows(before, room)
        asked = {
            (one["viewer"] or {}).get("organisation"): [each["question"] for each in one["asked"]]
            for one in second.asked
        }
        assert asked == {None: [], "A": ["table"], "C": ["verdicts"]}
        count = len(second.asked)
        await after.found(of("B", "table", name="x"), room)  # met, and answered with A's
        await after.found(of("C", "verdicts"), room)
        assert second.questions()[count:] == ["several"]

    asyncio.run(tried())


def test_who_comes_for_the_first_time_while_the_next_assessment_is_made_ready_stops_nothing():
    async def tried() -> None:
        first, second = Worker(), Worker()
        before = Answers(first.ask)
        await before.found(of("A", "verdicts"), room)

        async def while_it_is_met(asked: Mapping[str, Any]) -> AsyncIterator[bytes]:
            await before.found(of("C", "needs"), room)
            async for part in second.ask(asked):
                yield part

        after = Answers(while_it_is_met)
        await after.follows(before, room)
        assert [(one["viewer"] or {}).get("organisation") for one in second.asked] == [None, "A"]
        assert json.loads((await after.found(of("C", "needs"), room)).body) == ["needs", "one need"]

    asyncio.run(tried())


def test_those_asked_last_stay_where_there_are_too_many(monkeypatch):
    monkeypatch.setattr(answers, "MOST", 2)

    async def tried() -> None:
        worker = Worker()
        kept = Answers(worker.ask)
        for name in ("a", "b", "a", "c", "a", "b"):
            await kept.found(of(None, "table", name=name), room)
        assert [one["name"] for one in worker.asked] == ["a", "b", "c", "b"]

    asyncio.run(tried())


@pytest.mark.parametrize(("size", "packs"), [(PACKED_FROM_B, True), (PACKED_FROM_B - 1, False)])
def test_an_answer_is_packed_where_it_is_worth_it(size, packs):
    one = answers.SharedAnswer({}, "", b"x" * size, "t", again=True)
    packed = asyncio.run(one.gzipped())
    assert (gzip.decompress(packed) == one.body) if packs else packed == b""
