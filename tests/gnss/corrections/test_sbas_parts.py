"""The parts of SBAS corrections one by one, against the standard's sums written out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from tests.gnss.corrections import sending
from tests.gnss.simulate import START

from serai.errors import Refused
from serai.formats.b2b.messages import B2bLog
from serai.formats.rtcm import SsrMessage
from serai.formats.sbas import SbasLog, messages, read_sbas_log
from serai.formats.sbas.records import Degradation, Region, ServiceRegions
from serai.gnss.corrections.reasons import Why
from serai.gnss.corrections.sbas_fast import Fast
from serai.gnss.corrections.sbas_l1 import l1_table
from serai.gnss.corrections.sbas_regions import delta_udre, holds
from serai.gnss.corrections.source import read_corrections
from serai.time import Instant

C = 299_792_458.0
SECOND = 1_000_000_000
SIGMA_5_M = 0.8315**0.5  # UDREI 5 (DO-229, table A-6)


def figures(**given):
    zero = dict.fromkeys(
        (
            "b_rrc_m", "c_ltc_lsb_m", "c_ltc_v1_mps", "i_ltc_v1_s", "c_ltc_v0_m", "i_ltc_v0_s", "c_geo_lsb_m",
            "c_geo_v_mps", "i_geo_s", "c_er_m", "c_iono_step_m", "i_iono_s", "c_iono_ramp_mps", "rss_udre",
            "rss_iono", "c_covariance",
        ),
        0,
    )  # fmt: skip
    return Degradation(**(zero | given))


def table(rows, *epochs_s, **settings):
    text = "".join(
        sending.sbas_line(START + round(t * SECOND), m) for t, m in sorted(rows, key=lambda r: r[0])
    )
    epochs = np.array([START + round(t * SECOND) for t in epochs_s])
    return l1_table(messages(read_sbas_log(text.encode())), epochs, **settings).corrections


def spoken(fast_m, *, ai=0, long=None, ten=None, more=()):
    """A mask of G01, fast corrections (time, metres), and the messages that go with them."""
    rows = [(-50.0, sending.sbas(1, sending.mask([1], 0)))]
    rows.append((-49.0, sending.sbas(7, [(2, 4), (0, 2), (0, 2), *[(ai, 4)] * 51])))
    rows.append((-48.0, sending.sbas(10, ten or sending.degradation())))
    if long is None:
        long = sending.long_half([(1, 7, np.zeros(3), 0), (0, 0, np.zeros(3), 0)], 0)
        long = [*long, *sending.long_half([(0, 0, np.zeros(3), 0)] * 2, 0)]
    rows.append((-47.0, sending.sbas(25, long)))
    for n, (t, metres) in enumerate(fast_m):
        fields = sending.fast([metres, *[0.0] * 12], [5, *[14] * 12], iodf=n % 3, iodp=0)
        rows.append((t, sending.sbas(2, fields)))
    return [*rows, *more]


def test_range_rates_carry_fast_corrections_on():
    rows = spoken([(-6.0, 1.0), (0.0, 1.75)], ai=3)
    told = table(rows, 0.0, 4.0, 8.0)
    assert told.clock_m[:, 0] == pytest.approx([1.75, 2.25, 2.75])
    assert told.clock_rate_mps[:, 0] == pytest.approx(0.125)
    still = table(spoken([(-6.0, 1.0), (0.0, 1.75)], ai=0), 0.0, 8.0)
    assert still.clock_m[:, 0] == pytest.approx([1.75, 1.75]), "index 0 means that ranges do not drift"


def test_long_term_corrections_with_rates_count_from_their_own_time():
    of_day = int(Instant(START).gpst()[1]) % 86_400 // 16
    half = [
        (1, 1), (1, 6), (7, 8), (8, 11), (-16, 11), (24, 11), (10, 11), (16, 8), (-32, 8), (48, 8), (64, 8),
        (of_day, 13), (0, 2),
    ]  # fmt: skip
    empty = sending.long_half([(0, 0, np.zeros(3), 0)] * 2, 0)
    told = table(spoken([(0.0, 0.0)], long=[*half, *empty]), 0.0, 10.0)
    t0 = of_day * 16
    for e, t in enumerate((0.0, 10.0)):
        since = int(Instant(START).gpst()[1]) % 86_400 + t - t0
        want = np.array([1.0, -2.0, 3.0]) + np.array([16, -32, 48]) / 2048 * since
        assert told.orbit_m[e, 0] == pytest.approx(want)
        assert told.clock_m[e, 0] == pytest.approx(C * (10 * 2.0**-31 + 64 * 2.0**-39 * since))
    assert told.issue[0, 0] == 7


def test_sigma_is_udre_with_what_age_adds():
    """a = 0.00015 m/s^2 at index 4; latency 2 s; C_ltc_v0 = 0.1 m every 30 s from the message at -47 s."""
    ten = sending.degradation(c_ltc_v0=50, i_ltc_v0=30)
    told = table(spoken([(0.0, 0.0)], ai=4, ten=ten), 0.0, 6.0)
    unit = np.array([[1.0, 0.0, 0.0]])
    for e, age in enumerate((0.0, 6.0)):
        fast = 0.5 * 0.00015 * (age + 2.0) ** 2
        slow = 0.1 * ((47.0 + age) // 30.0)
        got = told.sigmas_m(np.array([e]), np.array([0]), unit)
        assert got == pytest.approx([SIGMA_5_M + fast + slow])
    rss = sending.degradation(c_ltc_v0=50, i_ltc_v0=30, rss_udre=1)
    told = table(spoken([(0.0, 0.0)], ai=4, ten=rss), 6.0)
    want = np.sqrt(SIGMA_5_M**2 + (0.5 * 0.00015 * 64.0) ** 2 + 0.1**2)
    assert told.sigmas_m(np.array([0]), np.array([0]), unit) == pytest.approx([want])


def test_a_covariance_turns_sigma_with_the_ray():
    covariance = [(0, 2), (1, 6), (5, 3), (2, 9), (0, 9), (0, 9), (1, 9), *[(0, 10)] * 6, (0, 6), (0, 99)]
    ten = sending.degradation(c_covariance=5)
    told = table(spoken([(0.0, 0.0)], ten=ten, more=[(-5.0, sending.sbas(28, covariance))]), 0.0)
    rays = np.eye(3)
    at = np.zeros(3, dtype=np.int64)
    grown = np.array([np.sqrt(5.0), 1.0, 1.0]) + 0.5  # I' diag(4, 0, 0, 1) I, and C_covariance * 2^0
    assert told.sigmas_m(at, at, rays) == pytest.approx(SIGMA_5_M * grown)


def test_range_rate_degradation_grows_with_missed_messages():
    by = figures(b_rrc_m=0.3)
    regular, missed = Fast(), Fast()
    for one, iodf in ((regular, 1), (missed, 2)):
        one.hear(0.0, 0, 5, 0.0, 0)
        one.hear(1.0, iodf, 5, 6.0, 0)
    a, interval, age = 0.00015, 45.0, 4.0  # index 4: 90 s for precision approach, messages every half of it
    want = 0.5 * a * age**2 + (a * interval / 4.0 + 0.3 / 6.0) * age
    assert regular.extra_m(10.0, 4, 0.0, 90.0, by) == pytest.approx(want)
    want = 0.5 * a * age**2 + (a * abs(6.0 - interval / 2.0) / 2.0 + 0.3 / 6.0) * age
    assert missed.extra_m(10.0, 4, 0.0, 90.0, by) == pytest.approx(want)


def region(square=True):
    return Region(10, 60, 30, 80, square)


def service(number, priority, inside, outside, *regions):
    return ServiceRegions(1, 2, number, priority, inside, outside, regions)


def test_regions_multiply_udre_by_place():
    one, two = service(1, 0, 0, 5, region()), service(2, 1, 2, 5, Region(20, 70, 25, 75, True))
    assert delta_udre([one], (20.0, 65.0)) == 1.0
    assert delta_udre([one], (40.0, 65.0)) == 3.0
    assert delta_udre([one, two], (22.0, 72.0)) == 1.25, "the higher priority, though its factor is larger"
    assert delta_udre([one, two], (12.0, 62.0)) == 1.0
    assert delta_udre([], (0.0, 0.0)) == 1.0
    assert delta_udre([one], None) == 3.0, "without a place the worst"


def test_a_triangle_holds_the_side_of_its_third_corner():
    low = region(square=False)  # corners (10, 60), (30, 80) and (10, 80)
    assert holds(low, 12.0, 78.0)
    assert not holds(low, 28.0, 62.0)
    assert not holds(low, 5.0, 70.0)


def test_a_region_may_cross_the_date_line():
    assert holds(Region(-10, 170, 10, -170, True), 0.0, 179.0)
    assert holds(Region(-10, 170, 10, -170, True), 0.0, -175.0)
    assert not holds(Region(-10, 170, 10, -170, True), 0.0, 160.0)


def test_a_new_mask_makes_old_corrections_void():
    more = [(3.0, sending.sbas(1, sending.mask([1, 2], 1)))]
    told = table(spoken([(0.0, 1.0)], more=more), 1.0, 4.0)
    assert told.why[:, 0].tolist() == [Why.USABLE, Why.NO_DEGRADATION]


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("gnss/sbas/308c_sbas.txt.gz", SbasLog),
        ("gnss/sbas/DAS2023347m.txt.gz", SbasLog),
        ("gnss/b2b/046r_bdsb2b.txt.gz", B2bLog),
        ("gnss/rtcm/madocalib_2025091A.204.rtcm3", tuple),
    ],
)
def test_a_file_of_corrections_is_known_by_its_content(shared_data, file, kind):
    found = read_corrections(shared_data / file)
    assert isinstance(found, kind)
    assert len(found) > 1000
    if kind is tuple:
        assert all(isinstance(m, SsrMessage) for m in found)
        assert {m.system for m in found} >= {"G", "E"}
        assert {m.interval_s for m in found} <= {1, 2, 5, 10, 15, 30, 60, 120}


def test_other_files_are_refused_in_a_sentence(shared_data):
    with pytest.raises(Refused, match="no corrections were found in it; taken are logs"):
        read_corrections(shared_data / "gnss/nagoya2024/base.nav")
