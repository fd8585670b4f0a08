"""What connect says of rates: the path, the loss and the figure that decide."""

from __future__ import annotations

import re
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest
from tests.connect.telling import ALWAYS, HALF, SINDH, asked, asset, candidate, carrier, messenger, pool, told

from serai.connect import Beam
from serai.connect.answer import ConnectAnswer
from serai.connect.explain_messages import Ranked
from serai.connect.explain_rates import _group, _Paths, _Told
from serai.connect.judged import JudgedFigure, Story
from serai.connect.link_budgets import Link, Look
from serai.connect.links import Capability, _missing, missing_cell
from serai.connect.remedies import helps
from serai.connect.routes import FAR, USER, Edge, Network
from serai.connect.space_paths import OTHER_BAND, Drawn, Skyway
from serai.needs import Weak
from serai.pool import Pool
from serai.radio import Terminal
from serai.tables import Basis
from serai.wording import PSEUDO, reason, say

# -- rates --------------------------------------------------------------------------------------------


def edge(a: str, b: str, place: int, certain: float, hopeful: float | None = None, ms: float = 5.0) -> Edge:
    return Edge(
        a=a,
        b=b,
        assets=(place,),
        certain_bps=certain,
        hopeful_bps=certain if hopeful is None else hopeful,
        latency_ms=ms,
    )


def rate_told(*edges: Edge, groups: tuple[tuple[str, ...], ...] = (), asked_bps: float = 1e9):
    network = Network(tuple(edges), 1e6)
    names = "ABCDEFGH"
    assets = tuple(
        asset(names[k], groups=frozenset(groups[k] if k < len(groups) else ())) for k in range(len(names))
    )
    one = SimpleNamespace(name="Karachi", network=network, weak={})
    usual = np.ones(len(edges), dtype=bool)
    told_ = _Told(one=one, there=reason("connect.place.others"), asked_bps=asked_bps, pool=pool(*assets))
    paths = _Paths.of(one, usual, asked_bps)
    return told_, paths, network.capacity_bps(usual, hopeful=False), usual


@pytest.mark.parametrize(
    ("edges", "says"),
    [
        ((edge(USER, FAR, 0, 5e6),), "A (10 ms there and back) with 5 Mbit/s only, 1 Gbit/s asked"),
        (
            (edge(USER, FAR, 0, 0.0, np.inf),),
            "A (10 ms there and back), but nobody published what it carries; 1 Gbit/s asked",
        ),
        (
            (edge(USER, FAR, 0, 5e6, np.inf),),
            "A (10 ms there and back), but nobody published more than 5 Mbit/s of it; 1 Gbit/s asked",
        ),
        (
            (edge(USER, FAR, 0, 2e9),),
            "one path with 1 Gbit/s or more, 2 Gbit/s in all; the quickest is by A (10 ms there and back)",
        ),
    ],
)
def test_why_a_rate_is_what_it_is(edges, says):
    told_, paths, certain_bps, _ = rate_told(*edges)
    assert str(told_.why(paths, certain_bps)) == f"Karachi reaches the other side by {says}"


def test_without_any_edge_nothing_joins_the_two_sides():
    told_, paths, certain_bps, _ = rate_told()
    assert str(told_.why(paths, certain_bps)) == (
        "no cable, beam or broadband service in order joins Karachi to the other side"
    )


def test_a_quicker_path_that_nobody_knows_the_capacity_of_is_told_beside_the_sure_ones():
    sure = (edge(USER, FAR, 0, 2e9), edge(USER, FAR, 1, 3e9, ms=9.0))
    told_, paths, certain_bps, _ = rate_told(*sure, edge(USER, FAR, 2, 0.0, np.inf, ms=2.0))
    assert str(told_.why(paths, certain_bps)) == (
        "Karachi reaches the other side by 2 paths that share no segment with 1 Gbit/s or more, 5 Gbit/s in "
        "all; the quickest is by A (10 ms there and back); quicker would be C (4 ms there and back), but "
        "nobody published its capacity"
    )
    slower, paths, certain_bps, _ = rate_told(*sure, edge(USER, FAR, 2, 0.0, np.inf, ms=5.0))
    assert "quicker" not in str(slower.why(paths, certain_bps))


def test_what_all_paths_pass_is_named_and_only_that():
    both = (edge(USER, FAR, 0, 2e9), edge(USER, FAR, 1, 3e9))
    groups = (("landing:karachi", "corridor:red-sea"), ("landing:karachi",))
    told_, paths, certain_bps, _ = rate_told(*both, groups=groups)
    assert str(told_.why(paths, certain_bps)).endswith("; all of them pass the landing at Karachi")


@pytest.mark.parametrize(
    ("second_bps", "says"),
    [
        (0.0, "without the landing at Karachi nothing that is known to carry anything remains"),
        (5e8, "without the landing at Karachi only 500 Mbit/s remain"),
        (1e9, "without the landing at Karachi 1 Gbit/s remain, the quickest by B (10 ms there and back)"),
    ],
)
def test_what_the_worst_loss_leaves(second_bps, says):
    both = (edge(USER, FAR, 0, 2e9), edge(USER, FAR, 1, second_bps))
    told_, paths, _, usual = rate_told(*both, groups=(("landing:karachi",), ()))
    assert str(told_.worst_loss(usual, paths.sure)) == says


def test_of_several_groups_the_one_that_takes_most_is_the_worst_and_the_first_by_name_on_a_tie():
    both = (edge(USER, FAR, 0, 2e9), edge(USER, FAR, 1, 3e9))
    told_, paths, _, usual = rate_told(*both, groups=(("landing:a",), ("landing:b",)))
    assert str(told_.worst_loss(usual, paths.sure)).startswith("without the landing at B 2 Gbit/s remain")
    alike = (edge(USER, FAR, 0, 2e9), edge(USER, FAR, 1, 2e9))
    told_, paths, _, usual = rate_told(*alike, groups=(("landing:b",), ("landing:a",)))
    assert str(told_.worst_loss(usual, paths.sure)).startswith("without the landing at A 2 Gbit/s remain")


def test_no_loss_is_told_where_nothing_is_shared_with_anything():
    told_, paths, _, usual = rate_told(edge(USER, FAR, 0, 2e9))
    assert told_.worst_loss(usual, paths.sure) == ""


def test_of_a_long_path_the_first_three_and_the_last_are_named():
    nodes = [USER, "a", "b", "c", "d", "e", FAR]
    edges = [edge(nodes[k], nodes[k + 1], k, 2e9, ms=1.0) for k in range(6)]
    told_, paths, certain_bps, _ = rate_told(*edges)
    assert str(told_.why(paths, certain_bps)).endswith(
        "the quickest is by A, B, C, ..., F (12 ms there and back)"
    )


@pytest.mark.parametrize(
    ("slug", "says"),
    [
        ("corridor:red-sea", "the Red Sea corridor"),
        ("landing:karachi", "the landing at Karachi"),
        ("landing-party:ptcl", "the landings of Ptcl"),
        ("slot:38-2e", "the orbital slot at 38.2E"),
        ("site:kashi", "the site Kashi"),
        ("constellation:beidou", "the constellation Beidou"),
        ("plane:gaofen-1", "the orbital plane Gaofen 1"),
        ("provider:maxar", "the provider Maxar"),
        ("power-grid:south", "the power grid South"),
    ],
)
def test_a_group_is_said_as_operators_say_it(slug, says):
    assert str(_group(slug)) == says


# -- satellites and services beside the path ----------------------------------------------------------


def way(name: str, certain: float, hopeful: float | None = None, larger=None, **changes) -> Skyway:
    capability = Capability(
        certain_bps=certain,
        hopeful_bps=certain if hopeful is None else hopeful,
        missing=reason("connect.missing.capacity_bps", beam=name) if hopeful is not None else "",
    )
    plain = Skyway(
        asset=asset(name, country="XX"),
        beam="",
        elevation_deg=None,
        refused="",
        draw=lambda: Drawn(capability=capability, up=edge("(dish)", FAR, 0, certain)),
        wider=lambda: larger,
    )
    return replace(plain, **changes)


def helped(*ways: Skyway, of: Pool | None = None):
    return helps(asked(), SINDH, of or pool(), ways, 1e7, ())


def test_only_what_might_carry_the_rate_is_a_substitute():
    found = helped(
        way("A", 2e7, elevation_deg=36.4), way("B", 0.0, np.inf), way("C", 1e6, 1e9), way("D", 9.9e6)
    )
    figure = "nobody published the capacity of {} (beams.csv, capacity_bps)"
    assert [str(s) for s in found.substitutes] == [
        "A (36 deg up) carries 20 Mbit/s without any cable",
        f"C might carry it without any cable: 1 Mbit/s on one carrier; {figure.format('C')}",
        f"B might carry it without any cable: {figure.format('B')}",
    ]
    assert found.remedies == ()


def test_the_sixth_satellite_in_view_is_counted_and_not_told():
    found = helped(*(way(n, 2e7) for n in "ABCDEF"))
    assert str(found.substitutes[-1]) == "and 2 more in view"


def test_a_larger_terminal_is_a_remedy_where_one_would_carry_the_rate():
    found = helped(way("A", 9e6, larger=("Ku VSAT 1.8 m, 8 W", 2.88e7)))
    assert found.substitutes == ()
    assert [str(s) for s in found.remedies] == [
        "A carries 9 Mbit/s at most; with a Ku VSAT 1.8 m, 8 W it would carry 28.8 Mbit/s"
    ]


def test_a_terminal_of_another_band_might_do_only_where_the_satellite_might_carry_the_rate():
    found = helped(way("A", 0.0, 1e9, refused=OTHER_BAND), way("B", 0.0, 9e6, refused=OTHER_BAND))
    assert str(OTHER_BAND) == "it needs a terminal of another band"
    assert [str(s) for s in found.remedies] == ["with a terminal of another band A might carry it"]


def test_a_term_that_opens_a_broadband_service_is_a_remedy_and_a_shut_one_a_thing_to_know():
    barred = reason("connect.refused.term", party="ndma")
    open_, lost = asset("Net", messenger()), asset("Old", messenger())
    foreign = asset("Far", messenger(countries=("CN",)))
    of = pool(open_, lost, terms=(candidate("T9", "net"),))
    found = helped(
        way("Net", 2e7, asset=open_, refused=barred),
        way("Old", 2e7, asset=lost, refused="lost"),
        way("Far", 2e7, asset=foreign, refused="not licensed in PK"),
        of=of,
    )
    assert [str(s) for s in found.remedies] == [
        "Net may not be used: no sharing term in force grants it to ndma; term T9 would open it"
    ]
    assert [str(s) for s in found.shut] == ["Old may not be used: lost"]
    slow = helped(way("Net", 1e6, asset=open_, refused=barred), of=of)
    assert slow.remedies == ()  # it would be open, and still too slow


# -- figures that nobody published -------------------------------------------------------------------

VSAT = Terminal(id="v", name="VSAT", bands=("Ku",), eirp_dbw=48.0, g_over_t_dbk=19.0)
FULL = Beam(name="East", bands=("Ku",), eirp_dbw=50.0, g_over_t_dbk=5.0)


@pytest.mark.parametrize(
    ("beam", "terminal", "says"),
    [
        (replace(FULL, bands=("C",)), VSAT, "a band that both Sat and VSAT speak"),
        (replace(FULL, eirp_dbw=None), VSAT, "EIRP of Sat (East) (beams.csv, eirp_dbw)"),
        (replace(FULL, g_over_t_dbk=None), VSAT, "G/T of Sat (East) (beams.csv, g_over_t_dbk)"),
        (FULL, replace(VSAT, eirp_dbw=None), "EIRP of VSAT (terminals.csv, eirp_dbw)"),
        (FULL, replace(VSAT, g_over_t_dbk=None), "G/T of VSAT (terminals.csv, g_over_t_dbk)"),
        (FULL, VSAT, "rain at this place (rain.csv)"),
    ],
)
def test_the_first_figure_that_a_link_lacks_is_named(beam, terminal, says):
    look = Look(elevation_deg=40.0, range_m=3.8e7)
    rain = SimpleNamespace()
    link = Link(asset=asset("Sat"), beam=beam, terminal=terminal, proxy=None, look=look, rain=rain)  # type: ignore[arg-type]
    assert str(_missing(link, terminal)) == says


@pytest.mark.parametrize(
    ("column", "says"),
    [
        ("capacity_bps", "capacity of Sat (beams.csv, capacity_bps)"),
        ("user_rate_bps", "rate per user of Sat (beams.csv, user_rate_bps)"),
        ("voice_channels", "voice channels of Sat (beams.csv, voice_channels)"),
    ],
)
def test_a_beam_whose_name_the_satellite_has_is_named_once(column, says):
    assert str(missing_cell(asset("Sat"), replace(FULL, name="Sat"), column)) == says


@pytest.mark.parametrize(
    ("key", "values", "says"),
    [
        ("missing.some", {"figures": ("a", "b", "c", "d")}, "a, b and 2 more"),
        ("missing.any", {}, "a figure that nobody published"),
        ("missing.delivery", {"service": "S"}, "delivery time of S (messengers.csv, delivery_s)"),
        ("missing.calls", {"service": "S"}, "number of calls that S carries at once here"),
        ("missing.rate", {"service": "S"}, "rate of S (messengers.csv, rate_bps)"),
        ("missing.cable", {"cable": "C"}, "capacity of C (links.csv, capacity_bps)"),
        (
            "missing.part",
            {"satellite": "S", "capacity": 2e10},
            "share of S's 20 Gbit/s that one place can have",
        ),
        (
            "missing.measure",
            {"measure": "colour", "known": ("rate", "latency")},
            "a way to judge 'colour'; connect judges rate and latency",
        ),
        ("weak.rate", {"service": "S"}, "rate of S"),
        ("weak.always_seen", {"service": "S"}, "S: taken as always in view"),
        ("weak.cable", {"cable": "C"}, "capacity of C"),
        ("weak.user_rate", {"satellite": "S"}, "rate per user of S"),
        ("weak.payload", {"satellite": "S", "stand_in": "class"}, "payload of S: taken as a class"),
        ("weak.terminal", {"terminal": "T"}, "EIRP and G/T of T"),
        ("weak.gateway", {"satellite": "S"}, "gateway of S"),
        (
            "weak.gateway_unknown",
            {"satellite": "S"},
            "gateway of S: not published, taken as joined to the other side",
        ),
        ("weak.channels", {"satellite": "S"}, "voice channels of S"),
        (
            "weak.channels_stand_in",
            {"satellite": "S", "stand_in": "class"},
            "voice channels of S: taken as a class",
        ),
        ("weak.channels_here", {"satellite": "S"}, "share of S's channels that can be had in one place"),
        ("place.any_of", {"sites": ("Karachi", "Gwadar")}, "Karachi or Gwadar"),
    ],
)
def test_figures_nobody_published_are_said_with_whose_they_are(key, values, says):
    assert str(reason(f"connect.{key}", **values)) == says


# -- an answer ----------------------------------------------------------------------------------------


def test_an_answer_tells_all_its_measures_each_sentence_once_and_the_weakest_first():
    known = Weak(what=reason("connect.weak.cable", cable="C"), basis=Basis.RECALLED)
    weak = Weak(what=reason("connect.weak.cable", cable="D"), basis=Basis.ASSUMED)
    texts = Story(path=("s",), why=reason("connect.calls.none"), flags=(OTHER_BAND,), weak=(known,))
    calls = Story(why=reason("connect.missing.rain"), flags=(OTHER_BAND,), weak=(weak, known))
    parts = tuple(
        JudgedFigure(figure=None, series=None, rests_on=None, tell=lambda s=s: s) for s in (texts, calls)
    )  # type: ignore[arg-type]
    notes = ConnectAnswer(need=asked(), parts=parts, rests_on=np.zeros(0, bool)).notes
    assert str(notes.why) == (
        "no phone service in order may be used at every place of this need; rain at this place (rain.csv)"
    )
    assert notes.flags == (OTHER_BAND,)
    assert notes.path == ("s",)
    assert notes.weak == (weak, known)


def test_in_another_language_only_names_and_numbers_stand_as_they_are():
    said = told(
        Ranked(counted=[(carrier("Star"), ALWAYS)], others=[(carrier("Moon", terminal="x"), HALF)]), 1.0
    )
    for one in (said.why, *said.substitutes):
        bare = re.sub("⟦[^⟧]*⟧", " ", say(one, PSEUDO))
        assert set(bare.split()) <= {"Star", "Moon", "30", "s", "7.75", "min", "2", "100", "50", "%"}
