"""Every promise of the API's description, tried against a server by a key of each role (schemathesis).

SERAI_API_EXAMPLES=100 tries so many of each operation instead of the few here (docs/operating.md tells more).
A question may be well formed and refused all the same (a moment of no day, a name that nothing has): that a
description cannot say, and such refusals are tried one by one beside.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import missing_required_header, positive_data_acceptance

from serai.serve.app import description
from serai.serve.settings import ServeSettings
from serai.serve.trust import passwords
from serai.serve.trust.accounts import CONSOLE, add_account, first_account, set_password
from serai.serve.trust.caller import KEY_SCOPES, MEMBERS
from serai.serve.trust.keys import add_key
from tests.serve.conftest import PATIENCE_S, Running, started, stop, wait_until

SETTINGS = ServeSettings(folder="", database="", version="test")  # type: ignore[arg-type]
EXAMPLES = int(os.environ.get("SERAI_API_EXAMPLES", "8"))  # one of each role and of nobody, and one more
WORDS, OFFICE = "correct horse battery staple", "flood-office"
# what cannot be told by a description; and who may not is answered 404, whatever else is missing
EXCLUDED = [positive_data_acceptance, missing_required_header]
SCHEMA = schemathesis.openapi.from_dict(description(SETTINGS))


@dataclass(frozen=True)
class Peopled:
    """A server with accounts, and the ways in that are tried by turns: a key of each role, and none."""

    running: Running
    ways: Iterator[dict[str, str]]


@pytest.fixture(scope="module")
def peopled(small: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Peopled]:
    kept, passwords.COST = passwords.COST, (2**4, 8, 1)
    running = started(small, tmp_path_factory.mktemp("roles") / "serai.db", fortnight=False)
    database, now = running.app.state.served.database, running.app.state.served.settings.now_second()
    set_password(database, first_account(database, "host", "root", now), WORDS, now)
    ways: list[dict[str, str]] = [{}]
    for role in sorted(MEMBERS):
        set_password(database, add_account(database, CONSOLE, OFFICE, role.value, role, now), WORDS, now)
        _, key = add_key(database, CONSOLE, OFFICE, role.value, "x", KEY_SCOPES, now)
        ways.append({"Authorization": f"Bearer {key}"})
    wait_until(lambda: running.app.state.served.keeper.ready)
    yield Peopled(running, cycle(ways))
    stop(running)
    passwords.COST = kept


@SCHEMA.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_what_is_described_is_what_comes_to_every_role(case, peopled):
    peopled.running.app.state.served.asking._of.clear()  # the limit has a test of its own
    case.call_and_validate(
        base_url=peopled.running.url, headers=next(peopled.ways), excluded_checks=EXCLUDED,
        timeout=PATIENCE_S,
    )  # fmt: skip


def test_every_refusal_is_described_as_a_problem():
    for path, methods in description(SETTINGS)["paths"].items():
        for one in methods.values():
            for status in ("4XX", "5XX"):
                assert "application/problem+json" in one["responses"][status]["content"], path
            assert one["tags"], path
            assert one["description"], path


def test_paths_are_versioned_but_for_operation():
    bare = {path for path in description(SETTINGS)["paths"] if not path.startswith("/api/v1/")}
    assert bare == {"/health", "/ready", "/metrics"}


@pytest.mark.parametrize("name", ["HTTPValidationError", "ValidationError"])
def test_the_frameworks_own_errors_are_no_part_of_it(name):
    assert name not in description(SETTINGS)["components"]["schemas"]
