"""Receivers' files that once gave a wrong answer in silence, each tried as users have them, with neighbours.

Twenty minutes of ESBC's day (40 epochs), changed as each line says.

| case | once | test |
|---|---|---|
| Galileo's I/NAV alone, two frequencies | 6.9 / 9.6 m | `test_inav_alone_gives_the_figures_of_both` |
| a station without GPS messages | GPS "not met" | `test_a_station_without_gps_messages_does_not_judge_gps` |
| a mask, a cut antenna, C06 to C30, no log | the same | tests/navigate/monitor/test_not_judged.py |
| codes 2X+6X, 2I+7I, 1X+5Q, 1B+5I, 1C+2P | gone, unsaid | `test_codes_by_other_names_are_used_and_as_near` |
| a code of an unknown band (9I) | refused | `test_a_code_of_a_band_nobody_knows_stops_no_mode` |
| a base with 1X, 5X, 7X | Galileo gone, unsaid | `test_a_base_of_another_maker_keeps_galileo` |
| GPS time called GLO, UTC, BDT | 10 km off | `test_a_wrong_time_system_is_one_sentence_with_its_cause` |
| a wrong twin of a message | 8 of 40 epochs | `test_a_wrong_twin_is_outvoted_and_counted` |
| a second of 60 in SP3 | refused | `test_a_second_of_60_of_precise_orbits_is_read` |
| messages to 09:00, a file of noon | "at most 3" | `test_messages_that_ended_are_named_with_their_age` |
| noise of a phone, 5 m | 4.8 / 7.3 m, sigma 1.2 m | `test_a_phones_noise_is_told_and_its_ranges_kept` |

The whole day beside RTKLIB: tests/against/gnss/test_position_*.py.
"""

from __future__ import annotations

import json

import numpy as np
import pytest
from tests.against.gnss.test_position_noisy import spoilt
from tests.gnss.made_up import ESBC_M, esbc_text, messages

from serai.cli import main
from serai.formats.source import bytes_of
from serai.gnss.output.accuracy import spread
from serai.questions.position import position

FNAV = 258  # data sources of F/NAV E5a-I with the clock of E1 and E5a (RINEX 3.05, table A8)
PLACE = ",".join(f"{x:.3f}" for x in ESBC_M)
CODES = {
    "2X+6X": ("C", (("2I", "2X"), ("6I", "6X"), ("7I", "7X"))),
    "2I+7I": ("C", (("6I", "9I"),)),
    "1X+5Q": ("E", (("1C", "1X"),)),
    "1B+5I": ("E", (("1C", "1B"), ("5Q", "5I"), ("7Q", "7I"), ("8Q", "8I"))),
    "1C+2P": ("G", (("2W", "2P"), ("1W", "1P"), ("2L", "2C"))),
}


def renamed(header, system, pairs):
    """The types of observations of a system by other names."""
    own, lines = "", []
    for line in header.splitlines(keepends=True):
        if "SYS / # / OBS TYPES" in line:
            own = line[0] if line[0] != " " else own
            for old, new in pairs if own == system else ():
                for kind in "CLDS":
                    line = line.replace(kind + old, kind + new)
        lines.append(line)
    return "".join(lines)


def kept(nav, which):
    """A navigation file with some of its messages."""
    start = nav.index("\n", nav.index("END OF HEADER")) + 1
    return nav[:start] + "".join(f"{line}\n" for m in messages(nav) if which(m) for line in m)


def is_inav(message):
    return message[0][0] != "E" or float(message[5][23:42].replace("D", "e")) != FNAV


def with_twins(nav):
    """A second message of the same toe with a wrong axis after each of G05's and G07's."""
    start = nav.index("\n", nav.index("END OF HEADER")) + 1
    out = []
    for m in messages(nav):
        out += m
        if m[0][:3] in ("G05", "G07"):
            out += [*m[:2], m[2][:61] + " 5.150000000000e+03" + m[2][80:], *m[3:]]
    return nav[:start] + "".join(f"{line}\n" for line in out)


@pytest.fixture(scope="module")
def folder(shared_data, tmp_path_factory):
    made = tmp_path_factory.mktemp("cases")
    file, nav = esbc_text(shared_data)
    some = file.some(slice(0, 40))
    text = "".join(some.epochs)
    (made / "base.obs").write_text(str(some))
    (made / "noon.obs").write_text(str(file.some(slice(1440, 1480))))
    (made / "all.nav").write_text(nav)
    (made / "inav.nav").write_text(kept(nav, is_inav))
    (made / "nogps.nav").write_text(kept(nav, lambda m: m[0][0] != "G"))
    (made / "twins.nav").write_text(with_twins(nav))
    before_nine = kept(nav, lambda m: not (m[0][9:14] == "06 25" and int(m[0][15:17]) >= 9))
    (made / "to_nine.nav").write_text(before_nine)
    for name, (system, pairs) in CODES.items():
        (made / f"{name}.obs").write_text(renamed(some.header, system, pairs) + text)
    base = renamed(some.header, "E", (("1C", "1X"), ("5Q", "5X"), ("7Q", "7X"), ("8Q", "8X")))
    (made / "1X.obs").write_text(base + "".join(file.some(slice(1, 40)).epochs))
    for system in ("GLO", "UTC", "BDT"):
        header = some.header.replace("GPS         TIME OF FIRST OBS", f"{system}         TIME OF FIRST OBS")
        (made / f"{system}.obs").write_text(header + text)
    (made / "phone.obs").write_text(spoilt(some, 5.0, phases=False))
    return made


def rms_m(track):
    found = spread(track, ESBC_M)
    return found.h_rms_m, found.v_rms_m


@pytest.mark.parametrize("systems", ["E", "GEC"])
def test_inav_alone_gives_the_figures_of_both(folder, systems):
    alone, both = (
        rms_m(position(folder / "base.obs", folder / name, systems=systems, dual=True))
        for name in ("inav.nav", "all.nav")
    )
    assert alone == pytest.approx(both, rel=0.05)
    assert max(alone) < 1.3


def test_a_station_without_gps_messages_does_not_judge_gps(folder, capsys):
    code = main(
        ["station", str(folder / "base.obs"), str(folder / "nogps.nav"), "--position", PLACE, "--json"]
    )
    assert code == 0
    told = capsys.readouterr().out
    assert "system not judged: GPS (the navigation files hold no message of it)" in told
    assert not [alarm for alarm in json.loads(told)["alarms"] if "GPS" in str(alarm)]


@pytest.mark.parametrize("dual", [False, True])
@pytest.mark.parametrize("name", CODES)
def test_codes_by_other_names_are_used_and_as_near(folder, name, dual):
    system = CODES[name][0]
    track = position(folder / f"{name}.obs", folder / "all.nav", dual=dual)
    whole = position(folder / "base.obs", folder / "all.nav", dual=dual)
    assert system in {track.rows.names[k][0] for k in track.rows.satellite[track.status == 1]}
    within = 1.05 if name != "2I+7I" else 1.5  # another pair of bands, of fewer satellites
    assert np.array(rms_m(track)) == pytest.approx(
        np.minimum(rms_m(track), np.multiply(rms_m(whole), within))
    )


@pytest.mark.parametrize("mode", ["dgnss", "rtk"])
def test_a_base_of_another_maker_keeps_galileo(folder, mode, capsys):
    words = ["position", str(folder / "base.obs"), "--nav", str(folder / "all.nav"), "--mode", mode]
    base = ["--base", str(folder / "1X.obs"), "--base-position", PLACE, "--systems", "GE", "--json"]
    assert main([*words, *base]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["solved"] == 39
    assert "Galileo" not in told["not_used"]["systems"]
    assert {name for name in told["not_used"]["satellites"] if name[0] == "E"} == {"E25"}  # below the mask
    if mode == "dgnss":
        assert told["by_system"]["E"]["satellites"] == 8.0


@pytest.mark.parametrize("mode", ["single", "dual", "dgnss", "rtk", "ppp", "station"])
def test_a_code_of_a_band_nobody_knows_stops_no_mode(folder, mode, shared_data, capsys):
    """9I of BeiDou, with its phase: a receiver may write a band newer than the program."""
    file, nav = str(folder / "2I+7I.obs"), str(folder / "all.nav")
    day = shared_data / "gnss/esbc2020"
    base = ["--base", str(folder / "1X.obs"), "--base-position", PLACE]
    orbits = str(day / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz")
    clocks = str(day / "GRG0MGXFIN_20201770000_01D_30S_CLK.CLK.gz")
    words = {
        "single": [],
        "dual": ["--dual"],
        "dgnss": ["--mode", "dgnss", *base],
        "rtk": ["--mode", "rtk", *base],
        "ppp": ["--mode", "ppp", "--sp3", orbits, "--clk", clocks],
    }
    if mode == "station":
        assert main(["station", file, nav, "--position", PLACE]) == 0
    else:
        assert main(["position", file, "--nav", nav, *words[mode]]) == 0
    assert capsys.readouterr().out


@pytest.mark.parametrize(("system", "seconds"), [("GLO", 18), ("UTC", 18), ("BDT", 14)])
@pytest.mark.parametrize("command", ["position", "station"])
def test_a_wrong_time_system_is_one_sentence_with_its_cause(folder, system, seconds, command, capsys):
    files = {
        "position": [f"{system}.obs", "--nav", str(folder / "all.nav")],
        "station": [f"{system}.obs", str(folder / "all.nav"), "--position", PLACE],
    }[command]
    assert main([command, str(folder / files[0]), *files[1:]]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    lines = [line for line in said.err.splitlines() if "time" in line]
    assert f"says that its epochs are in {system} time, but its ranges fit GPS time" in lines[-1]
    assert f"{seconds} s away" in lines[-1]


def test_a_wrong_twin_is_outvoted_and_counted(folder, capsys):
    words = ["position", str(folder / "base.obs"), "--systems", "G", "--nav"]
    track = position(folder / "base.obs", folder / "twins.nav", systems="G")
    right = position(folder / "base.obs", folder / "all.nav", systems="G")
    assert track.solved.sum() == 40
    assert np.array_equal(track.position_m, right.position_m)
    assert main([*words, str(folder / "twins.nav")]) == 0
    assert "outvoted by their twins" in " ".join(capsys.readouterr().out.split())


def test_a_second_of_60_of_precise_orbits_is_read(folder, shared_data, tmp_path):
    """The quarter past midnight as 0:14:60, as one centre wrote it."""
    day = shared_data / "gnss/esbc2020"
    text = bytes_of(day / "GRG0MGXFIN_20201770000_01D_15M_ORB.SP3.gz")[0].decode()
    assert "*  2020  6 25  0 15  0.00000000" in text
    odd = text.replace("*  2020  6 25  0 15  0.00000000", "*  2020  6 25  0 14 60.00000000")
    (tmp_path / "odd.sp3").write_text(odd)
    (tmp_path / "day.sp3").write_text(text)
    clocks = day / "GRG0MGXFIN_20201770000_01D_30S_CLK.CLK.gz"
    found, right = (
        position(folder / "base.obs", sp3=tmp_path / name, clk=clocks, dual=True, systems="GE")
        for name in ("odd.sp3", "day.sp3")
    )
    assert np.array_equal(found.position_m, right.position_m, equal_nan=True)
    assert found.solved.sum() >= 39  # the clocks begin thirty seconds later


def test_messages_that_ended_are_named_with_their_age(folder, capsys):
    assert main(["position", str(folder / "noon.obs"), "--nav", str(folder / "to_nine.nav")]) == 1
    said = " ".join(capsys.readouterr().err.split())
    assert said.count("serai: ") == 1
    assert "noon.obs" in said
    assert " h " in said  # how old


def test_a_phones_noise_is_told_and_its_ranges_kept(folder):
    track = position(folder / "phone.obs", folder / "all.nav")
    assert track.solved.all()
    assert (track.status == 3).mean() < 0.02
    h_m, v_m = rms_m(track)
    assert h_m < 3.2
    assert v_m < 4.9
    told_m = float(np.sqrt(np.mean(np.sum(track.sigmas_enu_m() ** 2, axis=1))))
    assert 0.7 < np.hypot(h_m, v_m) / told_m < 1.4
