"""How many questions are at work and wait: the limits themselves, and what is over them."""

from __future__ import annotations

import asyncio

import pytest

from serai.serve.admission import Admission, TooBusy


async def held(lane: Admission, who: str, until: asyncio.Event) -> None:
    async with lane.admitted(who):
        await until.wait()


def refused_at(lane_of: tuple[int, int, int], asked: list[str], last: str) -> TooBusy | None:
    """What the last one is told while all that were asked before are at work or wait."""

    async def tried() -> TooBusy | None:
        at_once, waiting, mine = lane_of
        lane, end = Admission(at_once=at_once, waiting=waiting, mine=mine), asyncio.Event()
        others = [asyncio.create_task(held(lane, who, end)) for who in asked]
        await asyncio.sleep(0)
        assert lane.taken == len(asked)
        end_soon = asyncio.get_running_loop().call_soon(end.set)
        try:
            async with lane.admitted(last):
                pass
        except TooBusy as busy:
            end_soon.cancel()
            end.set()
            await asyncio.gather(*others)
            assert lane.taken == 0
            return busy
        await asyncio.gather(*others)
        assert lane.taken == 0
        return None

    return asyncio.run(tried())


def test_as_many_wait_as_may():
    assert refused_at((1, 2, 9), ["a", "b"], "c") is None
    busy = refused_at((1, 2, 9), ["a", "b", "c"], "d")
    assert busy is not None
    assert not busy.own


def test_one_organisation_has_its_share_and_no_more():
    assert refused_at((1, 9, 2), ["a", "b"], "a") is None
    busy = refused_at((1, 9, 2), ["a", "a", "b"], "a")
    assert busy is not None
    assert busy.own
    assert refused_at((1, 9, 2), ["a", "a", "b"], "b") is None


def test_a_place_is_given_back_whatever_comes():
    async def tried() -> int:
        lane = Admission(at_once=1, waiting=0, mine=1)
        with pytest.raises(ValueError, match="no"):
            async with lane.admitted("a"):
                raise ValueError("no")
        return lane.taken

    assert asyncio.run(tried()) == 0
