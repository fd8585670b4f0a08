"""What a function of `radio` gives for a number is what it gives for an array of that one number."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

import numpy as np
import pytest

import serai.radio
from serai.radio.link.modcod import DVB_S2
from serai.radio.propagation.attenuation import Ground
from serai.radio.propagation.itu.p618_rain import RainFit
from serai.radio.propagation.itu.p1144 import Grid

ROUNDINGS = 16 * np.finfo(float).eps  # on some processors a number's powers round unlike an array's
PATH = {"frequency_ghz": 20.0, "elevation_deg": 30.0}
AIR = {"pressure_hpa": 1000.0, "temperature_k": 290.0, "vapour_g_m3": 10.0}
PLACE = {"lat_deg": 25.0, "lon_deg": 67.0}
FIT = RainFit(rain_percent=5.0, mean=-1.0, spread=1.2)
MONTHS_MM, MONTHS_K = np.full(12, 60.0), np.full(12, 290.0)
GROUND = Ground(
    height_km=0.1,
    r001_mm_h=40.0,
    rain_height_km=5.0,
    wet_refractivity=60.0,
    column_kg_m2=30.0,
    liquid_kg_m2=0.5,
    **AIR,
)
CASES: dict[str, dict[str, object]] = {
    "link.antenna.parabolic_gain_dbi": {"frequency_hz": 12e9, "diameter_m": 1.2, "efficiency": 0.6},
    "link.antenna.half_power_width_deg": {"frequency_hz": 12e9, "diameter_m": 1.2},
    "link.antenna.pointing_loss_db": {"off_deg": 0.3, "width_deg": 1.5},
    "link.antenna.satellite_gain_below_peak_db": {"off_deg": 3.0, "width_deg": 2.0},
    "link.antenna.scan_loss_db": {"scan_deg": 40.0},
    "link.antenna.contour_level_db": {"off_deg": 2.0, "centre": 50.0, "edge": 46.0, "edge_deg": 4.0},
    "link.antenna.g_over_t_dbk": {"gain_dbi": 40.0, "system_k": 150.0},
    "link.antenna.earth_station_gain_dbi": {"off_deg": 3.0, "frequency_hz": 12e9, "diameter_m": 1.2},
    "link.patterns.off_axis_gain_dbi": {
        "pattern": "S.580",
        "off_deg": 3.0,
        "frequency_hz": 12e9,
        "diameter_m": 1.2,
    },
    "link.patterns.s580_gain_dbi": {"off_deg": 3.0, "frequency_hz": 12e9, "diameter_m": 1.2},
    "link.patterns.s1428_gain_dbi": {"off_deg": 3.0, "frequency_hz": 12e9, "diameter_m": 1.2},
    "link.modcod.best_at": {"es_n0_db": 6.0, "family": DVB_S2},
    "link.modcod.bits_per_symbol_at": {"es_n0_db": 6.0, "family": DVB_S2},
    "propagation.itu.p1144.at_percent": {
        "percents": (1.0, 10.0),
        "values": np.array([2.0, 1.0]),
        "percent": 3.0,
    },
    "propagation.itu.p1510.mean_temperature_k": PLACE,
    "propagation.itu.p1511.height_m": PLACE,
    "propagation.itu.p1511.undulation_m": PLACE,
    "propagation.itu.p372.galaxy_k": {"frequency_ghz": 1.5},
    "propagation.itu.p372.sky_k": {"frequency_ghz": 1.5, "attenuation_db": 0.5},
    "propagation.itu.p372.system_k": {"sky": 30.0, "receiver_k": 80.0, "feeder_loss_db": 0.3},
    "propagation.itu.p372.noise_rise_db": {"clear_k": 100.0, "faded_k": 200.0},
    "propagation.itu.p453.saturation_hpa": {"temperature_k": 290.0, "pressure_hpa": 1000.0},
    "propagation.itu.p453.vapour_hpa": {
        "humidity_percent": 50.0,
        "temperature_k": 290.0,
        "pressure_hpa": 1000.0,
    },
    "propagation.itu.p453.refractivity": {"dry_hpa": 990.0, "vapour": 10.0, "temperature_k": 290.0},
    "propagation.itu.p453.wet_term": {"vapour": 10.0, "temperature_k": 290.0},
    "propagation.itu.p453.wet_term_at": PLACE,
    "propagation.itu.p525.free_space_loss_db": {"frequency_hz": 12e9, "range_m": 37e6},
    "propagation.itu.p531.index_at": {"index": 0.4, "from_ghz": 1.5, "to_ghz": 4.0},
    "propagation.itu.p531.peak_to_peak_db": {"index": 0.4},
    "propagation.itu.p531.scintillation_fade_db": {"index": 0.4, "percent": 1.0},
    "propagation.itu.p531.faraday_rotation_rad": {
        "frequency_ghz": 1.5,
        "field_t": 4e-5,
        "electrons_m2": 1e17,
    },
    "propagation.itu.p531.group_delay_s": {"frequency_ghz": 1.5, "electrons_m2": 1e17},
    "propagation.itu.p618.rain_attenuation_db": {
        "r001_mm_h": 40.0,
        "rain_height_km": 5.0,
        "height_km": 0.1,
        "lat_deg": 25.0,
        "percent": 0.1,
        **PATH,
    },
    "propagation.itu.p618_rain.chance_percent": {"rain_percent": 5.0, "slant_km": 8.0, "elevation_deg": 30.0},
    "propagation.itu.p618_rain.both_sites_percent": {
        "one": FIT,
        "other": FIT,
        "one_db": 5.0,
        "other_db": 6.0,
        "separation_km": 20.0,
    },
    "propagation.itu.p618_rain.diversity_gain_db": {
        "separation_km": 20.0,
        "attenuation_db": 8.0,
        "baseline_deg": 60.0,
        **PATH,
    },
    "propagation.itu.p618_scintillation.scintillation_db": {
        "wet_refractivity": 60.0,
        "diameter_m": 1.2,
        "percent": 0.1,
        **PATH,
    },
    "propagation.itu.p618_scintillation.apparent_elevation_deg": {"free_deg": 3.0, "height_km": 0.1},
    "propagation.itu.p618_scintillation.geoclimatic_factor": {
        "gradient_percent": 20.0,
        "lat_deg": 25.0,
        "terrain_db": 0.0,
    },
    "propagation.itu.p618_scintillation.deep_fade_db": {
        "geoclimatic": 1e-6,
        "lat_deg": 25.0,
        "frequency_ghz": 12.0,
        "apparent_deg": 3.0,
        "percent": 0.1,
    },
    "propagation.itu.p618_scintillation.shallow_fade_db": {
        "geoclimatic": 1e-6,
        "lat_deg": 25.0,
        "frequency_ghz": 12.0,
        "apparent_deg": 3.0,
        "apparent_at_5_deg": 5.1,
        "percent": 10.0,
        "at_5_deg_db": 1.0,
        "diameter_m": 1.2,
        "efficiency": 0.6,
    },
    "propagation.itu.p618_total.held_percent": {"percent": 0.1},
    "propagation.itu.p618_total.total_db": {"gas": 0.5, "cloud": 0.4, "rain": 5.0, "scintillation": 0.6},
    "propagation.itu.p618_total.mean_radiating_k": {"surface_k": 290.0},
    "propagation.itu.p618_total.sky_noise_k": {"attenuation_db": 3.0},
    "propagation.itu.p618_total.cross_polarisation_db": {
        "rain_db": 5.0,
        "percent": 0.1,
        "tilt_deg": 20.0,
        **PATH,
    },
    "propagation.itu.p676.specific_attenuation_db_km": {
        "frequency_ghz": 20.0,
        "dry_hpa": 990.0,
        "temperature_k": 290.0,
        "vapour_g_m3": 10.0,
    },
    "propagation.itu.p676.dry_air_db_km": {
        "frequency_ghz": 20.0,
        "dry_hpa": 990.0,
        "temperature_k": 290.0,
        "vapour_g_m3": 10.0,
    },
    "propagation.itu.p676_slant.oxygen_height_km": {"frequency_ghz": 20.0, **AIR},
    "propagation.itu.p676_slant.vapour_per_kg_m2": {"frequency_ghz": 20.0, **AIR},
    "propagation.itu.p676_slant.oxygen_db": {**PATH, **AIR},
    "propagation.itu.p676_slant.vapour_db": {"column_kg_m2": 30.0, **PATH, **AIR},
    "propagation.itu.p676_slant.vapour_height_km": {"frequency_ghz": 20.0},
    "propagation.itu.p676_slant.weibull_column_kg_m2": {"percent": 1.0, "shape": 2.0, "scale": 20.0},
    "propagation.itu.p681.tree_shadowing_db": {"frequency_ghz": 1.5, "elevation_deg": 40.0, "percent": 10.0},
    "propagation.itu.p835.temperature_k": {"height_km": 2.0},
    "propagation.itu.p835.pressure_hpa": {"height_km": 2.0},
    "propagation.itu.p835.vapour_density_g_m3": {"height_km": 2.0},
    "propagation.itu.p835.vapour_pressure_hpa": {"density_g_m3": 10.0, "temperature": 290.0},
    "propagation.itu.p836.exceeded_at": {"height_m": 100.0, "percent": 2.0, **PLACE},
    "propagation.itu.p837.chance_of_rain_percent": {"total_mm": MONTHS_MM, "temperature_k": MONTHS_K},
    "propagation.itu.p837.r001_at_mm_h": PLACE,
    "propagation.itu.p838.coefficients": PATH,
    "propagation.itu.p838.specific_attenuation_db_km": {"rate_mm_h": 40.0, **PATH},
    "propagation.itu.p839.rain_height_km": {"isotherm_km": 4.5},
    "propagation.itu.p839.rain_height_at_km": PLACE,
    "propagation.itu.p840.permittivity": {"frequency_ghz": 20.0, "temperature_k": 273.15},
    "propagation.itu.p840.droplets_db_km_per_g_m3": {"frequency_ghz": 20.0, "temperature_k": 273.15},
    "propagation.itu.p840.liquid_db_per_kg_m2": {"frequency_ghz": 20.0},
    "propagation.itu.p840.cloud_attenuation_db": {"liquid_kg_m2": 0.5, **PATH},
    "propagation.itu.p840.log_normal_liquid_kg_m2": {
        "mean": -1.0,
        "spread": 1.0,
        "cloudy_percent": 40.0,
        "percent": 5.0,
    },
    "propagation.itu.p837.monthly_rain": {"total_mm": MONTHS_MM, "temperature_k": MONTHS_K},
    "propagation.itu.p837.percent_above": {
        "rate_mm_h": 30.0,
        "total_mm": MONTHS_MM,
        "temperature_k": MONTHS_K,
    },
    "propagation.itu.p837.rain_rate_mm_h": {"percent": 0.1, "total_mm": MONTHS_MM, "temperature_k": MONTHS_K},
    "propagation.itu.p1623.fades_longer": {
        "duration_s": 60.0,
        "attenuation_db": 5.0,
        "total_s": 1e5,
        **PATH,
    },
    "propagation.itu.p1623.fade_slopes": {
        "slope_db_s": 0.1,
        "attenuation_db": 5.0,
        "cut_off_hz": 0.02,
        "over_s": 2.0,
    },
    "propagation.itu.p1144.around": {"percents": (0.1, 1.0, 10.0), "percent": 3.0},
    "propagation.normal.exceeded": {"x": 1.2},
    "propagation.normal.exceeded_by": {"chance": 0.1},
    "propagation.normal.both_exceeded": {"x": 1.2, "y": 0.4, "correlation": 0.5},
    "propagation.attenuation.attenuation": {"lat_deg": 25.0, "percent": 0.1, "ground": GROUND, **PATH},
    "propagation.site_climate.ground_at": {"percent": 0.1, "height_km": 1.0, **PLACE},
}
OVER_MANY = {  # what they are given is a series by nature, or they give one, or nothing
    "propagation.limits.refuse_outside",
    "link.pass_budget.pass_budget",
    "propagation.normal.log_normal_fit",
    "propagation.itu.p676.slant_path",
    "propagation.itu.p618_total.non_gso",
}


def world(low: float, high: float) -> Grid:
    """A map that grows evenly from the south pole to the north."""
    values = np.repeat(np.linspace(low, high, 13)[:, None], 25, axis=1)
    return Grid(
        lat_first_deg=-90.0, lat_step_deg=15.0, lon_first_deg=-180.0, lon_step_deg=15.0, values=values
    )


MAPS: dict[str, dict[str, object]] = {
    "propagation.itu.p1510.mean_temperature_k": {"map_": world(250.0, 300.0)},
    "propagation.itu.p1511.height_m": {"map_": world(0.0, 900.0)},
    "propagation.itu.p1511.undulation_m": {"map_": world(-50.0, 50.0)},
    "propagation.itu.p453.wet_term_at": {"map_": world(20.0, 120.0)},
    "propagation.itu.p837.r001_at_mm_h": {"map_": world(5.0, 80.0)},
    "propagation.itu.p839.rain_height_at_km": {"map_": world(1.0, 5.0)},
    "propagation.itu.p836.exceeded_at": {
        "maps": {1.0: world(5.0, 25.0), 5.0: world(4.0, 20.0)},
        "scales": {1.0: world(1.5, 2.5), 5.0: world(1.5, 2.5)},
        "ground_m": world(0.0, 900.0),
    },
}


class EveryMap:
    """Maps as `ground_at` asks for them, each the same world at the size of its quantity."""

    def has(self, key: str) -> bool:
        return not key.startswith(("P.840-7", "P.836", "P.1510"))

    def has_all(self, *keys: str) -> bool:
        return all(map(self.has, keys))

    def source(self, key: str) -> str:
        return key

    def grid(self, key: str) -> Grid:
        sizes = {"T": 290.0, "P": 1000.0, "RHO": 10.0, "V": 30.0, "height": 300.0}
        size = 2.0 if "scale" in key else 0.3 if "ground" in key else sizes.get(key.split()[1], 4.0)
        return world(0.8 * size, size)

    def grids(self, recommendation: str, shows: str, percents):
        return {p: self.grid(f"{recommendation} {shows} {p:g}") for p in percents}


MAPS["propagation.site_climate.ground_at"] = {"maps": EveryMap()}


def numeric():
    """The public functions of `radio` that take numbers or arrays, by where they stand."""
    found = {}
    for module in pkgutil.walk_packages(serai.radio.__path__, "serai.radio."):
        of = importlib.import_module(module.name)
        for name, function in vars(of).items():
            if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != module.name:
                continue
            if any("ArrayLike" in str(p.annotation) for p in inspect.signature(function).parameters.values()):
                found[f"{module.name.removeprefix('serai.radio.')}.{name}"] = function
    return found


FUNCTIONS = numeric()


def test_every_public_function_of_numbers_is_tried_here():
    assert set(FUNCTIONS) - OVER_MANY == set(CASES)
    assert set(FUNCTIONS) >= OVER_MANY


@pytest.mark.parametrize("name", sorted(CASES))
def test_a_number_gives_what_an_array_of_one_gives(name):
    function, given = FUNCTIONS[name], {**MAPS.get(name, {}), **CASES[name]}
    takes = inspect.signature(function).parameters
    as_arrays = {
        k: np.array([v]) if isinstance(v, float) and "ArrayLike" in str(takes[k].annotation) else v
        for k, v in given.items()
    }
    number, array = flat(function(**given)), flat(function(**as_arrays))
    assert len(number) == len(array) > 0
    assert np.isfinite(number).any()
    np.testing.assert_allclose(number, array, rtol=ROUNDINGS)


def flat(answer: object) -> np.ndarray:
    """Every number of an answer, whatever holds them, in its order."""
    if answer is None or isinstance(answer, str):
        return np.empty(0)
    if isinstance(answer, tuple | list):
        return np.concatenate([flat(a) for a in answer]) if answer else np.empty(0)
    if isinstance(answer, dict):
        return flat(tuple(answer.values()))
    if hasattr(answer, "__dataclass_fields__"):
        return flat(tuple(getattr(answer, f) for f in answer.__dataclass_fields__))
    return np.ravel(np.asarray(answer, dtype=float))
