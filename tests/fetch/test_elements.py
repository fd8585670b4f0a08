"""Fetching element sets from a server that behaves as CelesTrak does, and from ones that misbehave."""

from __future__ import annotations

import gzip
import http.client
import os

import pytest
from tests.corridor.conftest import ELEMENTS, geostationary
from tests.fetch.conftest import NEWER

from serai.fetch import AskedAlready, FetchRefused, fetch_elements, orientation_at_hand
from serai.fetch.elements import STATE
from serai.formats import read_csv
from serai.tables import CorridorRefused
from serai.time import Instant

NOW = Instant.from_utc("2026-08-23T06:00:00Z")
HOUR_S = 3600.0


def refused(valleys, server, **options) -> str:
    """The sentence of the refusal; the elements are as they were."""
    before = valleys.file("elements").read_bytes()
    with pytest.raises(FetchRefused) as said:
        fetch_elements(valleys.path, url=server.url, now=NOW, **options)
    assert valleys.file("elements").read_bytes() == before
    assert str(said.value).endswith("; elements.csv is unchanged")
    return str(said.value).removesuffix("; elements.csv is unchanged")


def test_newer_elements_replace_the_old_ones_of_the_corridors_satellites_only(valleys, server):
    fetched = fetch_elements(valleys.path, url=server.url, now=NOW)
    by_id = {s.id: s for s in fetched.satellites}
    assert fetched.changed
    assert by_id["eye-1"].old == Instant.from_utc("2026-08-21T12:00:00Z")
    assert by_id["eye-1"].new == Instant.from_utc("2026-08-22T12:00:00Z")
    assert by_id["eye-1"].newer
    assert by_id["eye-1"].age_s(NOW) == 18 * HOUR_S
    written = {e.norad: e for e in read_csv(valleys.file("elements"))}
    assert sorted(written) == [40000, 99002, 270001]  # six digits too, and no stranger
    assert valleys.read().elements["star-1"].epoch == Instant.from_utc("2026-08-22T09:00:00Z")


def test_a_satellite_absent_from_the_answer_keeps_its_elements_and_is_named(valleys, server):
    fetched = fetch_elements(valleys.path, url=server.url, now=NOW)
    (absent,) = fetched.absent
    assert (absent.id, absent.newer) == ("eye-2", False)
    assert absent.old == absent.new == Instant.from_utc("2026-08-21T13:00:00Z")


def test_older_elements_than_those_at_hand_are_not_taken(valleys, server):
    server.body = NEWER.replace("2026-08-22T12", "2026-08-02T12").encode()
    eye = fetch_elements(valleys.path, url=server.url, now=NOW).satellites[0]
    assert (eye.new == eye.old, eye.absent, eye.newer) == (True, False, False)


def test_every_field_of_an_element_set_survives(valleys, server):
    fetch_elements(valleys.path, url=server.url, now=NOW)
    came = {e.norad: e for e in read_csv(NEWER)}
    assert all(came.get(e.norad, e) == e for e in read_csv(valleys.file("elements")))


def test_within_two_hours_nothing_is_asked_again_unless_forced(valleys, server):
    fetch_elements(valleys.path, url=server.url, now=NOW)
    with pytest.raises(AskedAlready) as said:
        fetch_elements(valleys.path, url=server.url, now=NOW.plus(seconds=HOUR_S))
    assert len(server.asked) == 1
    address = server.url.split("/")[2]
    assert str(said.value) == (
        f"{address} was asked at 2026-08-23T06:00:00Z; it updates every two hours and blocks an address that "
        "asks more often: ask again after 2026-08-23T08:00:00Z, or pass --force"
    )
    fetch_elements(valleys.path, url=server.url, now=NOW.plus(seconds=HOUR_S), force=True)
    assert len(server.asked) == 2


def test_later_it_asks_only_for_what_is_newer_and_is_told_that_nothing_is(valleys, server):
    fetch_elements(valleys.path, url=server.url, now=NOW)
    before = valleys.file("elements").read_bytes()
    fetched = fetch_elements(valleys.path, url=server.url, now=NOW.plus(seconds=3 * HOUR_S))
    assert server.asked[0].get("If-None-Match") is None
    assert server.asked[1]["If-None-Match"] == '"abc"'
    assert server.asked[1]["If-Modified-Since"] == "yesterday"
    assert not fetched.changed
    assert valleys.file("elements").read_bytes() == before
    with pytest.raises(AskedAlready):  # being told so counts as having asked
        fetch_elements(valleys.path, url=server.url, now=NOW.plus(seconds=4 * HOUR_S))


def test_a_new_satellite_in_the_corridor_asks_for_everything_again(valleys, server):
    fetch_elements(valleys.path, url=server.url, now=NOW)
    valleys.add("satellites", "eye-3,Eye 3,300001,,china,,CN,images,LEO,in service,,,,")
    fetched = fetch_elements(valleys.path, url=server.url, now=NOW.plus(seconds=3 * HOUR_S))
    assert server.asked[1].get("If-None-Match") is None
    (new,) = (s for s in fetched.satellites if s.old is None)
    assert new.newer


def test_a_corridor_without_elements_gets_its_first(valleys, server):
    valleys.file("elements").unlink()
    fetched = fetch_elements(valleys.path, url=server.url, now=NOW)
    assert [s.old for s in fetched.satellites] == [None, None, None]
    assert len(read_csv(valleys.file("elements"))) == 2


def test_elements_can_be_written_elsewhere(valleys, server, tmp_path):
    before = valleys.file("elements").read_bytes()
    fetch_elements(valleys.path, url=server.url, now=NOW, out=tmp_path / "elsewhere.csv")
    assert valleys.file("elements").read_bytes() == before
    assert len(read_csv(tmp_path / "elsewhere.csv")) == 3


def test_a_compressed_answer_is_read(valleys, server):
    server.body, server.headers = gzip.compress(server.body, mtime=0), {"Content-Encoding": "gzip"}
    assert fetch_elements(valleys.path, url=server.url, now=NOW).changed
    assert server.asked[0]["Accept-Encoding"] == "gzip"


def test_a_blocked_address_is_told_what_to_do_and_does_not_ask_again(valleys, server):
    server.code, server.body = 403, b"<html><h1>403 Forbidden</h1></html>"
    address = server.url.split("/")[2]
    assert refused(valleys, server) == (
        f"{address} refuses this address (403): it blocks those that ask more often than every two hours; "
        "ask nothing for two hours, then once, and write to its operator if it still refuses"
    )
    with pytest.raises(AskedAlready):
        fetch_elements(valleys.path, url=server.url, now=NOW.plus(seconds=60.0))
    assert len(server.asked) == 1


def test_celestraks_own_no_is_passed_on(valleys, server):
    server.code = 403
    server.body = (
        b"GP data has not updated since your last successful\n"
        b"download of GROUP=active at 2026-08-23 05:11:36 UTC.\nData is updated once every 2 hours.\n"
    )
    assert refused(valleys, server).endswith(
        "has nothing newer (403): GP data has not updated since your last successful download of "
        "GROUP=active at 2026-08-23 05:11:36 UTC. Data is updated once every 2 hours"
    )


def test_a_server_that_has_moved_is_not_followed(valleys, server):
    server.code, server.headers = 301, {"Location": "http://127.0.0.1:1/new"}
    assert refused(valleys, server).endswith("has moved this (301): ask http://127.0.0.1:1/new with --url")
    assert len(server.asked) == 1


def test_a_server_in_trouble_is_quoted(valleys, server):
    server.code = 503
    assert refused(valleys, server).endswith("answered 503 Service Unavailable")


def test_a_page_instead_of_elements_is_refused(valleys, server):
    server.body = b"<!DOCTYPE html>\n<html><body>Down for maintenance</body></html>\n"
    assert refused(valleys, server).endswith("answered '<!DOCTYPE html>' instead of element sets")


def test_no_data_found_is_refused(valleys, server):
    server.body = b"No GP data found\n"
    assert refused(valleys, server).endswith("answered 'No GP data found' instead of element sets")


def test_an_answer_that_breaks_off_is_refused(valleys, server):
    whole = len(server.body)
    server.body, server.announced = server.body[:-40], whole
    assert refused(valleys, server).endswith(f"broke off after {whole - 40} of {whole} bytes")


def test_an_answer_whose_last_line_breaks_off_is_refused_even_if_nobody_said_how_long_it_is(valleys, server):
    server.body = server.body[:-2]
    assert refused(valleys, server).endswith("broke off in its last line")


def test_a_compressed_answer_that_breaks_off_is_refused(valleys, server):
    server.body, server.headers = gzip.compress(server.body, mtime=0)[:-20], {"Content-Encoding": "gzip"}
    assert refused(valleys, server).endswith("broke off or is no text")


def test_an_answer_with_a_bad_row_is_refused(valleys, server):
    server.body = server.body.replace(b"14.8,0.001", b"14.8,much", 1)
    assert refused(valleys, server).endswith(
        "cannot be read: text, line 2, column 'ECCENTRICITY': expected a number from 0 to below 1, got 'much'"
    )


def test_an_answer_about_other_satellites_is_refused(valleys, server):
    server.body = (ELEMENTS.splitlines()[0] + "\n" + geostationary(10.0, 11, "ANOTHER") + "\n").encode()
    assert "none of the corridor's 3 satellites is among the 1 that" in refused(valleys, server)


def test_a_server_that_cannot_be_reached_does_not_count_as_asked(valleys, server):
    server.url = "http://127.0.0.1:9/gp.php"
    assert refused(valleys, server) == "127.0.0.1:9 cannot be reached ([Errno 111] Connection refused)"
    assert not (valleys.path / STATE).exists()


def test_only_the_web_is_asked(valleys, server):
    server.url = "file:///etc/passwd"
    assert refused(valleys, server) == "expected an address beginning with https://, got 'file:///etc/passwd'"


@pytest.mark.parametrize("address", ["http://127.0.0.1:1/a b", "http:///gp", "http://[::1/gp", "http://a:b/"])
def test_a_malformed_address_is_told_as_that_and_nobody_is_asked(valleys, server, address):
    server.url = address
    assert refused(valleys, server) == (
        "expected an address with a server's name and without spaces (write %20 for a space), "
        f"got {address!r}"
    )
    assert not (valleys.path / STATE).exists()


def test_a_relative_redirection_is_told_as_a_whole_address(valleys, server):
    server.code, server.headers = 302, {"Location": "/new/gp.php"}
    there = server.url.split("/gp.php")[0] + "/new/gp.php"
    assert refused(valleys, server).endswith(f"has moved this (302): ask {there} with --url")


def test_an_answer_of_unknown_length_that_lacks_most_satellites_is_refused(valleys, server):
    rows = server.body.decode().splitlines()
    server.body, server.says_length = ("\n".join(rows[:2]) + "\n").encode(), False
    assert refused(valleys, server) == (
        f"expected the 3 satellites that have elements here, got 1: the answer of {server.url.split('/')[2]} "
        "likely broke off, so ask again later"
    )
    server.says_length = True  # then it is known to be whole
    assert len(fetch_elements(valleys.path, url=server.url, now=NOW, force=True).absent) == 2


def test_an_answer_of_unknown_length_with_most_satellites_is_taken(valleys, server):
    server.says_length = False
    assert fetch_elements(valleys.path, url=server.url, now=NOW).changed


def test_breaking_off_while_the_answer_comes_counts_as_having_asked(valleys, server, monkeypatch):
    def control_c(*_: object) -> bytes:
        raise KeyboardInterrupt

    monkeypatch.setattr(http.client.HTTPResponse, "read1", control_c)
    with pytest.raises(KeyboardInterrupt):
        fetch_elements(valleys.path, url=server.url, now=NOW)
    monkeypatch.undo()
    with pytest.raises(AskedAlready):
        fetch_elements(valleys.path, url=server.url, now=NOW.plus(seconds=60.0))


def test_an_interrupted_run_loses_nothing(valleys, server, monkeypatch):
    before = valleys.file("elements").read_bytes()

    def power_cut(_: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", power_cut)
    with pytest.raises(KeyboardInterrupt):
        fetch_elements(valleys.path, url=server.url, now=NOW)
    monkeypatch.undo()
    assert valleys.file("elements").read_bytes() == before
    assert [p.name for p in valleys.path.iterdir() if p.name.endswith(".new")] == []


def test_elements_that_cannot_be_read_are_not_overwritten(valleys, server):
    valleys.change("elements", "14.8", "fast")
    with pytest.raises(CorridorRefused, match=r"elements.csv, line 2, column 'MEAN_MOTION'"):
        fetch_elements(valleys.path, url=server.url, now=NOW)
    assert server.asked == []


def test_a_spoilt_record_of_the_last_time_is_as_none(valleys, server):
    (valleys.path / STATE).write_text("[1, 2", encoding="utf-8")
    assert fetch_elements(valleys.path, url=server.url, now=NOW).changed


def test_the_orientation_at_hand_says_until_when_it_is_measured_and_predicted():
    found = orientation_at_hand()
    assert found.source.startswith("IERS finals2000A of astropy-iers-data")
    assert found.measured_until is not None
    assert found.begins < found.measured_until < found.predicted_until
    assert "pip install --upgrade astropy-iers-data" in found.update


def test_not_modified_is_no_answer_to_who_holds_nothing(valleys, server):
    server.code, server.body = 304, b""
    assert refused(valleys, server).endswith("answered 304 Not Modified")
