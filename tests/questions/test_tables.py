"""Passes and looks from OEM and SP3 files, beside those of the element set that they were made from."""

from __future__ import annotations

import gzip
from datetime import datetime, timedelta

import numpy as np
import pytest
from skyfield.api import EarthSatellite, load
from tests.orbit.known import elements, satellite

from serai import looks, passes
from serai.earth import Orientation, Place
from serai.errors import Refused
from serai.formats import write_csv
from serai.formats.oem import read_oem
from serai.time import Instant

START = Instant.from_utc("2026-08-22T00:00:00Z")
PUBLISHED = Orientation.published()
SITES = {"karachi": Place(lat_deg=24.86, lon_deg=67.01), "north": Place(lat_deg=67.9, lon_deg=21.0)}
NAME = "GAOFEN-1"
# By the frame of the table: what is left of nutation in EME2000 is 2 m of 7 km/s
EDGE_S = {"TEME": 0.003, "ITRF2020": 0.003, "EME2000": 0.003}


def moments(hours=14.0, step_s=120.0):
    """From an hour before the period on."""
    count = round(hours * 3_600.0 / step_s) + 1
    return START.tai_ns - 3_600_000_000_000 + np.arange(count, dtype=np.int64) * round(step_s * 1e9)


def states(frame, tai_ns):
    """Positions and velocities in a frame, km and km/s; EME2000 as Skyfield has it."""
    of = satellite(NAME)
    if frame == "TEME":
        _, r, v = of.teme_km(tai_ns)
        return r, v
    if frame == "ITRF2020":
        r, v = of.state(tai_ns, PUBLISHED)
        return r / 1e3, v / 1e3
    times = load.timescale(builtin=True)
    header, row = write_csv([elements(NAME)]).splitlines()
    sky = EarthSatellite.from_omm(times, dict(zip(header.split(","), row.split(","), strict=True)))
    at = sky.at(times.from_datetimes([Instant(int(one)).datetime() for one in tai_ns]))
    return at.position.km.T, at.velocity.km_per_s.T


def spelled(at, system="UTC"):
    if system == "UTC":
        return Instant(int(at)).utc(6)[:-1]
    behind = {"TAI": 0, "GPS": 19, "TT": -32.184}[system]
    when = datetime(2000, 1, 1) + timedelta(microseconds=int(at) // 1000) - timedelta(seconds=behind)  # noqa: DTZ001
    return when.isoformat(timespec="microseconds")


def kvn(frame="TEME", system="UTC", tai_ns=None, more=(), **meta):
    at = moments() if tai_ns is None else tai_ns
    r, v = states(frame, at)
    fields = {
        "OBJECT_NAME": NAME, "OBJECT_ID": "2013-018A", "CENTER_NAME": "EARTH", "REF_FRAME": frame,
        "TIME_SYSTEM": system, "START_TIME": spelled(at[0], system), "STOP_TIME": spelled(at[-1], system),
        **meta,
    }  # fmt: skip
    lines = ["CCSDS_OEM_VERS = 2.0", "CREATION_DATE = 2026-08-22T00:00:00", "ORIGINATOR = TEST", "META_START"]
    lines += [f"{key} = {value}" for key, value in fields.items()] + ["META_STOP", "COMMENT states"]
    for k, one in enumerate(at):
        numbers = " ".join(f"{x:.6f}" for x in r[k]) + " " + " ".join(f"{x:.9f}" for x in v[k])
        lines.append(f"{spelled(one, system)} {numbers}")
    return "\n".join([*lines, *more]) + "\n"


def xml(tai_ns):
    r, v = states("TEME", tai_ns)
    rows = "".join(
        f"<stateVector><EPOCH>{spelled(at)}</EPOCH>"
        + "".join(f'<{key} units="km">{x:.6f}</{key}>' for key, x in zip("XYZ", r[k], strict=True))
        + "".join(f"<{key}_DOT>{x:.9f}</{key}_DOT>" for key, x in zip("XYZ", v[k], strict=True))
        + "</stateVector>"
        for k, at in enumerate(tai_ns)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><ndm><oem id="CCSDS_OEM_VERS" version="2.0"><header/>'
        "<body><segment>"
        f"<metadata><OBJECT_NAME>{NAME}</OBJECT_NAME><OBJECT_ID>2013-018A</OBJECT_ID><CENTER_NAME>EARTH</CENTER_NAME>"
        "<REF_FRAME>TEME</REF_FRAME><TIME_SYSTEM>UTC</TIME_SYSTEM></metadata>"
        f"<data>{rows}</data></segment></body></oem></ndm>"
    )


def ask(source, kind=passes, **more):
    how = {"mask": 5.0} if kind is passes else {"off_nadir_deg": 65.0}
    return kind(source, SITES, start=START, days=0.5, orientation=PUBLISHED, **how, **more)


def written(tmp_path, text, name="orbit.oem"):
    path = tmp_path / name
    path.write_text(text)
    return path


def same(found, expected, within_s):
    assert len(found) == len(expected) > 2
    for edge in ("start_ns", "end_ns"):
        apart = getattr(found.part.table, edge) - getattr(expected.part.table, edge)
        assert np.abs(apart).max() <= within_s * 1e9
    assert np.abs(found.part.table.best - expected.part.table.best).max() < 1e-3


@pytest.mark.parametrize("frame", EDGE_S)
@pytest.mark.parametrize("kind", [passes, looks], ids=["passes", "looks"])
def test_windows_of_a_message_are_those_of_the_orbit_it_was_made_from(tmp_path, frame, kind):
    found = ask(written(tmp_path, kvn(frame)), kind)
    same(found, ask([elements(NAME)], kind), EDGE_S[frame])
    assert {row["satellite"] for row in found} == {NAME}
    assert {row["norad"] for row in found} == {row["age_days"] for row in found} == {None}


@pytest.mark.parametrize("system", ["TAI", "GPS", "TT"])
def test_the_time_system_of_a_message_counts(tmp_path, system):
    same(ask(written(tmp_path, kvn(system=system))), ask([elements(NAME)]), 0.003)


def test_xml_and_packed_messages_and_days_of_the_year_are_read(tmp_path):
    expected = ask([elements(NAME)])
    same(ask(written(tmp_path, xml(moments()), "orbit.xml")), expected, 0.003)
    packed = tmp_path / "packed.oem"
    packed.write_bytes(
        gzip.compress(
            kvn().replace("2026-08-22T", "2026-234T").replace("2026-08-21T", "2026-233T").encode(), mtime=0
        )
    )
    same(ask(packed), expected, 0.003)


def test_a_window_ends_with_the_table_and_it_is_said(tmp_path):
    short = moments(hours=8.0)
    found = ask(written(tmp_path, kvn(tai_ns=short)))
    assert found.part.table.end_ns.max() <= short[-1]
    said = [str(one) for one in found.search.sky.cautions]
    assert said == [
        (
            "the table of GAOFEN-1 runs from 2026-08-21T23:00:00Z to 2026-08-22T07:00:00Z: "
            "it has no position in the rest of the period"
        )
    ]
    assert ask(written(tmp_path, kvn())).search.sky.cautions == ()


def test_segments_of_one_object_are_one_satellite_and_useable_times_count(tmp_path):
    """A manoeuvre parts a message in two: each moment has the segment in use."""
    at = moments()
    half = len(at) // 2
    first, second = kvn(tai_ns=at[: half + 1]), kvn(tai_ns=at[half:])
    both = first + second.split("ORIGINATOR = TEST\n")[1]
    same(ask(written(tmp_path, both)), ask([elements(NAME)]), 0.003)
    cut = kvn(USEABLE_STOP_TIME=spelled(START.tai_ns + 6 * 3_600_000_000_000))
    assert ask(written(tmp_path, cut)).part.table.end_ns.max() <= START.tai_ns + 6 * 3_600_000_000_000


MATRIX = ["0.01", "0.0 {t2}", "0.0 0.0 0.01", "0 0 0 1e-9", "0 0 0 0 1e-9", "0 0 0 0 0 1e-9"]


def matrix(at, along_km, frame="RTN"):
    return [f"EPOCH = {spelled(at)}", f"COV_REF_FRAME = {frame}", *(x.format(t2=along_km**2) for x in MATRIX)]


def test_a_covariance_is_the_uncertainty_of_the_window(tmp_path):
    """7.5 km along the track are about a second; half of all errors stay below 0.67 of the deviation."""
    at = moments()
    more = ["COVARIANCE_START", *matrix(at[0], 7.5), *matrix(at[-1], 75.0), "COVARIANCE_STOP"]
    found = ask(written(tmp_path, kvn(more=more)))
    rows = list(found)
    hours = (found.part.table.start_ns + found.part.table.end_ns - 2 * at[0]) / 7.2e12
    for row, since in zip(rows, hours, strict=True):
        sigma_s = (
            7.5 + 67.5 * since / 14.0
        ) / 7.3  # km over the ground speed in the turning frame, 7.1 to 7.6 km/s
        assert row["uncertainty_s"] == pytest.approx(0.6745 * sigma_s, rel=0.05)
        assert row["uncertainty_90_s"] == pytest.approx(1.645 * sigma_s, rel=0.05)


@pytest.mark.parametrize("frame", ["RTN", "TNW", "TEME"])
def test_the_frame_of_a_covariance_counts(tmp_path, frame):
    """Only the part along the track makes a window early or late."""
    lines = matrix(moments()[0], 7.5, frame)
    found = list(ask(written(tmp_path, kvn(more=["COVARIANCE_START", *lines, "COVARIANCE_STOP"]))))
    late = {row["uncertainty_s"] for row in found}
    if frame == "RTN":
        assert all(0.6 < one < 0.75 for one in late)  # one matrix holds throughout
    elif frame == "TNW":
        assert late == {0.01}  # the first axis is the track's: 0.1 km
    else:
        assert all(0.0 < one < 0.75 for one in late)


def test_without_a_covariance_the_uncertainty_is_unknown(tmp_path):
    assert {row["uncertainty_s"] for row in ask(written(tmp_path, kvn()))} == {None}


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("CENTER_NAME", "MOON", "CENTER_NAME"),
        ("REF_FRAME", "MOD", "REF_FRAME"),
        ("TIME_SYSTEM", "UT1", "TIME_SYSTEM"),
    ],
)
def test_what_is_not_to_be_answered_for_is_refused_by_field(tmp_path, field, value, says):
    path = written(
        tmp_path,
        kvn().replace(
            f"{field} = {'EARTH' if field[0] == 'C' else 'TEME' if field[0] == 'R' else 'UTC'}",
            f"{field} = {value}",
        ),
    )
    with pytest.raises(Refused, match=f"{says}.*{value}"):
        ask(path)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda text: text.replace("T01:00:00", "T25:00:00"), "expected a time, got"),
        (lambda text: text.replace("T01:00:00.000000 ", "T01:00:00.000000 x"), "expected 6 numbers"),
        (
            lambda text: text.split("META_STOP")[0] + "META_STOP\n",
            "states at two moments or more, each later",
        ),
        (lambda _: "CCSDS_OEM_VERS = 2.0\n", "an orbit ephemeris message"),
    ],
)
def test_a_message_that_cannot_be_read_is_refused_in_a_sentence(tmp_path, spoil, says):
    with pytest.raises(Refused, match=says):
        ask(written(tmp_path, spoil(kvn())))


def test_a_covariance_in_another_frame_is_refused(tmp_path):
    more = ["COVARIANCE_START", *matrix(moments()[0], 1.0, "LVLH"), "COVARIANCE_STOP"]
    with pytest.raises(Refused, match="LVLH"):
        ask(written(tmp_path, kvn(more=more)))


def sp3(tai_ns, r_m, exponent=0):
    """An SP3-c file of one satellite in GPS time."""
    first = datetime.fromisoformat(spelled(tai_ns[0], "GPS"))
    lines = [
        f"#cP{first:%Y %m %d %H %M} {0:11.8f} {len(tai_ns):7d} ORBIT ITRF  FIT TEST",
        "## 2433      0.00000000   120.00000000 61274 0.0000000000000",
        "+    1   L51" + "  0" * 16,
        f"++       {exponent:3d}" + "  0" * 16,
        "%c L  cc GPS ccc cccc cccc cccc cccc ccccc ccccc ccccc ccccc",
        "%f  1.2500000  1.025000000  0.00000000000  0.000000000000000",
        "%i    0    0    0    0      0      0      0      0         0",
        "/* a low satellite",
    ]
    for k, at in enumerate(tai_ns):
        when = datetime.fromisoformat(spelled(at, "GPS"))
        lines.append(f"*  {when:%Y %m %d %H %M} {when.second + when.microsecond / 1e6:11.8f}")
        lines.append("PL51" + "".join(f"{x / 1e3:14.6f}" for x in r_m[k]) + f"{999999.999999:14.6f}")
    return "\n".join([*lines, "EOF"]) + "\n"


def test_an_sp3_file_is_a_source_of_passes_and_looks(tmp_path):
    at = moments()
    path = written(tmp_path, sp3(at, satellite(NAME).state(at, PUBLISHED)[0]), "orbit.sp3")
    for kind in (passes, looks):
        found = ask(path, kind)
        same(found, ask([elements(NAME)], kind), 0.003)
        assert {row["satellite"] for row in found} == {"L51"}
    assert len(ask(path, satellites=["l51"])) == len(ask(path))


def test_the_accuracy_of_an_sp3_file_is_the_uncertainty_of_its_windows(tmp_path):
    """2**21 mm along the track at the speed over the ground: 0.67 and 1.64 fold, where the header says it."""
    at = moments()
    r = satellite(NAME).state(at, PUBLISHED)[0]
    for kind in (passes, looks):
        told = ask(written(tmp_path, sp3(at, r, exponent=21), "known.sp3"), kind)
        silent = ask(written(tmp_path, sp3(at, r), "unknown.sp3"), kind)
        assert {row["uncertainty_s"] for row in silent} == {None}
        table = told.part.table
        middle = table.start_ns + (table.end_ns - table.start_ns) // 2
        speed = np.linalg.norm(satellite(NAME).state(middle, PUBLISHED)[1], axis=1)
        for name, share in (("uncertainty_s", 0.674_490), ("uncertainty_90_s", 1.644_854)):
            expected = share * 2.0**21 / 1e3 / speed
            assert [row[name] for row in told] == pytest.approx(expected, rel=1e-4, abs=0.006)


def test_a_hole_in_an_sp3_file_is_a_hole(tmp_path):
    at = moments()
    keep = np.ones(len(at), dtype=bool)
    keep[200:260] = False
    text = sp3(at[keep], satellite(NAME).state(at[keep], PUBLISHED)[0])
    table = ask(written(tmp_path, text, "orbit.sp3")).part.table
    inside = (table.end_ns > at[200]) & (table.start_ns < at[259])
    assert not inside.any()


def test_real_orbits_of_navigation_satellites_are_read(shared_data):
    path = shared_data / "gnss" / "esbc2020" / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz"
    found = passes(path, SITES, start="2020-06-25T01:00:00Z", days=0.9, mask=5.0)
    assert len(found.search.sky) > 60
    rows = list(found)
    assert {row["satellite"][0] for row in rows} >= {"G", "R", "E"}
    assert np.median([row["duration_s"] for row in rows]) > 3_600.0


def test_segments_say_what_they_are(tmp_path):
    one = read_oem(written(tmp_path, kvn("ITRF2020")))[0]
    assert (one.object_name, one.frame, one.is_earth_fixed, len(one.tai_ns)) == (NAME, "ITRF2020", True, 421)
