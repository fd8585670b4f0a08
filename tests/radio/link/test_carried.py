"""What a carrier brings for its C/N0, and what it needs to bring a rate."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.radio import DATA_MODEM, PHONE_MODEM, least_carrier, most_carried

RATES = st.floats(1e3, 1e9)
C_N0 = st.floats(30.0, 110.0)
WIDTHS = st.none() | st.floats(1e4, 1e9)
RATIOS = st.none() | st.floats(-5.0, 40.0)


def needs_dbhz(one, modem, c_i_db=None):
    """The C/N0 with which a carrier just closes, by summing its noise and its interference."""
    closes = 10 ** (-(one.modcod.es_n0_db + modem.implementation_db) / 10)
    noise = closes - (0.0 if c_i_db is None else 10 ** (-c_i_db / 10))
    return math.inf if noise <= 0 else 10 * math.log10(one.symbol_rate_hz / noise)


def test_power_alone_takes_the_modcod_of_least_energy_per_bit():
    best = min(DATA_MODEM.family, key=lambda m: m.eb_n0_db)
    sent = most_carried(70.0, DATA_MODEM)
    assert sent.modcod == best
    assert sent.rate_bps == pytest.approx(10 ** ((70.0 - best.eb_n0_db - 2.0) / 10))


def test_power_to_spare_in_a_width_takes_the_densest_modcod():
    sent = most_carried(130.0, DATA_MODEM, width_hz=36e6)
    assert sent.modcod.name == "256APSK 3/4"
    assert sent.symbol_rate_hz == pytest.approx(30e6)  # a roll-off of 0.2


@given(c_n0=C_N0, width=WIDTHS, c_i=RATIOS)
def test_no_modcod_and_no_symbol_rate_brings_more(c_n0, width, c_i):
    sent = most_carried(c_n0, DATA_MODEM, width_hz=width, c_i_db=c_i)
    if sent.rate_bps > 0.0:
        assert needs_dbhz(sent, DATA_MODEM, c_i) <= c_n0 + 1e-6
        assert width is None or sent.symbol_rate_hz * 1.2 <= width * (1 + 1e-9)
    for one in DATA_MODEM.family:
        if 10 ** (-(one.es_n0_db + 2.0) / 10) <= (0.0 if c_i is None else 10 ** (-c_i / 10)):
            continue
        more = replace(sent, modcod=one, symbol_rate_hz=1.001 * sent.rate_bps / one.bits_per_symbol)
        fits = width is None or more.symbol_rate_hz * 1.2 <= width
        assert more.rate_bps == 0.0 or not fits or needs_dbhz(more, DATA_MODEM, c_i) > c_n0


@given(rate=RATES, width=WIDTHS, c_i=RATIOS)
def test_what_a_rate_needs_is_just_what_brings_it(rate, width, c_i):
    sent = least_carrier(rate, DATA_MODEM, width_hz=width, c_i_db=c_i)
    assert sent.rate_bps == pytest.approx(rate)
    needed = needs_dbhz(sent, DATA_MODEM, c_i)
    if math.isinf(needed):
        assert most_carried(200.0, DATA_MODEM, c_i_db=c_i).rate_bps == 0.0
    elif width is None or sent.symbol_rate_hz * 1.2 <= width:
        assert most_carried(needed + 1e-6, DATA_MODEM, width_hz=width, c_i_db=c_i).rate_bps >= rate * 0.999999
        assert most_carried(needed - 0.01, DATA_MODEM, width_hz=width, c_i_db=c_i).rate_bps < rate
    else:  # nothing fits: the densest, and no power brings the rate in the width
        assert most_carried(300.0, DATA_MODEM, width_hz=width, c_i_db=c_i).rate_bps < rate


def test_a_call_needs_what_the_assumed_phone_carrier_does():
    call = least_carrier(4000.0, PHONE_MODEM)
    assert needs_dbhz(call, PHONE_MODEM) == pytest.approx(10 * math.log10(4000.0) + 3.05)
    assert most_carried(60.0, PHONE_MODEM, width_hz=31_250.0).symbol_rate_hz == pytest.approx(23_148, abs=1)


def test_where_interference_leaves_no_room_the_most_robust_is_shown_short():
    sent = least_carrier(1e6, DATA_MODEM, c_i_db=-3.0)
    assert sent.modcod.name == "QPSK 2/9"
    assert most_carried(120.0, DATA_MODEM, c_i_db=-3.0).rate_bps == 0.0
