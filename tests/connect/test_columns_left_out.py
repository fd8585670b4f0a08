"""A corridor written before a column was there is read, and its links lose nothing that it does not state."""

from __future__ import annotations

import csv
import shutil

import pytest

from serai.connect import Beam, Connect
from serai.corridor import read
from serai.needs import Budgets, Plan, exhibits_of
from serai.radio import PayloadClass, Terminal
from serai.services import SERVICES, SHARED_TABLES
from serai.time import Span

NEW = ("other_losses_db", "system_k", "obo_db", "c_im_db")


def rewrite(file, columns):
    """The table with its columns as ``columns`` makes them of those that it has; new ones are empty."""
    with file.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, columns(list(rows[0])), extrasaction="ignore", restval="")
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="module")
def folders(root, tmp_path_factory):
    """The reference corridor without the columns, and with every one of them."""
    old, full = (tmp_path_factory.mktemp("corridors") / name for name in ("old", "full"))
    for folder in (old, full):
        shutil.copytree(root / "corridors" / "belt-and-road", folder)
    for name in ("terminals", "beams", "payload_classes"):
        rewrite(old / f"{name}.csv", lambda have: [c for c in have if c not in NEW])
        new = NEW[:2] if name == "terminals" else NEW[2:]
        rewrite(full / f"{name}.csv", lambda have, new=new: [*have, *(c for c in new if c not in have)])
    return [read(folder, SERVICES, SHARED_TABLES) for folder in (old, full)]


def figures(corridor):
    pool = corridor.pool
    beams = [f for asset in pool.assets for f in asset.fittings if isinstance(f, Beam)]
    return [*beams, *(f for f in pool.facts if isinstance(f, Terminal | PayloadClass))]


def test_a_folder_without_the_columns_is_read_and_its_figures_are_not_given(folders):
    old, full = (figures(one) for one in folders)
    assert len(old) == len(full) > 20
    assert all(getattr(f, name, None) is None for f in old for name in NEW)
    stated = {f.id: f.other_losses_db for f in full if isinstance(f, Terminal) and f.other_losses_db}
    assert stated == {"s-hs": 7.5}


def test_a_link_takes_off_only_what_its_folder_states(folders):
    lines = []
    for corridor in folders:
        need = next(n for n in corridor.needs if n.id == "N02")
        day = Span(corridor.start, corridor.start.plus(seconds=86_400.0))
        found = Connect().answer(need, corridor.pool, corridor.world(), Plan(), day)
        budgets = [b for shown in exhibits_of(Budgets, found.notes.exhibits) for b in shown.budgets]
        (up,) = [b for b in budgets if b.title.startswith("Tiantong-1 01") and ", up from " in b.title]
        lines.append(up)
    old, full = lines
    assert old.line("other losses") is None
    assert old.value("margin") - full.value("margin") == pytest.approx(7.5)
