"""Every promise of the API's description, tried against a running server (schemathesis).

A question may be well formed and refused all the same (a moment of no day, a name that nothing has): that a
description cannot say, and such refusals are tried one by one beside.
"""

from __future__ import annotations

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from serai.serve.app import description
from serai.serve.settings import ServeSettings
from tests.serve.conftest import PATIENCE_S

SETTINGS = ServeSettings(folder="", database="", version="test")  # type: ignore[arg-type]
SCHEMA = schemathesis.openapi.from_dict(description(SETTINGS))


@SCHEMA.parametrize()
@settings(
    max_examples=8,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_what_is_described_is_what_comes(case, server):
    case.call_and_validate(
        base_url=server.url, excluded_checks=[positive_data_acceptance], timeout=PATIENCE_S
    )


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
