"""Services that correct others, at a station that logged their messages: a real hour, and made-up skies."""

from __future__ import annotations

import json
from dataclasses import fields, replace

import numpy as np
import pytest
from tests.gnss.corrections import test_b2b_point as b2b
from tests.gnss.corrections import test_sbas_l1 as l1
from tests.gnss.corrections.real_hour import PLACE, write_hour
from tests.gnss.simulate import START, navigation, observations

from serai.cli.app import main
from serai.cli.input.reference import reference_corridor
from serai.corridor import read
from serai.formats.source import bytes_of
from serai.gnss.tides.tides import displacement_m
from serai.navigate.monitor.alarms import AlarmKind
from serai.navigate.monitor.augmented import augmented_of
from serai.navigate.monitor.conformance import verdict
from serai.navigate.monitor.evaluation import Limits, judged
from serai.navigate.monitor.statistics import Tally, tally
from serai.navigate.monitor.stream import each_judged, feed_of
from serai.needs import State
from serai.services import SERVICES, SHARED_TABLES

LIMITS = Limits(mask_deg=5.0)
POSITION = ",".join(f"{v:.4f}" for v in PLACE)
EPOCHS = 30


@pytest.fixture(scope="module")
def pool():
    return read(reference_corridor(), SERVICES, SHARED_TABLES).pool


def service(pool, place_m, of, form="L1"):
    return next(s for s in augmented_of(pool, place_m) if (s.promised_by, s.form) == (of, form))


@pytest.fixture(scope="module")
def incoming(shared_data, tmp_path_factory):
    folder = tmp_path_factory.mktemp("incoming")
    site, *others = write_hour(shared_data, folder, EPOCHS)
    for path in others:
        (folder / path.name).write_bytes(path.read_bytes())
    (folder / "notes.txt").write_text("antenna cleaned\n", encoding="utf-8")
    return folder, site


def told(capsys, *words):
    assert main(["station", *map(str, words), "--position", POSITION, "--json"]) == 0
    out, err = capsys.readouterr()
    return json.loads(out), err


def test_every_sender_of_a_real_hour_is_judged_by_what_the_corridor_says_it_sends(incoming, capsys):
    folder, site = incoming
    state = folder.parent / "state.json"
    found, err = told(capsys, folder, "--state", state)
    by_name = {one["name"]: one for one in found["services"]}
    assert set(by_name) == {"BDSBAS single frequency", "MSAS", "KASS", "SouthPAN early open services"}
    assert "serai: notes.txt left out: it holds neither observations" in err
    assert "046r_bdsb2b" not in err  # a log; this receiver writes none of the codes it corrects
    for name in ("BDSBAS single frequency", "MSAS"):
        assert 0.05 < by_name[name]["h95_m"] < 2.0
        assert by_name[name]["availability"] == 1.0
    assert not found["alarms"]  # SouthPAN's absence is no alarm: Korea's sea is outside its area
    again, _ = told(capsys, site, folder / "046r_rnx.nav.gz", "--state", state)
    assert again["services"] == found["services"], "a run without the logs forgets nothing"


def test_a_log_that_comes_later_is_heeded(incoming, pool):
    folder, site = incoming
    services = augmented_of(pool, PLACE)
    without = feed_of([site, folder / "046r_rnx.nav.gz"])
    (first,) = each_judged(without, PLACE, services, LIMITS, {})
    assert not first.tallies
    whole = feed_of([folder])
    (second,) = each_judged(whole, PLACE, services, LIMITS, {first.file: first})
    assert {"MSAS", "KASS"} <= set(second.tallies)
    assert not [*each_judged(whole, PLACE, services, LIMITS, {second.file: second})]


def test_logs_that_come_one_without_the_other_are_both_counted(incoming, pool, tmp_path):
    folder, site = incoming
    lines = bytes_of(folder / "046r_sbas.txt.gz")[0].splitlines(keepends=True)
    nav = folder / "046r_rnx.nav.gz"
    cut = len(lines) // 4  # about a quarter of an hour: five minutes into the file
    early, late = tmp_path / "early.txt", tmp_path / "late.txt"
    early.write_bytes(b"".join(lines[:cut]))
    late.write_bytes(b"".join(lines[cut:]))
    services = augmented_of(pool, PLACE)

    def run(known, *logs):
        found = [*each_judged(feed_of([site, nav, *logs]), PLACE, services, LIMITS, known)]
        return {one.file: one for one in found}

    first = run({}, early)
    second = run(first, late)
    alone = run({}, late)
    for name in ("MSAS", "KASS"):
        one, both, other = (kept[site.name].tallies[name] for kept in (first, second, alone))
        assert 0 < one.epochs < EPOCHS
        assert (both.epochs, both.available) == (one.epochs + other.epochs, one.available + other.available)
        begins = [begin for begin, _, _ in second[site.name].strips[name]]
        assert begins == sorted(set(begins))
    assert not run(second, early, late)


def test_a_log_of_another_time_is_told_in_one_sentence(incoming, capsys, tmp_path):
    folder, site = incoming
    text = bytes_of(folder / "046r_sbas.txt.gz")[0].splitlines(keepends=True)
    (tmp_path / "late.txt").write_bytes(b"".join(text[-200:]))
    given = (folder / "046r_sbas.txt.gz", folder / "046r_rnx.nav.gz", tmp_path / "late.txt")
    state = tmp_path / "s.json"
    for _ in range(2):  # judged, and known already
        _, err = told(capsys, site, *given, "--state", state)
        assert err.splitlines() == [
            "serai: late.txt left out: its corrections are of a time that no observation file given holds"
        ]


def test_a_position_further_off_than_its_protection_level_is_an_alarm(pool):
    """BDSBAS over Karachi: made right, then with the station said to be 60 m from where it is."""
    sender = l1.Sender()
    case = l1.case_of(sender)
    bdsbas = replace(service(pool, l1.KARACHI, "bdsbas-b1c"), unpromised="")
    given = observations(case), navigation(case)
    for off_m, beyond in ((0.0, False), (60.0, True)):
        place = l1.KARACHI + np.array([off_m, 0.0, 0.0])
        found = judged("a", "a", *given, place, [bdsbas], LIMITS, [sender.log()])
        counts = found.tallies[bdsbas.name]
        assert counts.solved == l1.EPOCHS
        unbounded = [a for a in found.alarms if a.kind is AlarmKind.UNBOUNDED]
        assert bool(unbounded) is beyond
        if beyond:
            assert unbounded[0].worst > 1.0


def part_of(log, keep):
    """A log with some of its messages."""
    columns = [f.name for f in fields(log) if isinstance(getattr(log, f.name), np.ndarray)]
    return replace(log, **{name: getattr(log, name)[keep] for name in columns})


def test_an_epoch_counts_only_where_the_station_listened(pool):
    """The log ends in the middle of the file: what comes a minute later is not charged to the service."""
    sender = l1.Sender()
    obs, nav = observations(l1.case_of(sender)), navigation(l1.case_of(sender))
    served = service(pool, l1.KARACHI, "bdsbas-b1c")
    log = sender.log()
    times = obs.tai_ns
    until = int(times[0]) + 60 * 10**9
    cut = part_of(log, log.tai_ns <= until)
    last = int(cut.tai_ns.max())
    found = judged("a", "a", obs, nav, l1.KARACHI, [served], LIMITS, [cut])
    expected = int((times <= last + 60 * 10**9).sum())
    assert expected < len(times)
    assert found.tallies[served.name].epochs == expected
    assert not [a for a in found.alarms if a.kind is AlarmKind.UNAVAILABLE]
    deaf = part_of(log, log.tai_ns < int(times[0]) - 10**9)
    later = replace(obs, tai_ns=times + 120 * 10**9)
    assert not judged("a", "a", later, nav, l1.KARACHI, [served], LIMITS, [deaf]).tallies


def test_messages_of_another_sender_say_that_the_station_listened(pool):
    sender = l1.Sender()
    obs, nav = observations(l1.case_of(sender)), navigation(l1.case_of(sender))
    served = service(pool, l1.KARACHI, "bdsbas-b1c")
    log = sender.log()
    own = log.tai_ns <= int(obs.tai_ns[0])
    other = replace(log, prn=np.where(own, log.prn, 120).astype(log.prn.dtype))
    assert 120 not in served.senders
    found = judged("a", "a", obs, nav, l1.KARACHI, [served], LIMITS, [other])
    assert found.tallies[served.name].epochs == len(obs.tai_ns)


def test_a_service_that_was_there_on_both_sides_of_a_silent_log_did_not_break():
    available = np.array([True, False, False, True, False])
    counted = np.array([True, False, False, True, True])
    found = tally(3600.0, available, available, np.zeros((5, 3)), 1.0, counted)
    assert (found.epochs, found.available, found.breaks, found.watched) == (3, 2, 1, 3.0)


def test_a_level_above_the_alert_limit_is_not_available(pool):
    sender = l1.Sender()
    case = l1.case_of(sender)
    bdsbas = service(pool, l1.KARACHI, "bdsbas-b1c")
    for limit, available in ((1000.0, l1.EPOCHS), (0.5, 0)):
        corrects = replace(bdsbas.corrects, horizontal_alert_m=limit, vertical_alert_m=None)
        asked = replace(bdsbas, corrects=corrects)
        found = judged(
            "a", "a", observations(case), navigation(case), l1.KARACHI, [asked], LIMITS, [sender.log()]
        )
        assert found.tallies[asked.name].available == available


def test_ppp_b2b_counts_from_when_it_is_promised_to_have_converged(pool):
    sender = b2b.Sender()
    tide = displacement_m(b2b.LANZHOU, np.array([START + 1200 * b2b.SECOND]))[0]
    case = b2b.case_of(sender, epochs=80, phases=True, place_m=b2b.LANZHOU + tide)
    served = service(pool, b2b.LANZHOU, "ppp-b2b", "B2b")
    assert served.convergence_s == pytest.approx(17.4 * 60.0)
    found = judged(
        "a", "a", observations(case), navigation(case), b2b.LANZHOU, [served], LIMITS, [sender.log(2500)]
    )
    counts = found.tallies[served.name]
    assert counts.epochs == 80 - 35  # 17.4 minutes of 30 s
    assert counts.available == counts.epochs
    assert counts.h95_m < served.promised.h95_m
    assert counts.v95_m < served.promised.v95_m
    assert not [a for a in found.alarms if a.kind is AlarmKind.ACCURACY]


def test_outside_its_area_a_service_is_told_and_not_judged(pool):
    served = service(pool, b2b.LANZHOU, "southpan")
    found = verdict(served, Tally(epochs=300, solved=300, watched=2.5, hours=2.5, h={10: 300}, v={10: 300}))
    assert (found.state, str(found.why)) == (State.UNKNOWN, "not promised here: outside the area of southpan")
    inside = service(pool, b2b.LANZHOU, "ppp-b2b", "B2b")
    worse = Tally(epochs=300, solved=300, available=300, watched=2.5, hours=2.5, h={90: 300}, v={10: 300})
    assert verdict(inside, worse).state is State.NOT_MET
