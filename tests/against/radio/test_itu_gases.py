"""Our gases, clouds and refractivity beside the ITU-R validation workbook 8.3.0: P.676-13, P.840-9, P.453-14.

ours | theirs | tolerance | why: every column is printed to all its digits, so 1e-6 dB is far above rounding.
"""

from __future__ import annotations

import numpy as np
import pytest

from serai.radio.propagation.itu import p453, p676, p676_slant, p835, p840

WITHIN = 1e-6  # dB


def test_specific_attenuation_of_both_gases_at_five_frequencies(itu_book):
    sheet, frequencies = "P.676-13 SpAtt", (12.0, 20.0, 60.0, 90.0, 130.0)
    for f, dry_column, wet_column in zip(frequencies, "EFGHI", "NOPQR", strict=True):
        pressure, e, t, rho = (itu_book.cell(sheet, f"{dry_column}{row}") for row in (20, 21, 22, 23))
        assert p835.vapour_pressure_hpa(rho, t) == pytest.approx(e, rel=1e-6)
        dry, wet = p676.specific_attenuation_db_km(f, pressure, t, rho)
        assert float(dry) == pytest.approx(itu_book.cell(sheet, f"{dry_column}28"), abs=WITHIN)
        assert float(wet) == pytest.approx(itu_book.cell(sheet, f"{wet_column}28"), abs=WITHIN)


def test_specific_attenuation_from_1_to_350_ghz(itu_book):
    f, dry, wet, both = itu_book.columns("P.676-13 SpAtt", "C D E F", 34)
    assert len(f) == 350
    ours_dry, ours_wet = p676.specific_attenuation_db_km(f, 1013.25, 288.15, 7.5)
    np.testing.assert_allclose(ours_dry, dry, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours_wet, wet, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours_dry + ours_wet, both, atol=WITHIN, rtol=0)


def test_every_layer_of_the_reference_atmosphere(itu_book):
    sheet = "P.676-13 A_Gas_A1_2.2.1a"
    columns = itu_book.columns(sheet, "L M N O R W X")
    height, pressure, temperature, rho, n, dry, wet = columns
    assert len(height) == 922
    np.testing.assert_allclose(p835.pressure_hpa(height), pressure, rtol=1e-10)
    np.testing.assert_allclose(p835.temperature_k(height), temperature, rtol=1e-10)
    np.testing.assert_allclose(p835.vapour_density_g_m3(height), rho, rtol=1e-9)
    e = p835.vapour_pressure_hpa(rho, temperature)
    np.testing.assert_allclose(1.0 + 1e-6 * p453.refractivity(pressure - e, e, temperature), n, rtol=1e-13)
    ours_dry, ours_wet = p676.specific_attenuation_db_km(28.0, pressure - e, temperature, rho)
    np.testing.assert_allclose(ours_dry, dry, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours_wet, wet, atol=WITHIN, rtol=0)


@pytest.mark.parametrize(
    ("sheet", "lower", "upper", "attenuation", "bending"),
    [
        ("P.676-13 A_Gas_A1_2.2.1a", 0.0, None, "AB23", "AA23"),
        ("P.676-13 A_Gas_A1_2.2.1b", 1.3, 8.0, "AF24", "AE24"),
        ("P.676-13 A_Gas_A1_2.2.1b", 1.3, 100.0, "BL24", "BK24"),
    ],
)
def test_a_slant_path_through_the_layers(itu_book, sheet, lower, upper, attenuation, bending):
    path = p676.slant_path(28.0, elevation_deg=30.0, lower_km=lower, upper_km=upper)
    assert path.attenuation_db[0] == pytest.approx(itu_book.cell(sheet, attenuation), abs=WITHIN)
    assert path.bending_rad[0] == pytest.approx(itu_book.cell(sheet, bending), abs=1e-12)


def test_the_layers_between_two_heights(itu_book):
    for first, columns in ((1.3, "O P Q R S AA AB"), (1.3, "AU AV AW AX AY BG BH")):
        bottom, middle, pressure, temperature, rho, dry, wet = itu_book.columns(
            "P.676-13 A_Gas_A1_2.2.1b", columns
        )
        assert bottom[0] == first
        assert len(bottom) >= 180
        np.testing.assert_allclose(p835.pressure_hpa(middle), pressure, rtol=1e-9)
        np.testing.assert_allclose(p835.temperature_k(middle), temperature, rtol=1e-9)
        e = p835.vapour_pressure_hpa(rho, temperature)
        ours = p676.specific_attenuation_db_km(28.0, pressure - e, temperature, rho)
        np.testing.assert_allclose(ours[0], dry, atol=WITHIN, rtol=0)
        np.testing.assert_allclose(ours[1], wet, atol=WITHIN, rtol=0)


@pytest.mark.parametrize(
    "names",
    ["H K J O P Q G I Y AF AL AN AP", "I L K P Q R G J Z AG AM AO AQ"],
    ids=["of the year", "of a month"],
)
def test_the_statistical_method_from_its_own_inputs_in_77_cases(itu_book, names):
    p, t, rho, p_ex, t_ex, rho_ex, f, elevation, oxygen, column, k, vapour, gas = itu_book.columns(
        "P.676-13 A_Gas_A2_STAT", names, *((24, 105) if names.startswith("H") else (111, 200))
    )
    assert len(f) == 77
    ours = p676_slant.oxygen_db(
        f, elevation, pressure_hpa=p, temperature_k=t, vapour_g_m3=rho, exceeded=(p_ex, t_ex, rho_ex)
    )
    np.testing.assert_allclose(ours, oxygen, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(p676_slant.vapour_per_kg_m2(f, p, t, rho), k, atol=1e-9, rtol=0)
    wet = p676_slant.vapour_db(
        f, elevation, pressure_hpa=p, temperature_k=t, vapour_g_m3=rho, column_kg_m2=column
    )
    np.testing.assert_allclose(wet, vapour, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours + wet, gas, atol=WITHIN, rtol=0)


def test_the_instantaneous_method_in_10_cases(itu_book):
    names = "C D E F G H I J R AC AE AG"
    p, humidity, t, f, e, dry, rho, elevation, oxygen, height, vapour, gas = itu_book.columns(
        "P.676-13 A_Gas_A2_INST", names
    )
    assert len(f) == 10
    np.testing.assert_allclose(p453.vapour_hpa(humidity, t, p), e, rtol=1e-12)
    ours = p676_slant.oxygen_db(f, elevation, pressure_hpa=p, temperature_k=t, vapour_g_m3=rho)
    np.testing.assert_allclose(ours, oxygen, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(p676_slant.vapour_height_km(f), height, rtol=1e-12)
    wet = p676.specific_attenuation_db_km(f, dry, t, rho)[1]
    wet = wet * p676_slant.vapour_height_km(f) / np.sin(np.radians(elevation))
    np.testing.assert_allclose(wet, vapour, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(ours + wet, gas, atol=WITHIN, rtol=0)


def test_the_weibull_law_of_vapour_and_its_coefficients_in_15_cases(itu_book):
    names = "F H I J K L M R S"
    percent, f, p, t, rho, scale, shape, k, zenith = itu_book.columns("P.676-13 A_Gas_A2_Weib", names)
    assert len(f) == 15
    column = p676_slant.weibull_column_kg_m2(percent, shape, scale)
    np.testing.assert_allclose(k * column, zenith, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(p676_slant.vapour_per_kg_m2(f, p, t, rho), k, atol=1e-9, rtol=0)


def test_beyond_the_coefficients_carried_nothing_is_guessed():
    air = {"pressure_hpa": 1000.0, "temperature_k": 290.0, "vapour_g_m3": 10.0}
    assert np.isnan(p676_slant.oxygen_db(110.0, 30.0, **air))
    assert np.isfinite(p676_slant.vapour_db(110.0, 30.0, column_kg_m2=20.0, **air))
    assert np.isnan(p676_slant.vapour_db(170.0, 30.0, column_kg_m2=20.0, **air))


def test_clouds_from_the_liquid_water_in_32_cases(itu_book):
    f, elevation, k, liquid, theirs = itu_book.columns("P.840-9 A_Clouds", "F G K L M")
    assert len(f) == 32
    np.testing.assert_allclose(p840.liquid_db_per_kg_m2(f), k, atol=WITHIN, rtol=0)
    np.testing.assert_allclose(p840.cloud_attenuation_db(liquid, f, elevation), theirs, atol=WITHIN, rtol=0)


def test_clouds_from_the_log_normal_law_in_32_cases(itu_book):
    percent, f, elevation, mean, spread, cloudy, theirs = itu_book.columns(
        "P.840-9 A_Clouds", "Q R S U V W Z"
    )
    assert len(f) == 32
    liquid = p840.log_normal_liquid_kg_m2(mean, spread, cloudy, percent)
    np.testing.assert_allclose(p840.cloud_attenuation_db(liquid, f, elevation), theirs, atol=WITHIN, rtol=0)
