"""Reference frames beside PROJ's transformations and a station's published coordinates."""

from __future__ import annotations

import numpy as np
import pytest

from serai.earth.realisations import (
    PLATES,
    REALISATIONS,
    between,
    carried,
    plate_velocity,
    realisation,
    wgs84_of,
)
from serai.errors import Refused

ESBJERG = (3582104.8043, 532590.2202, 5232755.0888)
WASHINGTON = (1130745.549, -4831368.033, 3994077.168)
BEIJING = (-2159945.3149, 4383237.1901, 4085412.3177)
# PROJ 9.5 (pyproj 3.7.2, its EPSG database), geocentric to geocentric, printed to 0.01 mm.
PROJ = [
    ("ITRF2014", "ITRF2020", 2024.25, ESBJERG, (3582104.80720, 532590.22225, 5232755.08775)),
    ("ITRF2014", "ITRF2020", 2024.25, WASHINGTON, (1130745.55087, -4831368.03320, 3994077.16643)),
    ("ITRF2008", "ITRF2014", 2020.48, BEIJING, (-2159945.31586, 4383237.18691, 4085412.31515)),
    ("ITRF2014", "ETRF2000", 2020.48, ESBJERG, (3582105.32747, 532589.77752, 5232754.75062)),
    ("ITRF2014", "ETRF2014", 2020.48, ESBJERG, (3582105.29096, 532589.73136, 5232754.80541)),
    ("ITRF2020", "ETRF2020", 2026.5, ESBJERG, (3582105.37096, 532589.64800, 5232754.75913)),
    ("ITRF2005", "ETRF2000", 2008.0, ESBJERG, (3582105.13557, 532589.97138, 5232754.86833)),
]
# Published sets are rounded (0.1 mm, 0.01 ppb) and do not close to better than that when chained.
CLOSES_M = 3e-4


@pytest.mark.parametrize(("source", "target", "year", "place", "expected"), PROJ)
def test_frames_are_where_proj_has_them(source, target, year, place, expected):
    assert between(np.array(place), source, target, year) == pytest.approx(expected, abs=CLOSES_M)


def test_there_and_back_is_the_same_place():
    for name in REALISATIONS:
        back = between(
            between(np.array([ESBJERG, BEIJING]), "ITRF2020", name, 2031.7), name, "ITRF2020", 2031.7
        )
        assert np.abs(back - [ESBJERG, BEIJING]).max() < 1e-8, name


def test_esbjergs_header_carried_from_1989_with_eurasia_is_its_position_of_2020():
    # ETRS89 stands still on Eurasia and was the ITRS at 1989.0: the header's coordinates as ITRF2014 then.
    header = np.array([3582105.2910, 532589.7313, 5232754.8054])
    assert carried(header, "ITRF2014", "EURA", 1989.0, 2020.48) == pytest.approx(ESBJERG, abs=1e-3)
    assert between(header, "ETRF2014", "ITRF2014", 2020.48) == pytest.approx(ESBJERG, abs=1e-3)


def test_a_place_on_eurasia_stands_still_in_its_own_frame():
    for frame, own in (("ITRF2014", "ETRF2014"), ("ITRF2020", "ETRF2020")):
        early = between(np.array(ESBJERG), frame, own, 2015.0)
        late = between(carried(np.array(ESBJERG), frame, "EURA", 2015.0, 2025.0), frame, own, 2025.0)
        rate_mm = np.linalg.norm(late - early) / 10.0 * 1e3
        assert rate_mm < (0.01 if frame == "ITRF2014" else 1.0), "the origin's rate of 0.9 mm/yr is beside it"


def test_plates_move_by_centimetres_a_year():
    assert np.linalg.norm(plate_velocity(np.array(ESBJERG), "EURA", "ITRF2014")) == pytest.approx(
        0.024, abs=2e-3
    )
    east = plate_velocity(np.array([6_378_137.0, 0.0, 0.0]), "NAZC", "ITRF2014")
    assert east == pytest.approx(np.array([0.0, 1.623, 1.544]) / 3.6e6 * np.pi / 180.0 * 6_378_137.0)
    assert set(PLATES["ITRF2014"]) < set(PLATES["ITRF2020"])


def test_frames_of_the_igs_and_of_wgs_84_are_realisations_of_the_itrs():
    assert realisation("IGb14") == realisation("WGS84 (G2139)") == "ITRF2014"
    assert wgs84_of(2020.48) == "WGS84(G1762)"
    assert wgs84_of(2026.0) == "WGS84(G2296)"


def test_what_is_not_known_is_refused_by_name():
    with pytest.raises(Refused, match="no reference frame is called 'ITRF2035'"):
        realisation("ITRF2035")
    with pytest.raises(Refused, match="no motion of a plate 'XXXX' in ITRF2014"):
        plate_velocity(np.array(ESBJERG), "XXXX", "ITRF2014")
    with pytest.raises(Refused, match="only since 2002"):
        wgs84_of(1995.0)
