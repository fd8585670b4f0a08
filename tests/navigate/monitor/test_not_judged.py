"""A station blames no service for what it did not hear or track: it says what was not judged, and why."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.navigate.monitor.test_station import look, morning, of_kind, services

from serai.errors import Refused
from serai.navigate.monitor.alarms import AlarmKind
from serai.navigate.monitor.conformance import verdict
from serai.navigate.monitor.statistics import Tally
from serai.needs import State

__all__ = ["look", "morning", "services"]


def test_a_system_without_a_navigation_file_is_not_judged_and_says_so(look, morning):
    nav = morning[1]
    tables = MappingProxyType({k: t for k, t in nav.tables.items() if k[0] != "G"})
    found = look(nav=replace(nav, tables=tables))
    assert not any(v.service.name.startswith("GPS") for v in found.verdicts)
    assert not [a for a in found.alarms if "GPS" in a.who or a.kind is AlarmKind.UNAVAILABLE]
    said = "system not judged: GPS (the navigation files hold no message of it)"
    assert said in found.files[0].skipped


def test_a_receiver_that_tracks_some_satellites_only_has_its_own_limit_and_no_service_is_blamed(
    look, morning
):
    obs = morning[0]
    kept = np.array([n[0] != "G" or int(n[1:]) <= 12 for n in obs.satellites])[obs.satellite]
    few = replace(
        obs,
        epoch=obs.epoch[kept],
        satellite=obs.satellite[kept],
        values=MappingProxyType({k: v[kept] for k, v in obs.values.items()}),
        lli=MappingProxyType({k: v[kept] for k, v in obs.lli.items()}),
    )
    found = look(obs=few)
    gps = next(v for v in found.verdicts if v.service.name == "GPS L1 C/A")
    assert gps.tally.tracked < 0.5
    assert gps.state is State.UNKNOWN
    assert str(gps.why).startswith("not judged: the receiver tracked ")
    assert str(gps.why).endswith("above the mask, and below 90 % the limit is its own")
    assert not of_kind(found, AlarmKind.UNAVAILABLE)


def test_errors_of_the_positions_that_there_were_are_the_services_whatever_was_tracked(services):
    from_few = Tally(
        epochs=200, solved=200, available=200, watched=2.0, hours=2.0, tracked=0.5, h={9000: 200}, v={1: 200}
    )
    served = next(s for s in services if s.name == "GPS L1 C/A")
    assert verdict(served, from_few).state is State.NOT_MET
    none = replace(from_few, available=20, h={1: 20}, v={1: 20})
    assert verdict(served, none).state is State.UNKNOWN
    assert verdict(served, replace(none, tracked=0.9)).state is State.NOT_MET


def test_a_file_whose_header_names_another_time_system_blames_no_service_and_is_refused(look, morning):
    said_glonass = replace(morning[0], time_system="GLO", tai_ns=morning[0].tai_ns + 18 * 10**9)
    with pytest.raises(Refused, match="its ranges fit GPS time, 18 s away"):
        look(obs=said_glonass)
