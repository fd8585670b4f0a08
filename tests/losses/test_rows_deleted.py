"""Losses of the reference corridor beside the same rows deleted from a copy of its folder."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from serai.losses import single_losses
from serai.outcome.outcome import Outcome, assess, open_corridor
from tests.losses.brute_force import stands
from tests.losses.rows_deleted import Folder, by_the_scan, deleted, disagreements, judged_without

LOSSES = 20  # drawn by the seed; benchmarks/losses_product.py tries them all
SEED = 20260822


@pytest.fixture(scope="module")
def folder(root: Path) -> Folder:
    return Folder.of(root / "corridors" / "belt-and-road")


@pytest.fixture(scope="module")
def day(folder: Folder) -> Outcome:
    return assess(open_corridor(folder.path), losses=False)


def test_a_loss_is_a_corridor_without_its_rows_for_every_need(
    day: Outcome, folder: Folder, tmp_path: Path
) -> None:
    losses = Random(SEED).sample(single_losses(day.pool), LOSSES)
    said, before = by_the_scan(day, losses), stands(day)
    for row, loss in enumerate(losses):
        made = tmp_path / str(row)
        made.mkdir()
        found = judged_without(day, folder, loss.assets, made)
        assert not disagreements(before, said[row], {**before, **found}, f"{loss.kind.value} {loss.id}")


def test_what_hangs_on_a_deleted_row_goes_with_it(folder: Folder) -> None:
    left = deleted(folder.tables, frozenset({"beijing", "bds-3-g2"}))
    assert "bds-3-g2" not in {row["satellite"] for row in left["signals"]}
    assert {row["satellites"] for row in left["messengers"] if row["id"] == "rsmc"} == {"bds-3-g3"}
    assert not [row for row in left["beams"] if row["satellite"] == "tiantong-1-01"]  # its only gateway
    phone = deleted(folder.tables, frozenset({"tiantong-1-02"}))
    assert not [r for r in phone["messengers"] if r["id"] == "tiantong-1-02-phone"]
    assert not [r for r in phone["terms"] if "tiantong-1-02-phone" in r["assets"].split(";")]
    egnos = frozenset(row["satellite"] for row in folder.tables["carriers"] if row["service"] == "egnos")
    (row,) = (row for row in deleted(folder.tables, egnos)["services"] if row["id"] == "egnos")
    assert row["link"] == "internet"
