"""Group delays by the definition of each clock: a satellite's own delays are made up, the message follows."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from serai.gnss.measurements.noise import unknown_delay_m
from serai.gnss.measurements.ranges import _delay
from serai.gnss.satellites.group_delay import group_delays, told_delays
from serai.gnss.signals import E5B, L1, L5

E1_S, E5A_S, E5B_S = 3e-9, 11e-9, -7e-9  # how late each code leaves


class Table(SimpleNamespace):
    """Messages with some columns, as the readers give them."""

    def __len__(self) -> int:
        return len(self.prn)

    def __getitem__(self, name: str) -> np.ndarray:
        return self.columns[name]

    def __contains__(self, name: str) -> bool:
        return name in self.columns


def table(prn=(1,), **columns: float | tuple[float, ...]) -> Table:
    wide = {name: np.broadcast_to(np.asarray(v, float), (len(prn),)).copy() for name, v in columns.items()}
    return Table(prn=np.array(prn), columns=wide)


def free_of_ionosphere(one_s: float, other_s: float, f1: float, f2: float) -> float:
    return (f1**2 * one_s - f2**2 * other_s) / (f1**2 - f2**2)


def galileo() -> Table:
    """BGD(E1, E5x) = (TR_E1 - TR_E5x) / (1 - (f1 / f5x)^2): Galileo OS SIS ICD 2.1, 5.1.5."""
    a = (E1_S - E5A_S) / (1 - (L1 / L5) ** 2)
    b = (E1_S - E5B_S) / (1 - (L1 / E5B) ** 2)
    return table(bgd_e5a_e1_s=a, bgd_e5b_e1_s=b)


@pytest.mark.parametrize(("code", "late_s"), [("1X", E1_S), ("5Q", E5A_S), ("7X", E5B_S)])
def test_inav_tells_the_delay_of_e5a_too(code, late_s):
    clock = free_of_ionosphere(E1_S, E5B_S, L1, E5B)
    assert group_delays("E", "INAV", galileo(), (code,))[0, 0] == pytest.approx(late_s - clock, abs=1e-15)


def test_e5_as_a_whole_is_the_mean_of_its_halves():
    whole, a, b = (group_delays("E", "INAV", galileo(), (c,))[0, 0] for c in ("8X", "5X", "7X"))
    assert whole == pytest.approx((a + b) / 2)


def test_fnav_knows_e1_and_e5a_and_nothing_of_e5b():
    clock = free_of_ionosphere(E1_S, E5A_S, L1, L5)
    sent = galileo()
    sent.columns["bgd_e5b_e1_s"][:] = 0.0  # as RINEX writes it there
    assert group_delays("E", "FNAV", sent, ("1C", "5Q"))[0] == pytest.approx(
        [E1_S - clock, E5A_S - clock], abs=1e-15
    )
    assert np.isnan(group_delays("E", "FNAV", sent, ("7Q",))[0, 0])
    assert np.isnan(group_delays("E", "FNAV", sent, ("8Q",))[0, 0])


def test_one_delay_of_a_pair_is_never_applied_without_the_other():
    delays = np.array([[2e-9, np.nan], [np.nan, 2e-9], [2e-9, 3e-9], [2e-9, np.nan]])
    alpha, beta = np.array([2.5, 2.5, 2.5, 1.0]), np.array([-1.5, -1.5, -1.5, 0.0])
    found, unknown = _delay(delays, alpha, beta)
    assert found == pytest.approx([0.0, 0.0, 0.5e-9, 2e-9])
    assert unknown.tolist() == [True, True, False, False]


@pytest.mark.parametrize(
    ("system", "codes", "metres"),
    [
        ("G", ("1C", "5Q"), 3.3),
        ("E", ("1X", "6X"), 1.9),
        ("E", ("1C", "7Q"), 0.2),
        ("C", ("2I", "5P"), np.inf),
    ],
)
def test_a_delay_nobody_sends_weighs_what_it_may_be(system, codes, metres):
    assert unknown_delay_m(system, codes) == metres


def test_what_one_message_lacks_another_of_the_same_clock_and_satellite_fills_in():
    tables = {
        ("G", "LNAV"): table((5, 6, 7), tgd_s=(1e-9, 2e-9, 3e-9)),
        ("G", "CNAV"): table((6, 5), tgd_s=(2e-9, 1e-9), isc_l5q5_s=(5e-9, 4e-9)),
    }
    found = told_delays("G", "LNAV", tables, ("1C", "5Q"))
    assert found[:, 0] == pytest.approx([1e-9, 2e-9, 3e-9])
    assert found[:2, 1] == pytest.approx([1e-9 - 4e-9, 2e-9 - 5e-9])
    assert np.isnan(found[2, 1])


def test_beidou_b1i_with_b2a_is_put_together_from_d1_and_cnav():
    tables = {
        ("C", "D1"): table((20, 21), tgd1_b1i_s=4e-9, tgd2_b2i_s=0.0),
        ("C", "CNV2"): table((20,), tgd_b1cp_s=1e-9, tgd_b2ap_s=-6e-9),
    }
    found = told_delays("C", "D1", tables, ("2I", "5P"))
    assert found[0] == pytest.approx([4e-9, -6e-9])
    assert np.isnan(found[1, 1])
