"""Every sentence of observe, by what brings it: which satellite, which station, which figure decides."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from serai.needs import Figure, Need, Plan
from serai.observe import ImageRequest
from serai.observe.cautions import _Doubt, _left_out, flags, weak
from serai.observe.clear_sky import clear_look
from serai.observe.explain import _figure, downlink_words, sensor, why
from serai.observe.remedies import _raised, _sentence, remedies
from serai.observe.sensors import DataWay, EligibleSensor, EligibleSensors
from serai.observe.timeliness import Downlink
from serai.pool import Party, Right
from serai.tables import Basis, Provenance
from serai.wording import Reason, reason
from serai.world import SkyChance
from tests.observe.story import DAY, low_orbit, measure, need, pool, radar, satellite, term, world

H = 3600.0
ASSUMED = Provenance(basis=Basis.ASSUMED)
QUICKEST = "from look to hand (the quickest image of each 12 h)"
IN_HAND = "from look to look (in hand within 3 h)"
UNHEARD = "most satellites are out of hearing of the stations that may take their images as they look"


def looked(*kinds: str, resolution: float | None = None) -> Need:
    fine = () if resolution is None else (measure("resolution", resolution, None, "m"),)
    return replace(need(*fine), request=ImageRequest(sensors=kinds))


def scene(of: Need | None = None, **changes: object) -> SimpleNamespace:
    """A case in which nothing is found, but for what a test says."""
    plain = {
        "need": of or looked("radar", resolution=5.0),
        "pool": SimpleNamespace(party=lambda _: None, assets=(), whole=SimpleNamespace(assets=())),
        "eligible": EligibleSensors(found=()),
        "looks": (),
        "period": SimpleNamespace(within=DAY, by_rate=False),
    }
    return SimpleNamespace(**(plain | changes))


def seen(*inside: bool, **changes: object) -> SimpleNamespace:
    plain = {"inside": np.array(inside, dtype=bool), "satellites": [], "downlink": None, "path": ()}
    return SimpleNamespace(**(plain | {"stations": [], "hearers": []} | changes))


def eye(name: str, *ways: DataWay) -> EligibleSensor:
    of = radar(name)
    return EligibleSensor(asset=satellite(name, low_orbit(0.0), of), sensor=of, ways=ways, stares=False)


def nothing_seen(**changes: object) -> str:
    return str(why(scene(**changes), seen(), (), ""))


# -- why nothing is seen ------------------------------------------------------------------------------


def test_what_a_need_accepts_is_said_by_kind_and_resolution():
    assert (
        str(sensor(looked("radar", "optical", resolution=0.5))) == "radar or optical camera of 50 cm or finer"
    )
    assert str(sensor(looked("geo-imager"))) == "geostationary imager"
    assert str(sensor(replace(looked(), request=ImageRequest(sensors=())))) == "sensor"


def test_looks_that_no_station_hears_and_a_pool_without_a_dish_are_two_things():
    found = {"eligible": EligibleSensors(found=(eye("radar-a"), eye("radar-b"))), "looks": (1,)}
    assert nothing_seen(**found) == (
        "radar-a, radar-b look, but no station has an antenna that takes images in (dishes.csv)"
    )
    little = pool()
    heard = SimpleNamespace(party=lambda _: None, assets=little.assets, whole=SimpleNamespace(assets=()))
    assert nothing_seen(**found, pool=heard) == (
        "radar-a, radar-b look, but no station that may take their images hears them within a day"
    )


def test_a_place_out_of_reach_names_who_does_not_reach_it():
    assert nothing_seen(eligible=EligibleSensors(found=(eye("radar-a"),))) == (
        "no radar of 5 m or finer comes into view in the judged time (radar-a does not reach the place)"
    )


def test_images_that_no_term_lets_the_party_have_name_party_and_satellites():
    barred = {"eligible": EligibleSensors(found=(), barred=tuple(eye(n).asset for n in "abcde"))}
    said = "have images of any radar of 5 m or finer; a, b, c and 2 more would do"
    assert nothing_seen(**barred) == f"no term in force lets the people who ask {said}"
    relief = Party(id="r", name="Relief", kind="agency", country="PK")
    of = SimpleNamespace(party=lambda _: relief, assets=(), whole=SimpleNamespace(assets=()))
    assert nothing_seen(**barred, pool=of) == f"no term in force lets Relief {said}"


def test_a_figure_nobody_published_decides_before_there_is_said_to_be_no_sensor():
    lacks = reason("observe.missing.reach", sensor="A strip")
    assert nothing_seen(eligible=EligibleSensors(found=(), unknown=(lacks,))) == (
        "no radar of 5 m or finer is known to count; nobody published the reach of A strip (sensors.csv, "
        "off_nadir_max_deg or incidence_min_deg and incidence_max_deg)"
    )
    assert nothing_seen() == "no satellite of the pool carries any radar of 5 m or finer"


def test_looks_after_the_judged_time_are_said_to_serve_what_is_asked_in_it():
    later = figure("revisit", 12.0, typical=3.0)
    assert str(why(scene(), seen(), (later,), "")) == (
        "no look begins in the judged time; later ones serve what is asked in it"
    )


# -- why the figures are what they are ---------------------------------------------------------------


def figure(
    name: str,
    threshold: float,
    typical: float | None = None,
    worst: float | None = None,
    missing: Reason | str = "",
) -> Figure:
    of = replace(measure("revisit", threshold, 0.95), name=name)
    none = np.empty(0)
    return Figure(
        measure=of, tai_ns=none.astype(np.int64), values=none, typical=typical, worst=worst, missing=missing
    )


def down(median_s: float, p95_s: float, worst_s: float) -> Downlink:
    return Downlink(median_s=median_s, p95_s=p95_s, worst_s=worst_s, looks=3)


@pytest.mark.parametrize(
    ("waits", "says"),
    [
        (down(120.0, 5.9 * H, 5.9 * H), "2 min after the look (median; 95 %: 5.9 h, worst: 5.9 h)"),
        (
            down(120.0, np.inf, np.inf),
            "2 min after the look (median; 95 %: not within a day, worst: not within a day)",
        ),
        (down(np.inf, np.inf, np.inf), "not within a day for most looks"),
    ],
)
def test_how_long_images_take_to_the_ground(waits, says):
    assert str(downlink_words(waits)) == says


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (
            figure("request_to_hand", 12.0, 5.87, 11.5),
            "from request to hand 5.87 h (median), 11.5 h for 95 % of the time (12 h asked)",
        ),
        (
            figure("image_to_hand", 3.0, 0.386),
            "from look to hand 23.2 min (median), no bound for 95 % of the time (3 h asked)",
        ),
        (figure("repeat_pass", 288.0), "between passes on the same track: never (12 d asked)"),
        (
            figure("revisit", 120.0, 6.22, 6.22),
            "from look to look 6.22 h (median), 6.22 h for 95 % of the time (5 d asked)",
        ),
        (
            replace(figure("revisit", 120.0, 6.22, 6.22), by_rate=True),
            "a look comes every 6.22 h on average (5 d asked)",
        ),
        (
            replace(figure("repeat_pass", 288.0, 336.0, 336.0), by_rate=True),
            "a look that repeats an earlier one comes every 14 d on average (12 d asked)",
        ),
        (figure("colour", 1.0), "colour: never (60 min asked)"),
    ],
)
def test_a_figure_is_said_beside_what_is_asked(one, says):
    assert str(_figure(one, looked("radar"))) == says


@pytest.mark.parametrize(
    ("one", "says"),
    [
        (
            figure("image_to_hand", 3.0, 0.386),
            f"{QUICKEST} 23.2 min (median), no bound for 95 % of the time (3 h asked)",
        ),
        (
            figure("revisit", 12.0, 6.22, 6.22),
            f"{IN_HAND} 6.22 h (median), 6.22 h for 95 % of the time (12 h asked)",
        ),
        (
            replace(figure("revisit", 12.0, 6.22, 6.22), by_rate=True),
            "a look in hand in time comes every 6.22 h on average (12 h asked)",
        ),
    ],
)
def test_a_need_that_asks_for_both_is_told_which_looks_and_which_images_count(one, says):
    both = need(measure("revisit", 12.0), measure("image_to_hand", 3.0))
    assert str(_figure(one, both)) == says


def test_the_sentence_names_who_looks_where_images_come_down_and_who_would_hear_them():
    of = pool()
    t15 = term("T15", Right.DOWNLINK, ("radar-a",))
    served = seen(
        True,
        True,
        satellites=["radar-a", "radar-b"],
        downlink=down(1801.0, 2 * H, 3 * H),
        path=("kashi", "radar-a"),
        hearers=[("karachi", t15)],
    )
    lacks = reason("observe.missing.delay", term="T19")
    figures = (figure("revisit", 12.0, 3.0, 6.0), figure("image_to_hand", 3.0, missing=lacks))
    case = scene(pool=of)
    assert [str(part) for part in why(case, served, figures, "").values["parts"]] == [  # type: ignore[union-attr]
        "2 looks in 24 h by radar-a, radar-b",
        f"an image is down {downlink_words(served.downlink)}, mostly at Kashi",
        f"{UNHEARD} (Karachi would hear them, but T15 is not agreed)",
        "from look to look 3 h (median), 6 h for 95 % of the time (12 h asked)",
        "nobody published the delay of delivery under T19 (terms.csv, delay_h)",
    ]


@pytest.mark.parametrize(("median_s", "waits"), [(1800.0, False), (1800.1, True)])
def test_a_wait_beyond_half_an_hour_is_said_to_need_a_reason(median_s, waits):
    served = seen(True, satellites=["radar-a"], downlink=down(median_s, 2 * H, 3 * H))
    said = str(why(scene(pool=pool()), served, (), ""))
    assert said.endswith(f"; {UNHEARD}") == waits
    assert "1 look in 24 h by radar-a; an image is down 30 min after the look" in said
    assert "mostly at" not in said


# -- what an answer rests on, and what a reader must know --------------------------------------------


def test_doubtful_figures_are_told_together_the_weakest_first():
    t4 = term("T4", Right.IMAGE, ("radar-a",), provenance=ASSUMED)
    assumed = replace(radar("radar-a"), provenance=Provenance(basis=Basis.RECALLED))
    both = [
        replace(eye(name, DataWay(kind="station", term=t4)), sensor=replace(assumed, satellite=name))
        for name in ("radar-a", "radar-b")
    ]
    case = scene(
        need(measure("request_to_hand", 12.0, 0.9), measure("resolution", 5.0, None, "m")),
        pool=pool(),
        eligible=EligibleSensors(found=tuple(both)),
        looks=SimpleNamespace(satellite=np.array([0, 1]), eye=np.array([0, 1])),
    )
    served = seen(True, True, satellites=["radar-b", "radar-a"], stations=["kashi"])
    said = [(str(w.what), str(w.basis)) for w in weak(case, served)]
    assert said[:3] == [
        ("term T4 on images of radar-b, radar-a", "assumed"),
        ("processing time of N01", "assumed"),
        ("last mile of N01", "assumed"),
    ]
    assert ("resolution of radar-b, radar-a", "recalled") in said
    assert len(said) == 5


@pytest.mark.parametrize(
    "what", ["resolution", "scan_repeat", "incidence", "pointing", "delivery", "position"]
)
def test_each_doubt_is_said_with_whose_figure_it_is(what):
    doubt = _Doubt(what, "A", Basis.ASSUMED)
    assert str(reason(f"observe.weak.{doubt.what}", whose=(doubt.whose,))) == f"{what.replace('_', ' ')} of A"


def test_a_rate_a_purchase_and_what_is_left_out_are_things_to_know():
    bought = DataWay(kind="station", term=term("T17", Right.IMAGE, ("a",), when="commercial, by the scene"))
    free = DataWay(kind="station", term=term("T4", Right.IMAGE, ("a",)))
    lacks = tuple(reason("observe.missing.delay", term=t) for t in ("T1", "T2"))
    case = scene(
        pool=pool(),
        eligible=EligibleSensors(found=(eye("radar-a", bought, free), eye("radar-b", bought)), unknown=lacks),
        period=SimpleNamespace(within=DAY, by_rate=True),
    )
    assert [str(f) for f in flags(case, seen(satellites=["radar-a"]), world(pool()))] == [
        "revisit judged from the rate of looks over 24 h",
        f"left out because nobody published it: {lacks[0]} and 1 more figure",
        "images are bought under T17",
    ]
    quiet = replace_found(case, eye("radar-b", free))
    assert "bought" not in str([str(f) for f in flags(quiet, seen(satellites=["radar-b"]), world(pool()))])


def replace_found(case: SimpleNamespace, *found: EligibleSensor) -> SimpleNamespace:
    return SimpleNamespace(**(vars(case) | {"eligible": EligibleSensors(found=found)}))


def test_one_figure_left_out_is_said_alone():
    (said,) = _left_out((reason("observe.missing.scan_repeat", sensor="A imager"),))
    assert str(said) == (
        "left out because nobody published it: scan repeat of A imager (sensors.csv, image_every_min)"
    )


@pytest.mark.parametrize(
    ("key", "values", "says"),
    [
        ("missing.resolution", {"sensor": "A x"}, "resolution of A x (sensors.csv, resolution_m)"),
        ("missing.delivery", {"sensor": "A x"}, "delivery of A x (sensors.csv, delivery)"),
        (
            "missing.on_ground",
            {"need": "N01"},
            "time on the ground of N01 (needs.csv, processing_h and last_mile_h)",
        ),
        ("missing.all", {"figures": ("a", "b")}, "a; b"),
        (
            "missing.measure",
            {"measure": "colour", "unit": "nm"},
            "meaning of the measure 'colour' in 'nm' to the service observe",
        ),
        ("look.down", {"look": "x"}, "bring down x"),
    ],
)
def test_figures_nobody_published_are_said_with_the_cell_that_lacks_them(key, values, says):
    assert str(reason(f"observe.{key}", **values)) == says


@pytest.mark.parametrize(
    ("chance", "says"),
    [
        (0.0, "0 % in August (assumed)"),
        (0.48, "48 % in August (assumed), so that a clear one comes every 50 h on average"),
    ],
)
def test_the_chance_of_a_clear_look_names_the_month_and_its_basis(chance, says):
    sky = SkyChance(chance=chance, month=8, basis=Basis.ASSUMED)
    camera = SimpleNamespace(sensor=SimpleNamespace(needs_clear_sky=True))
    eyes = SimpleNamespace(eye=np.array([0]))
    case = scene(eligible=SimpleNamespace(found=(camera,)), looks=eyes, sky=sky, sky_chance=chance)
    found = clear_look(case, seen(True))
    assert found is not None
    assert str(found.words) == f"a look is clear with a chance of {says}"


# -- what would mend -----------------------------------------------------------------------------------


def shares(*values: float) -> SimpleNamespace:
    of = need(measure("request_to_hand", 12.0, 0.9), measure("image_to_hand", 3.0, 0.9))
    return SimpleNamespace(need=of, shares=lambda: np.array(values))


def test_only_measures_that_would_hold_for_more_of_the_time_are_said_to():
    assert str(_raised(shares(0.5, 0.75), shares(1.0, 0.754))) == (
        "request to hand holds 100 % of the time instead of 50 %"
    )
    both = str(_raised(shares(0.0, 0.75), shares(1.0, 0.76)))
    assert both.startswith(
        "request to hand holds 100 % of the time instead of 0 % and image to hand holds 76 %"
    )


@pytest.mark.parametrize(
    ("right", "what", "says"),
    [
        (
            Right.DOWNLINK,
            "take it at Karachi",
            "with T15 agreed (take it at Karachi) and the day booked as it is now, ",
        ),
        (Right.DOWNLINK, "", "with T15 agreed (downlink) and the day booked as it is now, "),
        (Right.IMAGE, "", "with T15 agreed (images) and the day booked as it is now, "),
        (Right.OPEN_DATA, "", "with T15 agreed (open data) and the day booked as it is now, "),
    ],
)
def test_a_term_is_told_by_what_it_says_of_itself_or_by_its_right(monkeypatch, right, what, says):
    waits = {"downlink": None}
    monkeypatch.setattr("serai.observe.remedies.ServedLooks", lambda case: SimpleNamespace(**waits))  # noqa: ARG005
    t15 = term("T15", right, ("a",), what=what)
    before, after = shares(0.5, 0.9), shares(1.0, 0.9)
    raised = "request to hand holds 100 % of the time instead of 50 %"
    assert str(_sentence(before, after, t15, Plan())) == says + raised
    planned = Plan(planned_with=lambda term: Plan())  # noqa: ARG005
    with_it = says.replace("the day booked as it is now", "the day planned with it")
    assert str(_sentence(before, after, t15, planned)) == with_it + raised
    waits["downlink"] = down(120.0, 240.0, 240.0)
    assert str(_sentence(before, after, t15, Plan())) == (
        f"{says}{raised}, and an image is down 2 min after the look (median; 95 %: 4 min, worst: 4 min)"
    )


def test_a_need_that_is_met_has_nothing_to_mend():
    of = SimpleNamespace(**vars(shares(0.9, 0.9)))
    assert remedies(of, SimpleNamespace(), SimpleNamespace()) == ()
