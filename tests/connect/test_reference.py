"""The connect needs of the reference corridor: honest answers, and the cuts their authors ask about."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from tests.work import calls

from serai.connect import CableSegment, Connect
from serai.corridor import Corridor, read
from serai.losses import single_losses
from serai.losses.loss import alive_after
from serai.needs import Budgets, Plan, State, exhibits_of, judge
from serai.services import SERVICES, SHARED_TABLES
from serai.time import Span

CONNECT = ("N02", "N05", "N08", "N15", "N18", "N20", "N22", "N28", "N33", "N36")
A_FEW = ("N02", "N20", "N28")  # calls, texts and a rate
A_DAY_BESIDE_AN_HOUR = 1.1  # calls of functions; 1.02 measured: time is an axis of arrays, never a loop


def budgets_of(answer):
    return [b for shown in exhibits_of(Budgets, answer.notes.exhibits) for b in shown.budgets]


@pytest.fixture(scope="module")
def corridor(root) -> Corridor:
    return read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)


@pytest.fixture(scope="module")
def world(corridor):
    return corridor.world()


@pytest.fixture(scope="module")
def day(corridor) -> Span:
    return Span(corridor.start, corridor.start.plus(seconds=86_400.0))


@pytest.fixture(scope="module")
def assess(corridor, world, day):
    needs = {n.id: n for n in corridor.needs}

    def ask(need_id, *lost):
        pool = corridor.pool.without(*lost) if lost else corridor.pool
        found = Connect().answer(needs[need_id], pool, world, Plan(), day)
        return judge(found, len(pool.assets), day), found

    return ask


def answered(corridor, world, within, names=CONNECT):
    """The answers to connect needs of the corridor."""
    asked = [need for need in corridor.needs if need.id in names]
    return [Connect().answer(need, corridor.pool, world, Plan(), within) for need in asked]


def test_a_day_is_answered_with_as_many_calls_as_an_hour(corridor, world, day):
    hour = Span(day.start, day.start.plus(seconds=3_600.0))
    a_day, an_hour = (calls(lambda w=w: answered(corridor, world, w, A_FEW)) for w in (day, hour))
    assert a_day < A_DAY_BESIDE_AN_HOUR * an_hour


def test_every_connect_need_gets_an_explained_answer(corridor, world, day):
    found = answered(corridor, world, day)
    assert sorted(a.need.id for a in found) == list(CONNECT)
    assert list(CONNECT) == [need.id for need in corridor.needs if need.service == "connect"]
    for one in found:
        assert [f.measure.name for f in one.notes.figures] == [m.name for m in one.need.measures]
        assert str(one.notes.why)
        assert one.notes.substitutes or one.notes.remedies or one.path


def test_every_single_loss_is_judged_in_arrays_and_never_helps(corridor, world, day):
    answers = answered(corridor, world, day)
    alive = alive_after(single_losses(corridor.pool), corridor.pool)
    assert len(alive) > 500
    shares = [a.held(alive) for a in answers]
    more = calls(lambda: [a.held(alive) for a in answers]) - calls(
        lambda: [a.held(alive[:1]) for a in answers]
    )
    assert more < len(alive) * len(answers)  # 0.4 a loss and need measured; a loss alone costs 456
    whole = np.ones((1, alive.shape[1]), dtype=bool)
    for one, after in zip(answers, shares, strict=True):
        before = one.held(whole)
        assert (after.certain <= before.certain).all()
        assert (after.hopeful <= before.hopeful).all()


def test_a_flooded_exchange_at_karachi_leaves_pakistan_without_its_five_gigabits(assess):
    assert assess("N28")[0].state is State.MET
    state, found = assess("N28", "landing:karachi")
    assert state.state is not State.MET
    assert any(
        "PakSat-MM1" in line for line in map(str, (*found.notes.substitutes, *found.notes.remedies))
    )  # the national satellite is named


def test_the_red_sea_and_the_karakoram_highway_may_go_and_a_path_remains(assess):
    for lost in (("corridor:red-sea",), ("corridor:karakoram-highway",)):
        assert assess("N28", *lost)[0].state is State.MET
    both = assess("N28", "corridor:red-sea", "corridor:karakoram-highway")[0]
    assert both.state is State.MET
    assert "Fujairah" not in str(both.why)  # what lands there goes on through the Red Sea


def test_no_path_out_of_pakistan_changes_from_one_owners_cable_to_anothers_at_mumbai(assess, corridor):
    owner_of = {asset.id: asset.owner for asset in corridor.pool.assets}
    segments = {asset.id: cable for asset, cable in corridor.pool.fitted_with(CableSegment)}
    for lost in ((), ("corridor:karakoram-highway",), ("landing-party:transworld",)):
        path = [i for i in assess("N28", *lost)[1].notes.path if i in segments]
        assert path
        for first, then in pairwise(path):
            ends = {segments[first].a, segments[first].b} & {segments[then].a, segments[then].b}
            assert "mumbai" not in ends or owner_of[first] == owner_of[then]


def test_khartoum_hangs_on_the_red_sea_and_learns_which_dish_would_do(assess):
    assert assess("N08")[0].state is State.MET
    after, found = assess("N08", "corridor:red-sea")
    assert after.state in (State.NOT_MET, State.UNKNOWN)
    up = [b.lines for b in budgets_of(found) if "up from Ku VSAT 1.2 m, 4 W" in b.title]
    margins = [line.value for lines in up for line in lines if line.name == "margin"]
    known = [m for m in margins if m is not None]
    assert known
    assert max(known) < 0  # 4 W do not carry 20 Mbit/s up
    assert any("with a Ku VSAT 1.8 m, 8 W it would carry" in line for line in map(str, found.notes.remedies))


def test_without_beidou_the_valley_villages_fall_silent_and_substitutes_are_listed(assess):
    assert assess("N15")[0].state is State.MET
    after, found = assess("N15", "constellation:beidou")
    assert after.state is State.NOT_MET
    assert any("Iridium" in line or "Tiantong" in line for line in map(str, found.notes.remedies))


def test_the_maldives_have_more_cables_than_landings(assess):
    assert assess("N22", "dhi-slt-colombo-male")[0].state is State.MET
    assert "without the landing at Male" in str(assess("N22")[1].notes.worst_loss)


def test_boats_west_of_the_beidou_box_hear_no_broadcast_and_a_receiver_would_mend_it(assess):
    after, found = assess("N20")
    assert after.state is State.NOT_MET
    assert "reaches the centre, the north-east corner and not the other" in str(found.notes.why)
    assert any("counts here reaches the south-west" in line for line in map(str, found.notes.flags))
    (mends,) = map(str, found.notes.remedies)
    assert mends.startswith("with another terminal (Inmarsat-C receiver for enhanced group calls) Inmarsat-C")
    assert "delivers in 8 min" in mends


def test_phones_on_the_coasts_of_indonesia_hear_no_warning_that_is_known_of(assess):
    after, found = assess("N33")
    assert after.state is State.NOT_MET
    said = [str(found.notes.why), *map(str, found.notes.substitutes), *map(str, found.notes.flags)]
    assert any("India (SACHET) reaches Port Blair" in line for line in said)
    assert any("Thailand reaches Phuket" in line for line in said)
    assert "nothing that counts here reaches Banda Aceh, Padang, Cilacap" in said
    assert any(line.startswith("Cell broadcast of Indonesia may not be used: unverified") for line in said)


def test_relief_teams_have_calls_and_texts_and_every_assumed_figure_is_named(assess):
    state, found = assess("N02")
    assert state.state is State.MET
    assert {str(w.basis) for w in found.notes.weak} & {"assumed", "recalled"}
    up = [b.lines for b in budgets_of(found) if b.title.startswith("Thuraya-2, L band, down to")]
    (margin,) = (line.value for line in up[0] if line.name == "margin")
    assert margin == pytest.approx(10.0, abs=2.0)  # the book gives this class of payload a margin of 10 dB


def test_the_other_losses_of_the_handhelds_row_are_subtracted(assess):
    """7.5 dB stood in a note, and 13.2 dB were left; 5.7 are."""
    _, found = assess("N02")
    (up,) = [b for b in budgets_of(found) if b.title.startswith("Tiantong-1 01") and ", up from " in b.title]
    assert up.value("other losses") == 7.5
    assert up.value("margin") == pytest.approx(5.66, abs=0.05)
