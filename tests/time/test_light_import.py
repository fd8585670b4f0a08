"""What importing the time line costs, and what it must not reach for."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = ("astropy_iers_data", "sgp4", "scipy", "pandas", "astropy")


@pytest.mark.parametrize("package", ["serai.time", "serai.earth", "serai.formats"])
def test_no_data_package_and_no_propagator_is_loaded_before_it_is_needed(package, root):
    code = f"import sys, {package}; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(root / "src")},
    )
    assert done.stdout.strip() == "[]"


def test_the_published_tables_are_read_once():
    from serai.earth import Orientation
    from serai.time import LeapSeconds

    assert LeapSeconds.published() is LeapSeconds.published()
    assert Orientation.published() is Orientation.published()
