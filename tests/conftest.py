"""What every test may ask for, and the rule that nothing is skipped where everything is at hand."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from serai.earth import Place
    from serai.time import Span

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
NO_SKIPS = "SERAI_CI"  # set to 1 where a skipped test is a failure

# A law holds or does not, however busy the machine is: none is timed, neither its cases nor their making.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def root() -> Path:
    """The top of the source tree."""
    return ROOT


class SharedData(type(Path())):  # type: ignore[misc]  # the class of this system's paths
    """A path into the shared data: a test that goes down to what is not there is skipped, and says so."""

    def __truediv__(self, key: str | os.PathLike[str]) -> SharedData:
        found: SharedData = super().__truediv__(key)
        if not found.exists():
            pytest.skip(
                f"needs ../shared/data/{found.relative_to(SHARED_DATA)}, which is not beside this clone"
            )
        return found


@pytest.fixture(scope="session")
def shared_data() -> SharedData:
    """The large public data sets, which lie beside the clone and not in it, in whole or in part."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs ../shared/data, which is not beside this clone")
    return SharedData(SHARED_DATA)


@pytest.fixture(scope="session")
def karachi() -> Place:
    """Karachi, where the flood story is told."""
    from serai.earth import Place

    return Place(lat_deg=24.86, lon_deg=67.01, height_m=8.0)


@pytest.fixture(scope="session")
def a_day() -> Span:
    """The day of the reference corridor."""
    from serai.time import Instant, Span

    start = Instant.from_utc("2026-08-22T00:00:00Z")
    return Span(start, start.plus(seconds=86_400.0))


def _forbid_skip(report: pytest.TestReport | pytest.CollectReport) -> None:
    if os.environ.get(NO_SKIPS) != "1" or not report.skipped or hasattr(report, "wasxfail"):
        return
    reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
    report.outcome = "failed"
    report.longrepr = f"skipped where nothing may be skipped ({NO_SKIPS}=1): {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Iterator[None]:
    """Count a skipped test as a failure where nothing may be skipped."""
    report: Any = yield
    _forbid_skip(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Iterator[None]:
    """Count a skipped file as a failure where nothing may be skipped."""
    report: Any = yield
    _forbid_skip(report)
    return report
