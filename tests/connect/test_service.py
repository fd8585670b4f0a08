"""Stories of connect: which path remains, who can still talk, and what the operator reads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.work import calls

from serai.connect import Beam, Connect, LinkRequest
from serai.earth import Place
from serai.needs import Answer, Budgets, Measure, Opportunity, Parcel, Service, State, exhibits_of
from serai.pool import Right, Standing, Term, Terms
from serai.radio import Terminal
from serai.tables import Basis, Provenance
from serai.world import Rain

FIVE_GBPS = ("rate", "bit/s", 5e9, 0.999, False)
SIX_HOURS = ("longest_outage", "h", 6.0, None)
TO_THE_WORLD = {
    "from_sites": ("karachi",),
    "to_sites": ("marseille", "singapore", "kashgar"),
    "need_id": "N28",
}


@pytest.fixture
def bandwidth(small):
    return small.need(small.measure(*FIVE_GBPS), small.measure(*SIX_HOURS), **TO_THE_WORLD)


@pytest.fixture
def texts(small):
    return small.need(small.measure("message_delivery", "s", 120.0), ways=frozenset({"message"}))


def test_connect_is_a_service_and_its_answers_are_answers(small, texts):
    service: Service = Connect()
    found: Answer = small.answer(texts, small.pool())
    assert service.name == "connect"
    assert found.need is texts
    assert [t.name for t in service.tables] == [
        "sites",
        "links",
        "beams",
        "messengers",
        "fault_rates",
        "fault_seasons",
        "backhauls",
    ]


def test_with_every_cable_in_place_pakistan_has_its_five_gigabits(small, bandwidth):
    state, found = small.state(bandwidth, small.pool())
    assert state is State.MET
    assert found.notes.figures[0].typical == pytest.approx(3.1e12)
    assert found.notes.figures[1].typical == 0.0
    assert found.notes.path == ("karachi-pindi", "pkcn")
    assert str(found.notes.why) == (
        "Karachi reaches Marseille, Singapore or Kashgar by 4 paths that share no segment with 5 Gbit/s or "
        "more, 3.1 Tbit/s in all; the quickest is by Karachi-Rawalpindi fibre, China-Pakistan fibre "
        "(27.4 ms there and back)"
    )


def test_when_the_red_sea_is_cut_the_land_fibre_and_the_eastern_cable_remain(small, bandwidth):
    pool = small.pool().without("corridor:red-sea")
    state, found = small.state(bandwidth, pool)
    assert state is State.MET
    assert found.notes.figures[0].typical == pytest.approx(1.1e12)
    assert "2 paths that share no segment" in str(found.notes.why)


def test_without_the_karakoram_highway_the_sea_remains_and_without_both_the_east(small, bandwidth):
    road = small.pool().without("corridor:karakoram-highway")
    assert small.state(bandwidth, road)[0] is State.MET
    both = road.without("corridor:red-sea")
    state, found = small.state(bandwidth, both)
    assert state is State.MET
    assert found.notes.path == ("smw5-east",)


def test_without_any_cable_only_a_satellite_of_unknown_capacity_is_left_and_it_is_named(small, bandwidth):
    pool = small.pool().without("landing:karachi", "karachi-pindi")
    state, found = small.state(bandwidth, pool)
    assert state is State.UNKNOWN
    assert str(found.notes.figures[0].missing) == "capacity of PakSat-MM1 (Ku) (beams.csv, capacity_bps)"
    assert str(found.notes.why) == (
        "Karachi reaches Marseille, Singapore or Kashgar by PakSat-MM1 (505 ms there and back), but nobody "
        "published what it carries; 5 Gbit/s asked"
    )


def test_what_the_worst_loss_would_leave_is_said_beforehand(small, bandwidth):
    found = small.answer(bandwidth, small.pool())
    assert str(found.notes.worst_loss) == (
        "without the landing at Karachi 100 Gbit/s remain, the quickest by Karachi-Rawalpindi fibre, "
        "China-Pakistan fibre (27.4 ms there and back)"
    )


def test_a_need_without_any_link_is_not_met_for_the_whole_period(small, bandwidth):
    pool = small.pool().without("landing:karachi", "karachi-pindi", "paksat")
    state, found = small.state(bandwidth, pool)
    assert state is State.NOT_MET
    assert found.notes.figures[1].typical == pytest.approx(12.0)  # hours: the whole half-day judged
    assert str(found.notes.why).startswith("no cable, beam or broadband service in order joins Karachi to")


def test_kelibia_has_two_cables_and_one_pair_of_landings(small):
    asked = small.need(
        small.measure("rate", "bit/s", 1e9, 0.99, False), from_sites=("kelibia",), to_sites=("mazara",)
    )
    found = small.answer(asked, small.pool())
    assert "2 paths that share no segment" in str(found.notes.why)
    assert str(found.notes.why).endswith("all of them pass the landing at Kelibia and the landing at Mazara")
    losses = ("didon", "hannibal", "landing:kelibia")
    alive = np.array([[a.id not in small.pool().named(x) for a in small.pool().assets] for x in losses])
    assert found.held(alive).certain[:, 0].tolist() == [1.0, 1.0, 0.0]


def test_the_capacity_that_was_only_assumed_is_shown_as_weak(small):
    asked = small.need(
        small.measure("rate", "bit/s", 1e9, 0.99, False), from_sites=("karachi",), to_sites=("singapore",)
    )
    weak = small.answer(asked, small.pool()).notes.weak
    assert [(str(w.what), str(w.basis)) for w in weak] == [
        ("capacity of SEA-ME-WE 5 Karachi-Singapore", "assumed")
    ]


def test_in_sindh_the_beidou_box_ends_and_the_phones_deliver(small, texts):
    state, found = small.state(texts, small.pool())
    assert state is State.MET
    assert found.notes.path == ("star",)
    assert "RSMC may not be used: its service area (75 E to 135 E, 10 N to 55 N) does not reach here" in map(
        str, found.notes.flags
    )


def test_in_a_lao_valley_beidou_delivers_through_named_satellites(small):
    asked = small.need(
        small.measure("message_delivery", "s", 300.0),
        box=(101.5, 19.5, 104.5, 21.0),
        mask="0:10 90:20 120:40 240:40 270:20",
        ways=frozenset({"message"}),
    )
    found = small.answer(asked, small.pool())
    assert found.notes.path == ("g2", "rsmc")
    assert str(found.notes.why) == (
        "RSMC delivers in 10 s (median) through BDS-3 G2 at 53 deg and BDS-3 G3 at 63 deg, within 5 min for "
        "100 % of the time; a text of 1 part arrives with a chance of 99.6 %"
    )
    one = small.state(asked, small.pool().without("BDS-3 G2"))
    assert one[0] is State.MET
    assert one[1].notes.path == ("g3", "rsmc")


def test_a_service_for_another_handset_is_a_substitute_and_not_an_answer(small):
    asked = small.need(
        small.measure("message_delivery", "s", 300.0),
        box=(101.5, 19.5, 104.5, 21.0),
        ways=frozenset({"message"}),
        terminals=("rsmc-hs",),
    )
    state, found = small.state(asked, small.pool().without("constellation:beidou"))
    assert state is State.MET  # the services of the fixture name no terminal, so any will do
    named = [replace(a, fittings=_with_terminal(a, "other-hs")) for a in small.pool().assets]
    only = replace(small.pool(), assets=tuple(named))
    state, found = small.state(asked, only)
    assert state is State.NOT_MET
    assert any(
        line.startswith("with another terminal RSMC delivers in 10 s")
        for line in map(str, found.notes.remedies)
    )


def _with_terminal(asset, terminal):
    from serai.connect import Messenger

    return tuple(replace(f, terminal=terminal) if isinstance(f, Messenger) else f for f in asset.fittings)


def test_a_broadcast_need_does_not_count_services_for_one_receiver(small):
    asked = small.need(
        small.measure("message_delivery", "s", 600.0), ways=frozenset({"broadcast"}), need_id="N20"
    )
    state, found = small.state(asked, small.pool())
    assert state is State.NOT_MET
    assert str(found.notes.why) == "no broadcast service in order may be used at every place of this need"
    assert "to one receiver at a time a text may go by Star phones" in map(str, found.notes.substitutes)


def test_a_success_below_what_is_asked_says_send_it_twice(small):
    shy = small.service("shy", "Shy texts", kinds=("two-way message",), delivery_s=5.0, success=0.9)
    asked = small.need(small.measure("message_delivery", "s", 120.0))
    flags = small.answer(asked, small.pool(shy).without("messenger:star")).notes.flags
    assert str(flags[0]) == (
        "one sending by Shy texts succeeds 90 % of the time, less than the 98 % asked; "
        "sending again counts only where the service is known to acknowledge"
    )


def test_calls_are_counted_from_a_stand_in_and_shown_as_assumed(small):
    asked = small.need(small.measure("voice_calls", "calls", 20.0, 0.98, False))
    handset = Terminal(id="hs", name="Handset", bands=("L",), eirp_dbw=5.0, g_over_t_dbk=-24.0)
    asked = replace(asked, request=LinkRequest(terminals=("hs",)))
    sindh = Rain(place="N02", at=Place(lat_deg=27.0, lon_deg=68.5), r001_mm_h=27.3, rain_height_km=5.07)
    pool = small.pool(facts=(handset,))
    state, found = small.state(asked, pool, small.world(pool, (sindh,)))
    assert state is State.MET, found.notes.figures[0].missing
    assert found.notes.figures[0].typical == 11_000.0
    assert {str(w.basis) for w in found.notes.weak} == {"assumed"}
    assert "voice channels of Thuraya-2: taken as a GEO phone payload of the Garuda class" in {
        str(w.what) for w in found.notes.weak
    }


def test_calls_by_a_terminal_that_nobody_named_are_unknown(small):
    asked = small.need(small.measure("voice_calls", "calls", 20.0, 0.98, False))
    state, found = small.state(asked, small.pool())
    assert state is State.UNKNOWN
    assert "terminal for calls by Thuraya-2 (beams.csv, terminal)" in str(found.notes.figures[0].missing)


def test_without_the_phone_satellite_the_number_of_calls_is_unknown_and_says_whose(small):
    asked = small.need(small.measure("voice_calls", "calls", 20.0, 0.98, False))
    state, found = small.state(asked, small.pool().without("thuraya-2"))
    assert state is State.UNKNOWN
    assert str(found.notes.figures[0].missing) == "number of calls that Star phones carries at once here"
    nobody, found = small.state(asked, small.pool().without("thuraya-2", "messenger:star"))
    assert nobody is State.NOT_MET
    assert str(found.notes.why) == "no phone service in order may be used at every place of this need"


def test_a_camp_beyond_the_cable_learns_which_figure_is_missing(small):
    asked = small.need(
        small.measure("rate", "bit/s", 10e6, 0.99, False),
        small.measure("latency", "ms", 800.0, 0.95),
        box=(69.5, 24.2, 71.0, 25.8),
        terminals=("vsat",),
        need_id="N36",
    )
    state, found = small.state(asked, small.pool())
    assert state is State.UNKNOWN
    assert str(found.notes.figures[0].missing) == "EIRP of PakSat-MM1 (Ku) (beams.csv, eirp_dbw)"
    assert found.notes.figures[1].typical == pytest.approx(
        507.0, abs=2.0
    )  # twice up and down at the speed of light
    assert "Sky broadband may not be used: not licensed" not in map(
        str, found.notes.flags
    )  # Bangladesh is elsewhere


def test_the_same_camp_with_published_figures_gets_a_budget_an_operator_can_audit(small):
    known = Beam(
        name="Ku",
        bands=("Ku",),
        box=small.WIDE,
        services=frozenset({"data"}),
        eirp_dbw=48.0,
        g_over_t_dbk=2.4,
        provenance=Provenance(basis=Basis.PUBLISHED),
    )
    pool = small.pool(small.satellite("lucky", "LuckySat", 60.0, known))
    asked = small.need(
        small.measure("rate", "bit/s", 10e6, 0.99, False),
        box=(69.5, 24.2, 71.0, 25.8),
        terminals=("vsat",),
        need_id="N36",
    )
    thar = Rain(place="N36", at=Place(lat_deg=25.0, lon_deg=70.25), r001_mm_h=39.68, rain_height_km=5.138)
    found = small.answer(asked, pool, small.world(pool, (thar,)))
    assert str(found.notes.figures[0].missing) == "EIRP of PakSat-MM1 (Ku) (beams.csv, eirp_dbw)"
    (shown,) = exhibits_of(Budgets, found.notes.exhibits)
    (up,) = [b for b in shown.budgets if b.title == "LuckySat, Ku band, up from Ku VSAT 1.2 m, 4 W"]
    lines = up.lines
    by_name = {line.name: line for line in lines}
    assert by_name["EIRP"].value == 48.7
    assert by_name["rain"].source.startswith("P.618-14 exceeded 1 % of the year, R0.01 40 mm/h")
    assert by_name["margin"].value < 0  # 1.2 m and 4 W do not carry 10 Mbit/s up in the rain


def test_a_licence_that_ends_at_the_border_is_said_where_the_country_is_the_users(small):
    nets = small.service(
        "nets", "Pak broadband", out="not licensed: pending", kinds=("broadband",), countries=("PK",)
    )
    asked = small.need(
        small.measure("rate", "bit/s", 10e6, 0.99, False), box=(69.5, 24.2, 71.0, 25.8), need_id="N36"
    )
    found = small.answer(asked, small.pool(nets))
    assert "Pak broadband may not be used: not licensed: pending" in map(str, found.notes.flags)
    open_ = small.service(
        "nets", "Pak broadband", kinds=("broadband",), countries=("PK",), rate_bps=1e8, latency_ms=40.0
    )
    state, found = small.state(asked, small.pool(open_))
    assert state is State.MET
    assert found.notes.path == ("nets",)


def test_a_term_that_is_only_a_candidate_keeps_a_service_shut_and_is_named(small, texts):
    term = Term(
        id="T99",
        right=Right.MESSAGE,
        owner="us",
        what="phones for relief",
        assets=("star",),
        grantees=("country:PK",),
        standing=Standing.CANDIDATE,
    )
    pool = small.pool(terms=Terms(rows=(term,)))
    state, found = small.state(texts, pool)
    assert state is State.NOT_MET
    (mends,) = map(str, found.notes.remedies)
    assert mends.startswith("with term T99 agreed, Star phones delivers in 20 s (median)")
    assert small.state(texts, pool.with_terms("T99"))[0] is State.MET


def test_a_parcel_is_carried_by_passes_and_a_plain_link_books_nothing(small, texts, half_day):
    pool = small.pool()
    parcel = Parcel(aboard="star-0", ready=half_day.start, by=half_day.end)
    asked = replace(texts, parcel=parcel)
    assert Connect().bookable(texts, pool, small.world(pool), half_day) == []
    booked: list[Opportunity] = Connect().bookable(asked, pool, small.world(pool), half_day)
    assert booked == []  # no station of this pool takes images


@pytest.mark.parametrize("which", ["texts", "calls", "rate", "camp"])
def test_a_batch_of_losses_says_what_fresh_answers_say_and_never_more_with_fewer(small, which, bandwidth):
    measures: dict[str, Measure] = {
        "texts": small.measure("message_delivery", "s", 120.0),
        "calls": small.measure("voice_calls", "calls", 20.0, 0.98, False),
    }
    asked = {
        "rate": bandwidth,
        "camp": small.need(small.measure("latency", "ms", 800.0), box=(69.5, 24.2, 71.0, 25.8)),
    }.get(which)
    asked = asked or small.need(measures[which])
    pool = small.pool()
    world = small.world(pool)
    found = small.answer(asked, pool, world)
    rng = np.random.default_rng(11)
    more = rng.random((60, len(pool.assets))) < 0.85
    fewer = more & (rng.random(more.shape) < 0.85)
    assert (found.held(fewer).certain <= found.held(more).certain).all()
    assert (found.held(fewer).hopeful <= found.held(more).hopeful).all()
    whole = np.ones((1, len(pool.assets)), dtype=bool)
    assert (found.held(more).certain <= found.held(whole).certain).all()
    irrelevant = np.where(found.rests_on, True, False)[None, :]
    np.testing.assert_array_equal(found.held(irrelevant).certain, found.held(whole).certain)
    for row in range(0, 60, 12):
        lost = [a.id for a, kept in zip(pool.assets, more[row], strict=True) if not kept]
        fresh = small.answer(asked, pool.losing(frozenset(lost)), world)
        everything = np.ones((1, len(pool.assets) - len(lost)), dtype=bool)
        after, anew = found.held(more[row : row + 1]), fresh.held(everything)
        np.testing.assert_allclose(after.certain, anew.certain)
        np.testing.assert_allclose(after.hopeful, anew.hopeful)


def test_a_measure_that_connect_does_not_know_is_unknown_and_says_what_it_knows(small):
    asked = small.need(small.measure("jitter", "ms", 5.0))
    state, found = small.state(asked, small.pool())
    assert state is State.UNKNOWN
    assert str(found.notes.figures[0].missing).startswith(
        "a way to judge 'jitter'; connect judges message_delivery"
    )


def test_six_hundred_losses_are_judged_as_arrays_and_not_one_by_one(small, texts):
    pool = small.pool()
    found = small.answer(texts, pool)
    alive = np.random.default_rng(5).random((600, len(pool.assets))) < 0.97
    assert found.held(alive).certain.shape == (600, 1)
    more = calls(lambda: found.held(alive)) - calls(lambda: found.held(alive[:1]))
    assert more < 2 * len(alive)  # one a loss measured, which sorts alike ones together
