"""No law of the tests hangs on how fast the machine is."""

from __future__ import annotations

import re
import time
from pathlib import Path

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
