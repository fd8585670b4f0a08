"""Terminals and payload classes, as their tables are written."""

from __future__ import annotations

from serai.radio import BANDS, PAYLOAD_CLASSES, TERMINALS, band
from serai.tables import read_table

HEAD = "source,as_of,basis,basis_of,note"


def test_a_terminal_keeps_its_figures_and_leaves_the_unknown_unknown(tmp_path):
    path = tmp_path / "terminals.csv"
    path.write_text(
        f"id,name,band,eirp_dbw,g_over_t_dbk,rate_bps_down,rate_bps_up,services,{HEAD}\n"
        "vsat,Ku VSAT 1.2 m,Ku,48.7,19.9,,,data,computed,2026-11-22,derived,,\n"
        "rsmc-hs,RSMC handset,L;S,,,,,message,x,2026-11-22,published,,\n",
        encoding="utf-8",
    )
    rows, problems = read_table(path, TERMINALS.columns)
    assert problems == []
    rsmc, vsat = (TERMINALS.record(row) for row in rows)
    assert (vsat.eirp_dbw, vsat.g_over_t_dbk, vsat.bands) == (48.7, 19.9, ("Ku",))
    assert rsmc.eirp_dbw is None
    assert rsmc.bands == ("L", "S")


def test_a_payload_class_is_read_with_its_bandwidth(tmp_path):
    path = tmp_path / "payload_classes.csv"
    path.write_text(
        f"id,name,band,eirp_dbw,g_over_t_dbk,bandwidth_hz,voice_channels,{HEAD}\n"
        "c,GEO C-band transponder,C,26.1,-2,8250000,,x,2026-11-22,published,,\n",
        encoding="utf-8",
    )
    rows, problems = read_table(path, PAYLOAD_CLASSES.columns)
    assert problems == []
    one = PAYLOAD_CLASSES.record(rows[0])
    assert (one.eirp_dbw, one.g_over_t_dbk, one.bandwidth_hz, one.voice_channels) == (
        26.1,
        -2.0,
        8.25e6,
        None,
    )


def test_every_band_has_its_own_place_in_the_spectrum():
    lows = [min(b.up_hz, b.down_hz) for b in BANDS.values()]
    assert lows == sorted(lows)
    assert band("Ku").up_hz == 14.25e9
    assert band("cellular") is None
