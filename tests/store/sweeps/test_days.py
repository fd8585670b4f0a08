"""A season swept by the commands: each day is what `assess` says of it, from the corridor that was kept."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO

import pytest

from serai.cli import main
from serai.outcome.outcome import assess, open_corridor
from serai.store.sweeps.days import SweptDays
from serai.time import Instant


def said(words: Sequence[str]) -> str:
    with redirect_stdout(StringIO()) as out:
        assert main([*words]) == 0
    return out.getvalue()


def test_each_day_is_what_an_assessment_of_it_says_though_the_folder_is_gone(root, tmp_path):
    folder = tmp_path / "corridor"
    shutil.copytree(root / "examples" / "smallest_corridor", folder)
    base = ["--database", str(tmp_path / "serai.db")]
    said(["store", "init", *base])
    ask = ["sweep", str(folder), "--at", "2026-08-22T06:00Z", "--days", "2", *base]
    assert said(ask) == said(ask) == "job 1 is queued; work on it with: serai jobs work\n"
    corridor = open_corridor(folder)
    direct = assess(corridor, at=Instant.from_utc("2026-08-23T06:00:00Z"), days=1.0, losses=False)
    shutil.rmtree(folder)
    assert "1    done" in said(["jobs", "work", "--workers", "1", *base])
    (one,) = json.loads(said(["jobs", "show", "1", "--json", *base]))["jobs"]
    assert one["result"]["corridor"] == corridor.version
    assert list(one["result"]["days"]) == ["2026-08-22T06:00:00Z", "2026-08-23T06:00:00Z"]
    for judged in direct.assessments:
        mine = one["result"]["days"]["2026-08-23T06:00:00Z"][judged.need.id]
        assert mine == {"state": str(judged.state), "share_met": judged.share_met}
    assert "(days)" in said(["jobs", "show", "1", *base])


def test_what_cannot_be_swept_is_refused_before_it_is_queued(root, tmp_path, capsys):
    base = ["--database", str(tmp_path / "serai.db")]
    small = str(root / "examples" / "smallest_corridor")
    said(["store", "init", *base])
    assert main(["sweep", small, "--need", "N99", *base]) == 1
    assert "N99" in capsys.readouterr().err
    assert main(["jobs", "show", *base]) == 1
    assert capsys.readouterr().err == "serai: expected the number of a job for show; serai jobs lists them\n"
    assert main(["jobs", "cancel", "4", *base]) == 1
    assert capsys.readouterr().err == "serai: no job 4\n"
    assert said(["jobs", *base]) == "no job is on record\n"
    said(["sweep", small, "--days", "2", *base])
    assert "cancelled" in said(["jobs", "cancel", "1", *base])
    assert main(["jobs", "cancel", "1", *base]) == 1
    assert capsys.readouterr().err == "serai: job 1 is cancelled: there is nothing to cancel\n"


DAYS = {
    "a": {"N": {"state": "met", "share_met": 1.0}},
    "b": {"N": {"state": "not met", "share_met": 0.2}},
    "c": {"N": {"state": "not met", "share_met": 0.1}},
    "d": {"N": {"state": "unknown", "share_met": None}},
    "e": {"N": {"state": "degraded", "share_met": 0.0}},
}


def test_the_worst_day_is_of_the_worst_state_and_of_these_the_least_share():
    found = SweptDays().result({"corridor": "x"}, DAYS)["needs"]
    assert isinstance(found, dict)
    assert found["N"]["worst_day"] == "c"
    assert found["N"]["states"] == {"degraded": 1, "met": 1, "not met": 2, "unknown": 1}
    assert found["N"]["share_met"] == pytest.approx(1.3 / 4)


def test_a_day_of_midnight_on_in_utc_is_a_piece():
    asked = {"start": "2026-12-31T00:00:00Z", "days": 2}
    assert SweptDays().pieces(asked) == ["2026-12-31T00:00:00Z", "2027-01-01T00:00:00Z"]
