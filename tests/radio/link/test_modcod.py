"""Modcods: the standards' tables, and which one to use."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from serai.radio.link.modcod import (
    CCSDS,
    DVB_S2,
    DVB_S2X,
    FAMILIES,
    best_at,
    bits_per_symbol_at,
    named,
    useful,
)

PACKET = 64_800  # bits of a normal FECFRAME
HEADER, CRC = 90, 80  # symbols of the physical header; bits of the baseband header
KBCH = {"1/2": 32_208, "3/4": 48_408, "5/6": 53_840, "9/10": 58_192, "7/9": 50_208, "4/5": 51_648}
ORDER = {"QPSK": 2, "8PSK": 3, "16APSK": 4, "32APSK": 5, "64APSK": 6, "128APSK": 7, "256APSK": 8}


@pytest.mark.parametrize("modcod", [*DVB_S2, *DVB_S2X], ids=lambda m: m.name)
def test_an_efficiency_follows_from_the_frame_where_the_code_is_well_known(modcod):
    modulation, code = modcod.name.split()
    bits = KBCH.get(code)
    if bits is None or modulation not in ORDER or ORDER[modulation] > 6:
        # longer constellations pad their frames; then the efficiency is bounded by the order alone
        assert 0.0 < modcod.bits_per_symbol < ORDER.get(modulation, 3 if modulation == "8APSK" else 8)
        return
    expected = (bits - CRC) / (PACKET / ORDER[modulation] + HEADER)
    assert modcod.bits_per_symbol == pytest.approx(expected, abs=1e-6)


def test_thresholds_of_the_standards_tables():
    thresholds = {
        "QPSK 1/4": -2.35,
        "QPSK 1/2": 1.00,
        "8PSK 3/4": 7.91,
        "16APSK 3/4": 10.21,
        "32APSK 9/10": 16.05,
    }
    thresholds |= {"QPSK 2/9": -2.85, "8APSK 5/9-L": 4.73, "64APSK 5/6": 16.55, "256APSK 3/4": 19.57}
    assert {name: named(name).es_n0_db for name in thresholds} == thresholds
    assert len(DVB_S2) == 28
    assert len(DVB_S2X) == 39


@pytest.mark.parametrize("name", FAMILIES)
def test_no_modcod_beats_shannon(name):
    for modcod in FAMILIES[name]:
        capacity = np.log2(1.0 + 10.0 ** (modcod.es_n0_db / 10.0))
        assert modcod.bits_per_symbol < capacity, modcod.name


def test_what_needs_more_and_carries_less_is_never_used():
    best = useful(FAMILIES["DVB-S2X"])
    for a, b in pairwise(best):
        assert a.es_n0_db < b.es_n0_db
        assert a.bits_per_symbol < b.bits_per_symbol
    assert "QPSK 9/10" not in {m.name for m in best}


def test_the_best_modcod_grows_with_the_signal_and_an_unknown_signal_has_none():
    rates = bits_per_symbol_at(np.linspace(-5.0, 25.0, 301), FAMILIES["DVB-S2X"])
    assert (np.diff(rates) >= 0.0).all()
    assert rates[0] == 0.0
    assert best_at(np.nan, CCSDS) == -1
    family = useful(DVB_S2)
    assert family[int(best_at(1.0, DVB_S2))].name == "QPSK 1/2"
    assert family[int(best_at(0.999, DVB_S2))].name == "QPSK 2/5"
