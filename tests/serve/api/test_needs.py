"""Needs, verdicts and what-ifs over HTTP, against what the library says in this process."""

from __future__ import annotations

import gzip
from types import SimpleNamespace

import pytest

import serai
from serai.outcome.outcome import Outcome
from serai.report.data.json import assess_answer
from serai.serve.bodies.needs import AssessmentBody, NeedBody, VerdictsBody
from serai.serve.bodies.what_if import SupposedPart, SupposedStates
from serai.time import Instant
from serai.wording import PSEUDO
from serai.wording.catalogue import OPEN

AT = Instant.from_utc("2026-08-22T00:00:00Z")


@pytest.fixture(scope="module")
def outcome(small) -> Outcome:
    return serai.assess(serai.open_corridor(small), at=AT, fortnight=True)


def test_needs_are_those_of_the_library(server, outcome):
    told = server.ask("/needs").json
    AssessmentBody.model_validate(told)
    assert told.pop("whole") is True
    assert told == assess_answer(outcome)


def test_verdicts_say_the_same_in_short(server, outcome):
    told = server.ask("/verdicts").json
    VerdictsBody.model_validate(told)
    assert [(v["need"], v["state"], v["verdict"]) for v in told["verdicts"]] == [
        (a.need.id, str(a.state), str(a.verdict)) for a in outcome.assessments
    ]
    assert told["at"] == "2026-08-22T00:00:00Z"


def test_one_need_is_found_in_any_case_and_another_is_not_there(server, outcome):
    name = outcome.assessments[0].need.id
    told = server.ask(f"/needs/{name.lower()}")
    assert told.status == 200
    assert NeedBody.model_validate(told.json).id == name
    absent = server.ask("/needs/N99")
    assert (absent.status, absent.headers["content-type"]) == (404, "application/problem+json")
    assert absent.json["type"] == "urn:serai:pool.not_in_pool"
    assert absent.json["detail"].startswith("no need 'N99' in this corridor")


def test_sentences_come_in_the_language_asked_for(server):
    plain = server.ask("/verdicts").json["verdicts"][0]["why"]
    said = server.ask(f"/verdicts?language={PSEUDO}")
    assert OPEN in said.json["verdicts"][0]["why"]
    assert OPEN not in plain
    assert said.headers["content-language"] == PSEUDO
    assert server.ask("/verdicts", accept_language=f"fr, {PSEUDO};q=0.5").json == said.json
    refused = server.ask("/verdicts?language=tlh")
    assert (refused.status, refused.json["type"]) == (422, "urn:serai:serve.no_language")


def test_what_a_caller_has_already_is_not_sent_again(server):
    first = server.ask("/needs")
    again = server.ask("/needs", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert server.ask("/needs", if_none_match='"another"').status == 200


@pytest.mark.parametrize(
    ("takes", "packed"),
    [("gzip, deflate, br", True), ("gzip;q=0.5", True), ("br", False), ("gzip;q=0", False), ("", False)],
)
def test_an_answer_goes_packed_to_whoever_takes_it_so(server, takes, packed):
    plain, told = server.ask("/needs"), server.ask("/needs", accept_encoding=takes)
    assert (told.headers.get("content-encoding") == "gzip") is packed
    assert (gzip.decompress(told.body) if packed else told.body) == plain.body
    assert (told.headers["etag"] != plain.headers["etag"]) is packed
    assert "Accept-Encoding" in told.headers["vary"]
    again = server.ask("/needs", accept_encoding=takes, if_none_match=told.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_a_what_if_tells_the_states_of_an_assessment_without(server, small, outcome):
    corridor = serai.open_corridor(small)
    for loss in [a.id for a in corridor.pool.assets]:
        told = server.ask("/what-if/states", {"losses": [loss]}).json
        SupposedStates.model_validate(told)
        after = serai.assess(corridor.without(loss), at=AT, world=outcome.world, plan=outcome.as_made)
        assert {n["need"]: n["after"] for n in told["needs"]} == {
            a.need.id: str(a.state) for a in after.assessments if a.need.in_season(AT)
        }
        assert told["worse"] == [a.need.id for a in after.assessments if a.state > outcome[a.need.id].state]
        assert told["better"] == []


def test_a_what_if_streams_states_then_verdicts_then_fortnights(server, small, outcome):
    corridor = serai.open_corridor(small)
    loss = outcome.assessments[0].hangs_on[0]
    answered = server.ask("/what-if", {"losses": [loss]})
    assert answered.headers["content-type"] == "application/x-ndjson"
    for part in answered.lines:
        SupposedPart.validate_python(part)
    stages = [part["stage"] for part in answered.lines]
    assert stages[0] == "states"
    assert stages[-1] == "done"
    after = serai.assess(
        corridor.without(loss), at=AT, world=outcome.world, plan=outcome.as_made, fortnight=True
    )
    last = {part["need"]: part for part in answered.lines if part["stage"] == "verdict"}
    for name, part in last.items():
        assert part["why"] == str(after[name].why)
        assert part["remedies"] == [str(r) for r in after[name].remedies]
    for part in (p for p in answered.lines if p["stage"] == "fortnight"):
        assert part["verdict"] == str(after[part["need"]].verdict)
        assert part["days_met"] == after[part["need"]].fortnight.met
    untouched = {a.need.id for a in after.assessments} - set(last)
    assert all(str(after[n].state) == str(outcome[n].state) for n in untouched)


@pytest.mark.parametrize(
    ("body", "status", "key", "words"),
    [
        ({}, 422, "serve.nothing_supposed", "expected at least one loss"),
        ({"losses": ["nowhere"]}, 404, "pool.not_in_pool", "no asset, group or party 'nowhere'"),
        ({"terms": ["T999"]}, 404, "pool.not_in_pool", "no term 'T999'"),
        ({"losses": ["/etc/area.geojson"]}, 422, "serve.file_named", "is the name of a file"),
        ({"losses": ["../flood.JSON"]}, 422, "serve.file_named", "is the name of a file"),
        ({"losses": "kashi"}, 422, "serve.malformed", "body.losses"),
        ({"losses": ["a"] * 51}, 422, "serve.malformed", "body.losses"),
        ({"loses": ["kashi"]}, 422, "serve.malformed", "body.loses"),
    ],
)
@pytest.mark.parametrize("path", ["/what-if", "/what-if/states"])
def test_what_cannot_be_supposed_is_refused_in_a_sentence(server, path, body, status, key, words):
    told = server.ask(path, body)
    assert told.status == status
    assert told.json["type"] == f"urn:serai:{key}"
    assert words in told.json["detail"]


def test_a_question_ends_with_whoever_asked(server):
    keeper = SimpleNamespace(heavy=server.app.state.served.keeper.heavy)
    server.ask("/what-if", {"losses": ["nowhere"]})
    assert keeper.heavy.taken == 0
