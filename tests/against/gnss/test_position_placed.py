"""From files to a marker in ETRF2000: every option of the precise job at once, as the command passes them."""

from __future__ import annotations

import numpy as np
import pytest
from tests.formats.rinex_text import labelled

from serai.errors import Refused
from serai.gnss.output.reference_point import Placing
from serai.gnss.positioning import Job

HEADER_M = np.array([3582105.2910, 532589.7313, 5232754.8054])  # ESBC's marker, ETRS89
NEAR_M = 0.15  # the synthetic satellites' antennas are points, which the real ones are not
KIND = "ASH701945E_M    SCIS"
BLQ = b"  ESBC\n" + b" .00000" * 11 + (b"\n" + b" .00000" * 11) * 2 + (b"\n" + b"    0.0" * 11) * 3 + b"\n"


def frequency(name: str, up_mm: float) -> str:
    return (
        labelled(f"   {name}", "START OF FREQUENCY")
        + labelled(f"{0.0:10.2f}{0.0:10.2f}{up_mm:10.2f}", "NORTH / EAST / UP")
        + "   NOAZI    0.00    0.00    0.00\n"
        + labelled(f"   {name}", "END OF FREQUENCY")
    )


def antenna(kind: str, serial: str, patterns: str) -> str:
    return (
        labelled("", "START OF ANTENNA")
        + labelled(f"{kind:<20}{serial:<20}", "TYPE / SERIAL NO")
        + labelled(f"  {0.0:6.1f}", "DAZI")
        + labelled("     0.0  90.0  45.0", "ZEN1 / ZEN2 / DZEN")
        + labelled("     2", "# OF FREQUENCIES")
        + patterns
        + labelled("", "END OF ANTENNA")
    )


@pytest.fixture(scope="module")
def job(shared_data, tmp_path_factory):
    folder, day = tmp_path_factory.mktemp("placed"), shared_data / "gnss/esbc2020"
    text = labelled("     1.4            M", "ANTEX VERSION / SYST") + labelled("A", "PCV TYPE / REFANT")
    text += labelled("", "END OF HEADER")
    text += antenna(KIND, "", frequency("G01", 90.0) + frequency("G02", 120.0))
    for k in range(1, 37):
        for system, bands in (("G", ("G01", "G02")), ("E", ("E01", "E05"))):
            text += antenna("POINT", f"{system}{k:02d}", "".join(frequency(b, 0.0) for b in bands))
    (folder / "made.atx").write_text(text)
    (folder / "made.blq").write_bytes(BLQ)

    def build(**asked):
        return Job(
            observations=day / "ESBC00DNK_R_20201770000_01D_30S_MO.crx.gz",
            navigation=[day / "ESBC00DNK_R_20201770000_01D_MN.rnx.gz"],
            sp3=day / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz",
            clk=day / "GRG0MGXFIN_20201770000_01D_30S_CLK.CLK.gz",
            **(
                {"systems": "GE", "mode": "ppp", "antex": folder / "made.atx", "blq": folder / "made.blq"}
                | asked
            ),
        )

    return build


def test_the_marker_in_etrf2000_is_near_its_header(job):
    track = job(placing=Placing(frame="ETRF2000", marker=True)).track()
    assert track.frame == "ETRF2000 at epoch 2020.48, from IGb14 at 2020.48; of the marker"
    assert np.linalg.norm(track.position_m[-400] - HEADER_M) < NEAR_M


def test_the_receivers_antenna_moves_the_height_by_its_pair(job):
    with_it = job().track()
    without = job(antex=None).track()
    up = with_it.errors_enu_m(without.position_m[-400])[-400]
    pair = 2.546 * 0.090 - 1.546 * 0.120  # GPS L1 and L2, free of the ionosphere; Galileo takes the nearest
    assert with_it.frame.endswith("; of the antenna reference point")
    assert up == pytest.approx([0.0, 0.0, -pair], abs=0.01)


def test_an_antenna_that_the_file_lacks_is_refused(job):
    with pytest.raises(Refused, match=r"no receiver antenna 'TRM59800\.00 NONE'"):
        job(antenna="TRM59800.00     NONE").track()
