"""A station judged: a good day raises nothing, and what is put into it is found, named and timed."""

from __future__ import annotations

import gzip
import json
import shutil
from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.gnss.made_up import ESBC_M, esbc_text, moved_observations, only, part, pushed

from serai.cli.app import main
from serai.cli.input.reference import reference_corridor
from serai.corridor import read
from serai.errors import Refused
from serai.formats.rinex.navigation import read_navigation
from serai.formats.rinex.observations import read_observations
from serai.gnss.estimators.single_point import PointSettings, single_point
from serai.gnss.output.accuracy import spread
from serai.gnss.satellites.broadcast import Broadcast
from serai.gnss.signals import single_frequency
from serai.navigate.monitor.alarms import Alarm, AlarmKind, joined
from serai.navigate.monitor.as_broadcast import AsSent
from serai.navigate.monitor.conformance import watch
from serai.navigate.monitor.evaluation import Limits, judged
from serai.navigate.monitor.services import services_of
from serai.navigate.monitor.state import StateUnreadable, load, save
from serai.navigate.monitor.stream import each_judged, feed_of
from serai.needs import State
from serai.services import SERVICES, SHARED_TABLES

LIMITS = Limits()
SIX_HOURS = slice(0, 720)
STEP_NS = 30 * 10**9
POSITION = ",".join(f"{v:.4f}" for v in ESBC_M)


@pytest.fixture(scope="module")
def services():
    return services_of(read(reference_corridor(), SERVICES, SHARED_TABLES).pool)


@pytest.fixture(scope="module")
def morning(shared_data):
    obs, nav = esbc_text(shared_data)
    return read_observations(str(obs.some(SIX_HOURS)).encode()), read_navigation(nav.encode())


@pytest.fixture
def look(services, morning):
    def run(obs=None, nav=None, place=ESBC_M, limits=LIMITS):
        found = judged("a.obs", "0", obs or morning[0], nav or morning[1], place, services, limits)
        return watch([found], services, limits)

    return run


def of_kind(found, kind):
    return [a for a in found.alarms if a.kind is kind]


def test_a_good_morning_raises_no_alarm_and_meets_what_is_published(look):
    found = look()
    assert found.alarms == ()
    by_name = {v.service.name: v for v in found.verdicts}
    for name in ("BeiDou B1I", "GPS L1 C/A", "GPS two frequencies"):
        assert by_name[name].state is State.MET, by_name[name].why
    assert by_name["Galileo E1"].state is State.UNKNOWN
    missing = "h95_m of gal-os, v95_m of gal-os, availability of gal-os"
    assert str(by_name["Galileo E1"].why) == f"no published figure: {missing}"
    assert "BeiDou B1C" not in by_name  # this receiver writes none
    assert by_name["BeiDou B1I"].figures[0].basis == "published"
    assert by_name["GPS L1 C/A"].figures[0].basis == "recalled"


def test_served_figures_are_those_of_the_positions_themselves(look, morning):
    found = look()
    obs, nav = morning
    sent = AsSent(Broadcast.of(nav, {"G": ("1C",)}))
    as_sent = PointSettings(measured=False)  # a service is judged by what its messages give
    track = single_point(obs, nav, single_frequency("G"), "G", as_sent, orbits=sent)
    told = spread(track, ESBC_M)
    gps = next(v for v in found.verdicts if v.service.name == "GPS L1 C/A").tally
    assert gps.epochs == gps.available == 720
    assert gps.h95_m == pytest.approx(told.h95_m, abs=0.01)  # counted by the centimetre
    assert gps.v95_m == pytest.approx(told.v95_m, abs=0.01)
    assert gps.continuity == 1.0


def test_a_message_serves_from_when_it_was_sent(look, morning):
    obs, nav = morning
    table = nav.tables["G", "LNAV"]
    late = replace(table, ttr_tai_ns=np.maximum(table.ttr_tai_ns, int(obs.tai_ns[360]) - 10**9))
    found = look(nav=replace(nav, tables=MappingProxyType({**nav.tables, ("G", "LNAV"): late})))
    (alarm,) = of_kind(found, AlarmKind.UNAVAILABLE)
    assert alarm.who == "GPS L1 C/A"
    assert (alarm.begin, alarm.end) == (int(obs.tai_ns[0]), int(obs.tai_ns[359]))


def test_without_an_ionosphere_no_range_is_judged_and_it_is_told(look, morning):
    _, nav = morning
    found = look(nav=replace(nav, iono=()))
    assert not found.satellites
    assert not of_kind(found, AlarmKind.FAULTY)
    assert any("ranges on one frequency" in kind for kind in found.files[0].skipped)


def test_a_few_minutes_make_no_verdict(look, morning):
    found = look(part(morning[0], 0, 20))
    assert {v.state for v in found.verdicts} == {State.UNKNOWN}
    assert str(found.verdicts[0].why) == "watched for 10 minutes only; a verdict takes an hour"
    assert found.verdicts[0].tally.h95_m > 0.0  # but what was served is told


def test_files_of_two_hours_say_together_what_one_file_says(look, morning, services):
    obs, nav = morning
    pieces = [
        judged(f"{k}", f"{k}", part(obs, k, k + 240), nav, ESBC_M, services, LIMITS) for k in (480, 0, 240)
    ]
    apart, whole = watch(pieces, services, LIMITS), look()
    assert apart.alarms == ()
    for one, other in zip(apart.verdicts, whole.verdicts, strict=True):
        assert one.tally.epochs == other.tally.epochs == 720
        assert one.state is other.state
        # C1C - C1W is told by each file for itself, and a satellite's codes are chosen by file
        assert one.tally.h95_m == pytest.approx(other.tally.h95_m, abs=0.3)


def test_a_clock_that_runs_away_while_flagged_healthy_is_named_and_timed(look, morning):
    obs, _ = morning
    victim, begins, rate_mps = _always_there(obs), 240, 0.05
    ramp = np.maximum(np.arange(720) - begins, 0) * 30.0 * rate_mps
    found = look(pushed(obs, victim, ramp))
    alarms = of_kind(found, AlarmKind.FAULTY)
    assert [a.who for a in alarms] == [victim]
    reached = LIMITS.range_m / rate_mps / 30.0  # epochs until the ramp is as large as the limit
    late = (alarms[0].begin - int(obs.tai_ns[begins])) / STEP_NS
    assert reached - 60 < late < reached + 60  # its own error of 3 m at most is part of the sum
    assert abs(late - reached) * 30.0 * rate_mps < 3.5
    last = int(np.searchsorted(obs.tai_ns, alarms[0].end))
    assert last > 600  # until it sets below the mask
    assert alarms[0].worst == pytest.approx(ramp[last], abs=4.0)
    together = next(v for v in found.verdicts if v.service.name == "all systems, one frequency")
    assert together.tally.h95_m < 1.5  # left out of the position


def test_a_step_of_a_satellite_is_timed_to_the_epoch(look, morning):
    obs, _ = morning
    victim = _always_there(obs)
    (alarm,) = of_kind(look(pushed(obs, victim, 80.0, slice(100, 160))), AlarmKind.FAULTY)
    assert (alarm.who, alarm.begin, alarm.end) == (victim, int(obs.tai_ns[100]), int(obs.tai_ns[159]))
    assert not alarm.open
    assert alarm.worst == pytest.approx(80.0, abs=4.0)


def test_two_hours_without_observations_are_an_outage_from_the_last_epoch_to_the_next(
    look, morning, services
):
    obs, nav = morning
    early, late = part(obs, 0, 240), part(obs, 480, 720)
    found = watch(
        [judged(name, name, one, nav, ESBC_M, services, LIMITS) for name, one in (("a", early), ("b", late))],
        services,
        LIMITS,
    )
    (alarm,) = found.alarms
    assert alarm.kind is AlarmKind.OUTAGE
    assert (alarm.begin, alarm.end) == (int(early.tai_ns[-1]), int(late.tai_ns[0]))
    assert alarm.worst == pytest.approx(120.5)  # minutes
    within = part(obs, 0, 720)
    keep = (within.epoch < 240) | (within.epoch >= 480)
    times = np.concatenate([obs.tai_ns[:240], obs.tai_ns[480:]])
    gone = replace(
        only(within, keep),
        tai_ns=times,
        flags=np.zeros(480, np.uint8),
        clock_offset_s=np.full(480, np.nan),
        epoch=np.where(within.epoch[keep] < 240, within.epoch[keep], within.epoch[keep] - 240).astype(
            np.int32
        ),
    )
    (same,) = look(gone).alarms
    assert (same.begin, same.end) == (alarm.begin, alarm.end)


def test_a_service_without_satellites_is_unavailable_while_the_others_go_on(look, morning):
    obs, _ = morning
    gps = np.char.startswith(np.array(obs.satellites), "G")[obs.satellite]
    found = look(only(obs, ~gps | (obs.epoch < 300) | (obs.epoch >= 400)))
    alarms = of_kind(found, AlarmKind.UNAVAILABLE)
    assert [a.who for a in alarms] == ["GPS L1 C/A"]
    assert (alarms[0].begin, alarms[0].end) == (int(obs.tai_ns[300]), int(obs.tai_ns[399]))
    gps_verdict = next(v for v in found.verdicts if v.service.name == "GPS L1 C/A")
    assert gps_verdict.tally.breaks == 1
    hours = 620 * 30.0 / 3600.0
    assert gps_verdict.tally.continuity == pytest.approx(np.exp(-1.0 / hours))
    assert gps_verdict.state is State.NOT_MET
    assert "availability 86 % instead of the published 99 %" in str(gps_verdict.why)


def test_an_unhealthy_message_of_a_tracked_satellite_is_told(look, morning):
    obs, nav = morning
    victim = _always_there(obs)
    tables = dict(nav.tables)
    for key in (("E", "INAV"), ("E", "FNAV")):
        table = tables[key]
        health = np.where(table.prn == int(victim[1:]), 0b111_111_111, table["health"])
        tables[key] = replace(table, columns=MappingProxyType({**table.columns, "health": health}))
    found = look(nav=replace(nav, tables=MappingProxyType(tables)))
    assert victim in [a.who for a in of_kind(found, AlarmKind.UNHEALTHY)]
    assert victim not in found.satellites


def test_navigation_that_stops_grows_old_and_the_alarm_says_by_how_many_hours(look, morning):
    obs, nav = morning
    table = nav.tables["G", "LNAV"]
    last = int(table.toe_tai_ns.min()) + 2 * 3600 * 10**9
    keep = table.toe_tai_ns <= last
    old = replace(
        table,
        prn=table.prn[keep],
        toe_tai_ns=table.toe_tai_ns[keep],
        toc_tai_ns=table.toc_tai_ns[keep],
        ttr_tai_ns=table.ttr_tai_ns[keep],
        columns=MappingProxyType({k: v[keep] for k, v in table.columns.items()}),
    )
    found = look(nav=replace(nav, tables=MappingProxyType({**nav.tables, ("G", "LNAV"): old})))
    (alarm,) = of_kind(found, AlarmKind.AGEING)
    assert alarm.who == "GPS"
    newest = int(old.toe_tai_ns.max())
    assert 0 <= alarm.begin - (newest + 7200 * 10**9) <= STEP_NS
    assert alarm.worst == pytest.approx((int(obs.tai_ns[-1]) - newest) / 3.6e12, abs=0.01)


def test_a_station_that_is_elsewhere_by_five_metres_misses_the_published_figure(look):
    found = look(place=ESBC_M + np.array([0.0, 5.0, 0.0]))
    beidou = next(v for v in found.verdicts if v.service.name == "BeiDou B1I")
    assert beidou.state is State.NOT_MET
    assert "horizontal error, 95 % misses the published 2.5 m by" in str(beidou.why)
    alarms = [a for a in of_kind(found, AlarmKind.ACCURACY) if a.who == "BeiDou B1I, horizontal"]
    assert alarms
    assert all(a.limit == 2.5 for a in alarms)


def test_a_fault_across_two_files_is_one_alarm(morning, services):
    obs, nav = morning
    victim = _always_there(obs)
    bad = pushed(obs, victim, 90.0, slice(200, 300))
    pieces = [
        judged(str(k), str(k), part(bad, k, k + 240), nav, ESBC_M, services, LIMITS) for k in (0, 240, 480)
    ]
    (alarm,) = watch(pieces, services, LIMITS).alarms
    assert (alarm.begin, alarm.end) == (int(obs.tai_ns[200]), int(obs.tai_ns[299]))


def test_an_alarm_goes_on_only_where_no_later_file_says_otherwise(morning, services):
    obs, nav = morning
    bad = pushed(obs, _always_there(obs), 90.0, slice(200, 240))
    first, second = (
        judged(str(k), str(k), part(bad, k, k + 240), nav, ESBC_M, services, LIMITS) for k in (0, 240)
    )
    (alone,) = watch([first], services, LIMITS).alarms
    (ended,) = watch([first, second], services, LIMITS).alarms
    assert alone.open
    assert not ended.open
    assert (ended.begin, ended.end) == (alone.begin, alone.end)


def test_an_alarm_joined_of_two_has_the_larger_size_that_is_known():
    def piece(begin, worst):
        return Alarm(
            kind=AlarmKind.AGEING,
            who="GPS",
            begin=begin,
            end=begin + 9,
            worst=worst,
            limit=2.0,
            unit="h",
            open=True,
        )

    unknown = float("nan")
    for sizes, worst in (((unknown, 3.0), 3.0), ((3.0, unknown), 3.0), ((5.0, 4.0), 5.0)):
        (one,) = joined([piece(0, sizes[0]), piece(10, sizes[1])], 10, 10)
        assert (one.begin, one.end, one.worst, one.open) == (0, 19, worst, True)


@pytest.fixture
def folder(shared_data, tmp_path):
    obs, nav = esbc_text(shared_data)
    (tmp_path / "in").mkdir()
    for k in (0, 1):
        text = str(obs.some(slice(120 * k, 120 * (k + 1))))
        (tmp_path / f"in/hour{k}.obs").write_text(text, encoding="ascii")
    (tmp_path / "in/day.nav").write_text(nav, encoding="ascii")
    return tmp_path


def test_what_was_judged_is_remembered_and_only_new_files_are_read(folder, services, shared_data):
    kept = folder / "state.json"

    def run():
        known = load(kept, ESBC_M)
        fresh = list(each_judged(feed_of([folder / "in"]), ESBC_M, services, LIMITS, known))
        save(kept, ESBC_M, {**known, **{one.file: one for one in fresh}})
        return [one.file for one in fresh]

    assert run() == ["hour0.obs", "hour1.obs"]
    assert run() == []
    obs, _ = esbc_text(shared_data)
    (folder / "in/hour2.obs").write_text(str(obs.some(slice(240, 300))), encoding="ascii")
    assert run() == ["hour2.obs"]
    (folder / "in/hour2.obs").write_text(str(obs.some(slice(240, 360))), encoding="ascii")
    assert run() == ["hour2.obs"]  # it grew: judged anew, in its own place
    found = load(kept, ESBC_M)
    assert watch(found.values(), services, LIMITS).verdicts[0].tally.epochs == 360


def test_a_state_comes_back_as_it_was_and_a_crash_while_writing_leaves_the_old_one(
    folder, services, monkeypatch
):
    kept = folder / "state.json"
    (one, *_) = each_judged(feed_of([folder / "in"]), ESBC_M, services, LIMITS, {})
    save(kept, ESBC_M, {one.file: one})
    again = load(kept, ESBC_M)[one.file]
    assert again.tallies == dict(one.tallies)
    assert again.satellites == dict(one.satellites)
    before = kept.read_bytes()
    monkeypatch.setattr("os.fsync", _power_cut)
    with pytest.raises(OSError, match="power cut"):
        save(kept, ESBC_M, {})
    assert kept.read_bytes() == before


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"version": 1, "files": 3, "position_m": [1]}'])
def test_a_file_that_is_no_state_is_refused(tmp_path, text):
    (tmp_path / "s.json").write_text(text, encoding="ascii")
    with pytest.raises(StateUnreadable, match="no station's state that can be read"):
        load(tmp_path / "s.json", ESBC_M)


def test_a_state_of_another_place_is_refused(tmp_path):
    save(tmp_path / "s.json", ESBC_M, {})
    with pytest.raises(StateUnreadable, match="kept for another position"):
        load(tmp_path / "s.json", ESBC_M + 1.0)


def test_a_state_of_other_limits_or_figures_is_refused_and_what_differs_is_named(folder, capsys):
    kept, mine = folder / "state.json", folder / "corridor"
    shutil.copytree(reference_corridor(), mine)
    (folder / "in/hour1.obs").unlink()
    words = ["station", str(folder / "in"), "--position", POSITION, "--state", str(kept)]

    def refused(*more):
        assert main([*words, *more]) == 1
        return " ".join(capsys.readouterr().err.split())

    assert main(words) == 0
    capsys.readouterr()
    both = refused("--mask", "5", "--range-alarm", "20")
    assert "state.json was kept with --range-alarm 10.6 and not 20, --mask 10 and not 5: give" in both
    assert main([*words, "--corridor", str(mine)]) == 0  # the same figures
    table = mine / "services.csv"
    table.write_text(table.read_text(encoding="utf-8").replace(",2.5,", ",2.6,"), encoding="utf-8")
    told = "state.json was kept with other figures of the services than the corridor has now"
    assert told in refused("--corridor", str(mine))
    older = json.loads(kept.read_text(encoding="utf-8"))
    del older["judged_by"]
    kept.write_text(json.dumps(older), encoding="utf-8")
    assert told in refused("--corridor", str(mine))
    assert "--mask 10 and not 5" in refused("--mask", "5")
    assert main(words) == 0


def test_a_state_in_a_folder_that_is_not_there_is_refused_before_any_file_is_read(folder, capsys):
    state = folder / "nodir/s.json"
    words = ["station", str(folder / "nothing"), "--position", POSITION, "--state"]
    assert main([*words, str(state)]) == 1
    assert f"there is no folder {state.parent}" in " ".join(capsys.readouterr().err.split())
    assert main([*words, str(folder)]) == 1
    assert "is a folder, and --state takes a file" in " ".join(capsys.readouterr().err.split())


def test_an_hour_and_the_day_that_holds_it_are_refused_together(folder, services, shared_data):
    obs, _ = esbc_text(shared_data)
    (folder / "in/whole.obs").write_text(str(obs.some(slice(0, 240))), encoding="ascii")
    with pytest.raises(Refused, match="its epochs would count twice"):
        list(each_judged(feed_of([folder / "in"]), ESBC_M, services, LIMITS, {}))


def test_the_command_tells_the_same_as_a_table_as_json_and_as_a_page(folder, capsys):
    page = folder / "page.html"
    words = ["station", str(folder / "in"), "--position", POSITION, "--page", str(page), "--name", "ESBC"]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert "BeiDou B1I" in told
    assert "No alarm." in told
    assert main([*words, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["station"] == "ESBC"
    assert [f["file"] for f in answer["files"]] == ["hour0.obs", "hour1.obs"]
    beidou = next(s for s in answer["services"] if s["name"] == "BeiDou B1I")
    assert beidou["promised_by"] == "bds-os"
    assert {j["state"] for j in beidou["judged"]} == {"met"}
    html = page.read_text(encoding="utf-8")
    assert "<h1>ESBC</h1>" in html
    assert "http://" not in html.replace("http://www.w3.org", "")


def test_files_that_cannot_serve_are_refused_in_a_sentence(folder, capsys):
    assert main(["station", str(folder / "in/day.nav"), "--position", POSITION]) == 1
    assert "none of the 1 files holds observations in RINEX" in capsys.readouterr().err
    assert main(["station", str(folder / "in/hour0.obs"), "--position", POSITION]) == 1
    assert "none of the 1 files holds broadcast navigation" in capsys.readouterr().err
    assert main(["station", str(folder / "in"), "--position", "1,2"]) == 1
    assert "--position takes three numbers" in capsys.readouterr().err


def test_a_bad_file_is_left_out_and_told_and_the_others_are_judged(folder, shared_data, capsys):
    obs, _ = esbc_text(shared_data)
    (folder / "in/empty.obs").write_text(obs.header, encoding="ascii")
    moved = str(moved_observations(obs.some(slice(0, 20)), 40 * 86400))
    (folder / "in/later.obs").write_text(moved, encoding="ascii")
    (folder / "in/no.obs").write_text(obs.header[:200] + "\n", encoding="ascii")
    bad = f"{'     9.00           N: GNSS NAV DATA    M: MIXED':60}RINEX VERSION / TYPE\n"
    (folder / "in/bad.nav").write_text(bad, encoding="ascii")
    words = ["station", str(folder / "in"), "--position", POSITION, "--json"]
    assert main(words) == 0
    out, err = capsys.readouterr()
    assert [f["file"] for f in json.loads(out)["files"]] == ["hour0.obs", "hour1.obs"]
    lines = err.splitlines()
    assert len(lines) == 4
    for name in ("empty.obs", "later.obs", "no.obs", "bad.nav"):
        assert any(line.startswith(f"serai: {name} left out: ") for line in lines), (name, err)
    assert "serai: later.obs left out: no navigation file given is of the time of later.obs" in lines
    for k in (0, 1):
        (folder / f"in/hour{k}.obs").unlink()
    assert main(words) == 1
    assert "empty.obs holds no epoch" in capsys.readouterr().err.splitlines()[-1]


def test_what_is_not_there_and_what_is_cut_short_are_called_so(folder, capsys):
    gone = folder / "gone"
    assert main(["station", str(folder / "in"), str(gone), "--position", POSITION]) == 1
    assert f"no such file or folder: {gone}" in " ".join(capsys.readouterr().err.split())
    packed = gzip.compress((folder / "in/hour1.obs").read_bytes(), mtime=0)
    (folder / "in/hour1.obs").unlink()
    (folder / "in/hour1.obs.gz").write_bytes(packed[: len(packed) // 2])
    assert main(["station", str(folder / "in"), "--position", POSITION]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "1 files cut short" in said  # what came before the cut is judged, and that it was cut is told
    (folder / "in/hour1.obs.gz").write_bytes(packed[:14])
    with pytest.raises(Refused, match="none of the 1 files holds observations in RINEX"):
        feed_of([folder / "in/hour1.obs.gz"])


def _power_cut(_):
    raise OSError("power cut")


def _always_there(obs):
    """A Galileo satellite observed at every epoch."""
    rows = np.bincount(obs.satellite, minlength=len(obs.satellites))
    return next(n for n, k in zip(obs.satellites, rows, strict=True) if n[0] == "E" and k == len(obs.tai_ns))
