"""No law of the tests hangs on how fast the machine is, no name of a case on when it is read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

TESTS = Path(__file__).resolve().parent


def test_the_profile_in_force_times_no_law():
    assert settings.default.deadline is None
    assert HealthCheck.too_slow in settings.default.suppress_health_check


@settings(max_examples=1)
@given(st.just(0.25))
def test_a_law_that_sets_its_own_number_of_cases_is_not_timed_either(pause_s: float):
    time.sleep(pause_s)  # past the 200 ms that a case would be given by default
    assert settings().deadline is None


def test_no_law_sets_a_time_limit_of_its_own():
    limits = re.compile(r"deadline=|suppress_health_check=(?!.*too_slow)")
    laws = [path for path in sorted(TESTS.rglob("*.py")) if path != Path(__file__).resolve()]
    own = [
        path.name for path in laws if path.name != "conftest.py" and limits.search(path.read_text("utf-8"))
    ]
    assert not own, "the profile in tests/conftest.py has it once for all: " + ", ".join(own)


def test_every_case_has_the_same_name_in_another_process_and_later(request: pytest.FixtureRequest):
    """Two processes share the cases by their names: a moment packed into a name parted them once."""
    here = [item.nodeid for item in request.session.items]
    files = sorted({str(item.path) for item in request.session.items})
    collected = subprocess.run(
        [sys.executable, "-P", "-m", "pytest", "-n", "0", "-q", "--collect-only", *files],
        cwd=request.config.rootpath,
        env=os.environ | {"PYTHONHASHSEED": "12345"},
        capture_output=True,
        text=True,
        check=False,
    )
    there = set(collected.stdout.splitlines())
    assert not [name for name in here if name not in there]


def test_what_the_tests_pack_holds_no_moment():
    unset = re.compile(r"gzip\.compress\((?![^\n]*mtime=)[^)\n]+\)")
    found = [path.name for path in sorted(TESTS.rglob("*.py")) if unset.search(path.read_text("utf-8"))]
    assert not found, "gzip.compress(..., mtime=0): " + ", ".join(found)


def test_no_assertion_reads_a_clock_but_to_give_up_waiting():
    """Work is counted (tests/work.py) or set beside other work of the thread; times are for benchmarks."""
    clock = re.compile(
        r"assert [^\n]*\b(perf_counter|process_time|thread_time|monotonic)(_ns)?\(\)(?! < until\b)"
    )
    found = [
        str(path.relative_to(TESTS))
        for path in sorted(TESTS.rglob("*.py"))
        if clock.search(path.read_text("utf-8"))
    ]
    assert not found, "a timed test is no test: " + ", ".join(found)
