"""Two stations judged into one state at once, and one that is killed: nothing that was judged is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from tests.gnss.made_up import ESBC_M, esbc_text

PLACE = ",".join(f"{v:.3f}" for v in ESBC_M)


@pytest.fixture
def files(shared_data, tmp_path):
    obs, nav = esbc_text(shared_data)
    (tmp_path / "day.nav").write_text(nav, encoding="ascii")
    for k in range(4):
        (tmp_path / f"{k}.obs").write_text(str(obs.some(slice(40 * k, 40 * k + 3))), encoding="ascii")
    return tmp_path


def station(folder, *names: str) -> subprocess.Popen[str]:
    words = ["station", *(str(folder / n) for n in names), str(folder / "day.nav"), "--position", PLACE]
    code = "import sys; from serai.cli import main; sys.exit(main(sys.argv[1:]))"
    return subprocess.Popen(
        [sys.executable, "-c", code, *words, "--state", str(folder / "s.json")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "NUMBA_NUM_THREADS": "1"},
    )


def test_two_at_once_keep_every_file_of_both(files):
    both = [station(files, "0.obs", "1.obs"), station(files, "2.obs", "3.obs")]
    said = [one.communicate() for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    kept = json.loads((files / "s.json").read_text(encoding="utf-8"))["files"]
    assert sorted(kept) == [f"{k}.obs" for k in range(4)]
    assert not [p.name for p in files.iterdir() if p.name.endswith(".new")]


def test_one_that_is_killed_leaves_a_whole_state_from_which_the_next_goes_on(files):
    first = station(files, "0.obs")
    first.communicate()
    whole = (files / "s.json").read_bytes()
    killed = station(files, "1.obs", "2.obs")
    killed.kill()
    killed.communicate()
    assert (files / "s.json").read_bytes() == whole
    last = station(files, "1.obs", "2.obs")
    last.communicate()
    assert last.returncode == 0
    assert sorted(json.loads((files / "s.json").read_text(encoding="utf-8"))["files"]) == [
        "0.obs",
        "1.obs",
        "2.obs",
    ]
