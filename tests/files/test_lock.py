"""Who reads, changes and writes back does so alone; a holder that dies lets go."""

from __future__ import annotations

import subprocess
import sys
from types import SimpleNamespace

import pytest

from serai.files import Busy, lock, locked

COUNTS = """
import sys
from pathlib import Path
from serai.files import locked, put, text
file = Path(sys.argv[1])
for _ in range(40):
    with locked(file):
        put(file, str(int(text(file)) + 1))
"""
HOLDS = """
import sys, time
from serai.files import locked
with locked(sys.argv[1]):
    print("held", flush=True)
    time.sleep(60)
"""


def test_nothing_is_lost_between_writers_that_read_and_write_back(tmp_path):
    file = tmp_path / "count"
    file.write_text("0")
    writers = [subprocess.Popen([sys.executable, "-c", COUNTS, str(file)]) for _ in range(3)]
    assert [w.wait() for w in writers] == [0, 0, 0]
    assert file.read_text() == "120"


def test_who_waits_is_told_once_and_refused_in_the_end_and_goes_on_when_the_holder_dies(tmp_path):
    file = tmp_path / "state.json"
    holder = subprocess.Popen([sys.executable, "-c", HOLDS, str(file)], stdout=subprocess.PIPE, text=True)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    told: list[str] = []
    with (
        pytest.raises(Busy, match=r"state\.json is in use by another serai, for more than"),
        locked(file, patience_s=0.3, waiting=lambda: told.append("waits")),
    ):
        pass
    assert told == ["waits"]
    holder.kill()
    holder.communicate()
    with locked(file, patience_s=0.0, waiting=lambda: told.append("again")):
        assert told == ["waits"]


def test_one_lock_is_held_by_whatever_name_the_file_goes(tmp_path):
    (tmp_path / "f").write_text("")
    (tmp_path / "link").symlink_to("f")
    with locked(tmp_path / "f"), pytest.raises(Busy), locked(tmp_path / "link", patience_s=0.0):
        pass


@pytest.mark.parametrize(("patience_s", "pauses"), [(0.0, 0), (1.0, 4), (1.1, 5)])
def test_who_waits_asks_again_until_its_patience_is_over_and_no_longer(
    tmp_path, monkeypatch, patience_s, pauses
):
    """By a clock of its own that goes on by a quarter of a second at each pause."""
    slept: list[float] = []
    clock = SimpleNamespace(monotonic=lambda: 7.0 + 0.25 * len(slept), sleep=slept.append)
    monkeypatch.setattr(lock, "time", clock)
    with locked(tmp_path / "f"), pytest.raises(Busy), locked(tmp_path / "f", patience_s=patience_s):
        pass
    assert len(slept) == pauses
