"""The corridor's terms at the door: every asset x organisation x act, against the terms read otherwise."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest

from serai.corridor.terms import TRANSIT
from serai.outcome.outcome import open_corridor
from serai.pool import Right
from serai.serve.trust.caller import ALL_SCOPES, NOBODY, Caller, CallerRole, Via
from serai.serve.trust.rules import Action, Kind
from serai.serve.trust.shared import NOT_TASKED, may_asset, may_need, owners_of_need, seen_assets, seen_needs

REFERENCE = Path(__file__).resolve().parents[3] / "corridors" / "belt-and-road"


@pytest.fixture(scope="module")
def shared():
    return open_corridor(REFERENCE)


def of(organisation: str, role: CallerRole = CallerRole.OFFICER) -> Caller:
    return Caller(organisation, "amina", role, ALL_SCOPES, Via.SESSION)


def by_hand(pool, party, action, asset) -> bool:
    """The same answer from the terms' words alone, without the pool's own reading of them."""
    if party is not None and asset.owner == party.id:
        return True
    names = {asset.id, f"owner:{asset.owner}", *(f"group:{g}" for g in asset.groups)}
    who = {"everyone"} if party is None else {"everyone", "corridor", party.id, f"country:{party.country}"}
    for term in pool.terms.rows:
        if term.standing.value != "in force" or not who & set(term.grantees):
            continue
        used, lands = bool(names & set(term.assets)), bool(names & set(term.stations))
        down = term.right.value == "downlink"
        if action == "see" and (used or lands):
            return True
        if action == "task" and (
            lands if down else used and term.right.value not in ("open-data", "signal", "transit")
        ):
            return True
        if action == "forward" and (used or lands) and term.forwardable.lower().startswith("yes"):
            return True
    return False


@pytest.mark.parametrize("name", ["suparco", "cnsa", "ndma-pk", "esa-cop", "kari-kz", "a stranger"])
def test_what_is_seen_tasked_and_forwarded_is_what_the_terms_say(shared, name):
    pool = shared.pool
    party = pool.parties.get(name)
    for asset, action in product(pool.assets, (Action.SEE, Action.TASK, Action.FORWARD)):
        wanted = by_hand(pool, party, action.value, asset)
        assert may_asset(of(name), action, asset, pool).allowed is wanted, (asset.id, action)
        assert not may_asset(of(name, CallerRole.READER), Action.TASK, asset, pool)


def test_only_seeing_tasking_and_forwarding_are_had_by_a_term(shared):
    pool = shared.pool
    others = [a for a in pool.assets if a.owner != "suparco"]
    for action in set(Action) - {Action.SEE, Action.TASK, Action.FORWARD}:
        assert not any(may_asset(of("suparco"), action, asset, pool) for asset in others[:50])


def test_a_visitor_sees_no_asset_and_the_host_all(shared):
    assert seen_assets(NOBODY, shared.pool) == ()
    assert seen_assets(of("", CallerRole.HOST), shared.pool) == shared.pool.assets


def test_a_candidate_lets_nobody_in_before_it_is_switched_on(shared):
    pool = shared.pool
    on, gained = pool.with_terms(*(t.id for t in pool.terms.candidates())), set()
    for name in ("suparco", "cnsa", "ndma-pk"):
        before = {a.id for a in pool.assets if may_asset(of(name), Action.TASK, a, pool)}
        after = {a.id for a in on.assets if may_asset(of(name), Action.TASK, a, on)}
        assert before <= after
        gained |= after - before
    assert gained


def test_a_member_is_known_by_its_id_and_by_its_name(shared):
    pool = shared.pool
    party = pool.parties["suparco"]
    assert seen_assets(of(party.id), pool) == seen_assets(of(party.name), pool)
    own = [a for a in pool.assets if a.owner == party.id]
    assert own
    assert all(may_asset(of(party.name.upper()), Action.TASK, a, pool).rule == "task" for a in own)


def test_a_need_is_seen_by_who_asks_it_and_by_its_countrys_offices_alone(shared):
    pool = shared.pool
    for need, name in product(shared.needs, ("suparco", "ndma-pk", "cnsa", "a stranger")):
        party = pool.parties.get(name)
        asker = pool.parties.get(need.party)
        wanted = not need.party or (
            party is not None and asker is not None and party.country == asker.country
        )
        assert may_need(of(name), Action.SEE, need, pool).allowed is wanted, need.id
        for kind in (Kind.ASSESSMENT, Kind.PLAN):
            assert may_need(of(name), Action.SEE, need, pool, kind).allowed is wanted
    assert "N01" in {n.id for n in seen_needs(of("suparco"), shared.needs, pool)}
    assert "N01" not in {n.id for n in seen_needs(of("cnsa"), shared.needs, pool)}
    assert seen_needs(NOBODY, shared.needs, pool) == ()
    assert len(seen_needs(of("", CallerRole.HOST), shared.needs, pool)) == len(shared.needs)


def test_a_need_of_nobody_is_common(shared):
    need = next(n for n in shared.needs if n.party)
    assert owners_of_need(need, shared.pool)
    assert owners_of_need(replace(need, party=""), shared.pool) == frozenset()


def test_the_rights_that_are_not_asked_for_are_those_of_the_services():
    assert {Right.OPEN_DATA.value, Right.SIGNAL.value, TRANSIT} == NOT_TASKED
