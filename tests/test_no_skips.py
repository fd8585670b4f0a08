"""Where SERAI_CI=1 a skipped test is a failure that says why; an expected failure stays what it is."""

from __future__ import annotations

import pytest

pytest_plugins = ["pytester"]

STORY = """
import pytest

def test_skipped_while_running():
    pytest.skip("needs the moon")

@pytest.mark.skip(reason="needs the sun")
def test_skipped_by_its_mark():
    pass

@pytest.mark.xfail(reason="known", strict=True)
def test_known_to_fail():
    assert False
"""


@pytest.fixture
def folder(pytester, root):
    pytester.makeconftest((root / "tests" / "conftest.py").read_text(encoding="utf-8"))
    pytester.makepyfile(test_story=STORY)
    return pytester


def test_skips_are_reported_as_skips_where_data_may_be_missing(folder, monkeypatch):
    monkeypatch.delenv("SERAI_CI", raising=False)
    folder.runpytest_subprocess("-p", "no:cacheprovider").assert_outcomes(skipped=2, xfailed=1)


def test_skips_are_failures_where_everything_is_at_hand(folder, monkeypatch):
    monkeypatch.setenv("SERAI_CI", "1")
    end = folder.runpytest_subprocess("-p", "no:cacheprovider")
    end.assert_outcomes(failed=1, errors=1, xfailed=1)
    end.stdout.fnmatch_lines_random(["*SERAI_CI=1*needs the moon*", "*SERAI_CI=1*needs the sun*"])


def test_a_file_that_skips_itself_is_a_failure_too(folder, monkeypatch):
    monkeypatch.setenv("SERAI_CI", "1")
    folder.makepyfile(test_whole="import pytest\npytest.importorskip('a_package_that_is_not_there')\n")
    end = folder.runpytest_subprocess("-p", "no:cacheprovider", "-n", "2")
    assert end.ret != 0
    end.stdout.fnmatch_lines(["*SERAI_CI=1*a_package_that_is_not_there*"])


def test_what_is_missing_of_the_shared_data_is_a_skip_with_its_name(pytester, root, monkeypatch):
    monkeypatch.delenv("SERAI_CI", raising=False)
    clone, data = pytester.mkdir("clone"), pytester.mkdir("shared") / "data"
    (data / "orbits").mkdir(parents=True)
    (clone / "tests").mkdir()
    (clone / "tests/conftest.py").write_text((root / "tests/conftest.py").read_text(encoding="utf-8"))
    (clone / "tests/test_parts.py").write_text(
        "def test_there(shared_data):\n    assert (shared_data / 'orbits').is_dir()\n\n"
        "def test_absent(shared_data):\n    open(shared_data / 'gnss' / 'day.obs')\n"
    )
    end = pytester.runpytest_subprocess("-p", "no:cacheprovider", "-rs", str(clone / "tests"))
    end.assert_outcomes(passed=1, skipped=1)
    end.stdout.fnmatch_lines(["*needs ../shared/data/gnss, which is not beside this clone*"])
