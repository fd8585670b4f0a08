"""Ocean loading coefficients: by station, whole or refused. The figures are those printed in HARDISP."""

from __future__ import annotations

import pytest

from serai.errors import Refused
from serai.formats.blq import read_blq
from serai.formats.refusal import BadFile

WHOLE = b"""$$ Ocean loading displacement
$$
  ONSALA
$$ Onsala,                              lon/lat:   11.9264   57.3958    0.00
  .00352 .00123 .00080 .00032 .00187 .00112 .00063 .00003 .00082 .00044 .00037
  .00144 .00035 .00035 .00008 .00053 .00049 .00018 .00009 .00012 .00005 .00006
  .00086 .00023 .00023 .00006 .00029 .00028 .00010 .00007 .00004 .00002 .00001
   -64.7  -52.0  -96.2  -55.2  -58.8 -151.4  -65.6 -138.1    8.4    5.2    2.1
    85.5  114.5   56.5  113.6   99.4   19.1   94.1  -10.4 -167.4 -170.0 -177.7
   109.5  147.0   92.7  148.8   50.5  -55.1   36.4 -170.4  -15.0    2.3    5.2
$$
  REYKJAVIK
  .02359 .01481 .00448 .00419 .00273 .00033 .00088 .00005 .00081 .00034 .00034
  .00514 .00280 .00089 .00078 .00106 .00074 .00035 .00018 .00004 .00001 .00003
  .00209 .00077 .00051 .00021 .00151 .00066 .00047 .00019 .00014 .00008 .00006
    78.5  102.3   76.3  104.1  -52.0 -160.4  -52.6 -128.0 -174.8 -175.7 -178.1
    54.2   93.8   38.9   96.9    2.3  -12.5    3.1  -31.6 -144.4 -122.6 -173.5
   156.2 -167.1  141.9 -164.9  155.9  178.7  155.6 -168.5  177.7  178.7  179.7
$$ END OF TABLE
"""


def test_a_coefficient_file_is_read_by_station_and_refused_where_it_is_not_whole():
    file = read_blq(WHOLE)
    assert file.of("ONSALA").amplitude_m[0, 0] == 0.00352
    assert file.of("Reykjavik").lag_deg[2, 10] == 179.7
    with pytest.raises(
        Refused, match="no ocean loading of the station 'ESBC00DNK'; it has ONSALA, REYKJAVIK"
    ):
        file.of("ESBC00DNK")
    with pytest.raises(BadFile, match="6 rows of 11 numbers"):
        read_blq(b"\n".join(WHOLE.split(b"\n")[:8]))
    assert read_blq(WHOLE.replace(b"-64.7", b"  x.7"), lenient=True).stations.keys() == {"REYKJAVIK"}
    assert [*read_blq(WHOLE.replace(b"REYKJAVIK", b"10011")).stations] == ["ONSALA", "10011"]
