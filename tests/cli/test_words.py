"""How several values after one option are read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.cli.input.option_lists import SEVERAL, spread


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("assess --need N01 N02", "assess --need N01 --need N02"),
        ("assess --need N01 --need N02", "assess --need N01 --need N02"),
        ("assess --without kashi miyun --days 1", "assess --without kashi --without miyun --days 1"),
        ("assess --without kashi a/corridor", "assess --without kashi a/corridor"),
        ("assess --without kashi . --json", "assess --without kashi . --json"),
        ("assess a/corridor --need N01 N02", "assess a/corridor --need N01 --need N02"),
        ("assess --days 1 folder", "assess --days 1 folder"),
        ("assess --need=N01 folder", "assess --need=N01 folder"),
        ("assess --need N01 -- N02", "assess --need N01 -- N02"),
        ("assess --need --json", "assess --need --json"),
    ],
)
def test_several_values_follow_one_option(typed, read):
    assert spread(typed.split()) == read.split()


def test_a_folder_that_exists_is_the_folder_and_not_a_value(tmp_path, monkeypatch):
    (tmp_path / "flood").mkdir()
    monkeypatch.chdir(tmp_path)
    assert spread(["assess", "--without", "kashi", "flood"]) == ["assess", "--without", "kashi", "flood"]


@given(st.lists(st.sampled_from([*SEVERAL, "--days", "--", "a", "b/c", "7"])))
def test_no_word_is_lost_or_moved_and_reading_twice_changes_nothing(words):
    once = spread(words)
    assert [word for word in once if word not in SEVERAL] == [word for word in words if word not in SEVERAL]
    assert spread(once) == once
