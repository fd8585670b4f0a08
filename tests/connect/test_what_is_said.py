"""What connect says of texts and calls: the service, the reason and the figure that decide."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.connect.telling import (
    ALWAYS,
    HALF,
    NEVER,
    SINDH,
    WIDE,
    asked,
    asset,
    candidate,
    carrier,
    messenger,
    pool,
    told,
)

from serai.connect import Messenger
from serai.connect.admission import opened_by, refusal
from serai.connect.endpoints import ends
from serai.connect.explain_calls import tell_calls
from serai.connect.explain_messages import Ranked, shut, texts_alone
from serai.connect.voice import Exchange
from serai.earth import Box
from serai.radio import Terminal
from serai.wording import reason

# -- why a service may not be used ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            {"box": Box(lon_min=75, lat_min=10, lon_max=135, lat_max=55)},
            "its service area (75 E to 135 E, 10 N to 55 N) does not reach here",
        ),
        (
            {"box": Box(lon_min=67, lat_min=-5, lon_max=-150, lat_max=50)},
            "its service area (67 E to 150 W, 5 S to 50 N) leaves out the edge",
        ),
        ({"countries": ("CN", "IN")}, "not licensed in PK"),
        ({"countries": ("CN", "PK")}, ""),
    ],
)
def test_the_area_or_the_licence_that_keeps_a_service_shut_is_named(fields, says):
    one = asset("S", messenger(**fields))
    assert str(refusal(one, one.fitted(Messenger)[0], asked(), SINDH, pool(one))) == says


def test_a_licence_by_country_is_of_no_use_where_nobody_knows_the_country():
    one = asset("S", messenger(countries=("PK",)))
    nowhere = replace(SINDH, countries=frozenset())
    assert str(refusal(one, one.fitted(Messenger)[0], asked(), nowhere, pool(one))) == (
        "it is licensed country by country, and nobody said in which country the user stands"
    )


def test_what_puts_a_service_out_of_order_is_said_with_its_first_remarks_only():
    note = reason("corridor.note", note="one; two; three")
    out = reason("corridor.status", status="unverified", note=note)
    one = asset("S", messenger(), out=out, note="one; two; three")
    assert str(refusal(one, one.fitted(Messenger)[0], asked(), SINDH, pool(one))) == "unverified: one; two"


def test_a_term_opens_only_what_nothing_else_keeps_shut():
    term = candidate("T9", "s")
    one = asset("S", messenger())
    barred = pool(one, terms=(term,))
    why = refusal(one, one.fitted(Messenger)[0], asked(), SINDH, barred)
    assert str(why) == "no sharing term in force grants it to ndma"
    assert opened_by(why, one, asked(), barred) == term
    elsewhere = asset("S", messenger(box=Box(lon_min=75, lat_min=10, lon_max=135, lat_max=55)))
    far = pool(elsewhere, terms=(term,))
    why = refusal(elsewhere, elsewhere.fitted(Messenger)[0], asked(), SINDH, far)
    assert opened_by(why, elsewhere, asked(), far) is None
    nobody = refusal(one, one.fitted(Messenger)[0], asked(party=""), SINDH, barred)
    assert str(nobody) == "no sharing term in force grants it to this user"


def test_a_user_in_a_box_stands_at_named_corners():
    where = ends(asked(), pool())
    assert [str(n) for n in where.names] == [
        "the centre",
        "the south-west corner",
        "the south-east corner",
        "the north-east corner",
        "the north-west corner",
    ]


# -- texts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "values", "says"),
    [
        (
            carrier("S", delivery_s=None),
            NEVER,
            "S may be used, but nobody published how long it takes to deliver",
        ),
        (
            carrier("S", seen=np.zeros((1, 2, 4), bool)),
            NEVER,
            "S may be used, but none of its satellites rises above the sky mask",
        ),
        (
            carrier("S", seen=np.ones((1, 2, 4), bool), satellites=(0,), lowest_deg=(40.0,)),
            NEVER,
            "S may be used, but its satellites are not seen from every place of the need",
        ),
        (carrier("S"), HALF, "S delivers in 7.75 min (median), within 2 min for 50 % of the time"),
        (
            carrier("S", seen=np.ones((1, 2, 4), bool), satellites=(0,), lowest_deg=(40.2,)),
            ALWAYS,
            "S delivers in 30 s (median) through Sat at 40 deg, within 2 min for 100 % of the time",
        ),
        (
            carrier(
                "S", seen=np.ones((4, 2, 4), bool), satellites=(0, 0, 0, 0), lowest_deg=(1.0, 2.0, 3.0, 4.0)
            ),
            ALWAYS,
            "S delivers in 30 s (median) through 4 satellites that pass, within 2 min for 100 % of the time",
        ),
    ],
)
def test_how_soon_a_service_delivers_or_why_nobody_can_say(one, values, says):
    assert str(told(Ranked(counted=[(one, values)]), 0.0, of=pool(asset("Sat"))).why) == says


def test_no_service_is_said_by_what_was_asked():
    both = told(Ranked(counted=[]), 0.0, ways=frozenset({"message", "broadcast"})).why
    assert str(both) == "no broadcast or message service in order may be used at every place of this need"


def test_beside_the_best_three_are_told_in_full_and_the_rest_by_name():
    ranked = Ranked(counted=[(carrier(n), ALWAYS) for n in "ABCDEF"])
    said = [str(s) for s in told(ranked, 1.0).substitutes]
    assert [s.split()[0] for s in said[:3]] == ["B", "C", "D"]
    assert said[3] == "E and F may be used too"


def test_another_terminal_is_a_substitute_while_the_need_is_met_and_a_remedy_only_where_it_is_better():
    handset = Terminal(id="hs", name="Handset", bands=("L",))
    others = [(carrier("B", terminal="hs"), ALWAYS), (carrier("C", terminal="x"), HALF)]
    ranked = Ranked(counted=[(carrier("A"), HALF)], others=others)
    of = pool(facts=(handset,))
    met = told(ranked, 0.99, of=of)
    assert [str(s) for s in met.substitutes] == [
        "with another terminal (Handset) B delivers in 30 s (median), within 2 min for 100 % of the time",
        "with another terminal C delivers in 7.75 min (median), within 2 min for 50 % of the time",
    ]
    assert met.remedies == ()
    short = told(ranked, 0.5, of=of)
    assert short.substitutes == ()
    assert [str(s).partition(" delivers")[0] for s in short.remedies] == ["with another terminal (Handset) B"]


def test_four_other_terminals_are_more_than_are_told_in_full():
    others = [(carrier(n, terminal="x"), ALWAYS) for n in "ABCDE"]
    said = told(Ranked(counted=[], others=others), 1.0).substitutes
    assert str(said[3]) == "with other terminals also D and E"


@pytest.mark.parametrize(("values", "mends"), [(ALWAYS, True), (HALF, False)])
def test_a_term_mends_only_where_its_service_holds_for_more_of_the_time(values, mends):
    ranked = Ranked(counted=[(carrier("A"), HALF)], opened=[(carrier("B"), values, candidate("T9", "b"))])
    said = [str(s) for s in told(ranked, 0.5).remedies]
    assert (
        said
        == ["with term T9 agreed, B delivers in 30 s (median), within 2 min for 100 % of the time"] * mends
    )
    assert told(ranked, 0.98).remedies == ()  # the share asked: nothing needs mending


@pytest.mark.parametrize(
    ("success", "says"),
    [
        (0.98, "one sending by A succeeds 98 % of the time; that is counted in the share"),
        (
            0.979,
            (
                "one sending by A succeeds 97.9 % of the time, less than the 98 % asked; "
                "sending again counts only where the service is known to acknowledge"
            ),
        ),
    ],
)
def test_a_chance_of_arriving_below_what_is_asked_says_so(success, says):
    ranked = Ranked(counted=[(carrier("A", success=success), ALWAYS)])
    assert [str(f) for f in told(ranked, 1.0).flags] == [says]


def test_the_assumed_figures_of_a_message_service_are_named():
    of_all = carrier(
        "A",
        satellites=(),
        status="in service",
        box=WIDE,
    )
    of_all = replace(of_all, messenger=replace(of_all.messenger, satellites=("x",)))
    assert [str(w.what) for w in told(Ranked(counted=[(of_all, ALWAYS)]), 1.0).weak] == [
        "satellites that carry A",
        "delivery time of A",
        "state of service of A",
        "service area of A",
    ]


def test_a_service_that_no_term_opens_is_a_thing_to_know_and_texts_may_go_by_the_others():
    one, shut_one = asset("A", messenger()), asset("B", messenger(), out="lost")
    of = pool(one, shut_one)
    assert [str(s) for s in shut(asked(), SINDH, of, frozenset({"message"}))] == ["B may not be used: lost"]
    assert [str(s) for s in texts_alone(asked(), SINDH, of)] == ["texts alone may go by A"]
    one_by_one = told(Ranked(counted=[]), 0.0, ways=frozenset({"broadcast"}), of=of)
    assert [str(s) for s in one_by_one.substitutes] == ["to one receiver at a time a text may go by A"]


# -- calls --------------------------------------------------------------------------------------------


def exchange(name: str, calls: float | None, seen=1.0) -> Exchange:
    times = np.arange(10) < 10 * seen
    return Exchange(asset=asset(name), assets=(0,), any_of=(), calls=calls, seen=np.array([times, times]))


def test_the_exchange_in_view_longest_is_named_first_and_what_nobody_published_is_said():
    found = (exchange("A", 500.0, 0.5), exchange("B", 100.0), exchange("C", None), exchange("D", 0.0))
    told_ = tell_calls(found, asked(), SINDH, pool(), ())
    assert str(told_.why) == "B has 100 voice channels over its whole area and is in view 100 % of the time"
    assert [str(s) for s in told_.substitutes] == [
        "A carries calls too: 500 channels",
        "C might carry calls too; nobody published how many at once",
    ]
    assert [str(f) for f in told_.flags] == ["D carries no call here: its link budget does not close"]


def test_calls_of_unknown_number_and_no_calls_at_all_are_two_things():
    unknown = tell_calls((exchange("A", None), exchange("B", None)), asked(), SINDH, pool(), ())
    assert str(unknown.why) == "A and B would carry calls, but nobody published how many at once"
    none = tell_calls((), asked(), SINDH, pool(), ((asset("A"), candidate("T9", "a")),))
    assert str(none.why) == "no phone service in order may be used at every place of this need"
    assert [str(s) for s in none.remedies] == ["with term T9 agreed A would carry calls"]
