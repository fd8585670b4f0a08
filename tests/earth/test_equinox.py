"""From EME2000 to TEME, beside ERFA's precession and nutation (the SOFA routines, through astropy)."""

from __future__ import annotations

import erfa
import numpy as np

from serai.earth.equinox import ARCSEC, eme2000_to_teme
from serai.time import Instant

LEFT_OUT = 0.02 * ARCSEC  # of 106 terms those above 0.001 arcseconds are taken


def test_the_turn_is_that_of_erfa_but_for_the_terms_left_out():
    made = np.random.default_rng(3)
    tai_ns = np.sort(made.integers(-8 * 10**8, 12 * 10**8, 40)) * 1_000_000_000
    vectors = made.normal(size=(40, 3))
    vectors /= np.linalg.norm(vectors, axis=1)[:, None]
    ours = eme2000_to_teme(vectors, tai_ns)
    for k, at in enumerate(tai_ns):
        tt = (at + 32_184_000_000) / 86_400e9 + 2_451_544.5
        whole, part = float(np.floor(tt)), float(tt - np.floor(tt))
        turn = erfa.pnm80(whole, part)
        angle = erfa.eqeq94(whole, part)
        about = np.array(
            [[np.cos(angle), np.sin(angle), 0.0], [-np.sin(angle), np.cos(angle), 0.0], [0.0, 0.0, 1.0]]
        )
        assert np.linalg.norm(about @ turn @ vectors[k] - ours[k]) < LEFT_OUT
    assert np.abs(np.linalg.norm(ours, axis=1) - 1.0).max() < 1e-12


def test_at_j2000_only_nutation_is_left():
    """At noon of 2000-01-01 TT the two frames differ by nutation and not by precession."""
    at = np.array([Instant.from_utc("2000-01-01T11:58:55.816Z").tai_ns])
    pole = eme2000_to_teme(np.array([[0.0, 0.0, 1.0]]), at)[0]
    assert 1.0 * ARCSEC < np.hypot(pole[0], pole[1]) < 10.0 * ARCSEC
