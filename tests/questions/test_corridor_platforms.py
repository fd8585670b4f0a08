"""Platforms of a corridor (figures here are assumed): kept to, and what nobody told is said."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from serai.cli import main
from serai.corridor import read
from serai.outcome.outcome import open_corridor
from serai.outcome.planned import planned
from serai.plan.platforms import platform_of
from serai.questions.corridor_plan import CorridorPlan, corridor_plan
from serai.report.data.corridor_plan import plan_answer
from serai.report.page.plan import plan_page
from serai.services import SERVICES, SHARED_TABLES
from serai.tables import CorridorRefused

HEAD = (
    "satellite,slew_deg_s,settle_s,duty_s,imaging_w,imaging_wh,storage_bits,record_bps,source,as_of,basis\n"
)
ASSUMED = "assumed for this test,2026-11-30,assumed\n"
NEEDS = ("N01", "N04", "N10", "N14")


def folder_with(folder: Path, *rows: str) -> Path:
    """The reference corridor with platforms that no owner ever told."""
    shutil.copytree(Path(__file__).parents[2] / "corridors" / "belt-and-road", folder)
    (folder / "platforms.csv").write_text(HEAD + "".join(f"{r},{ASSUMED}" for r in rows), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def day(tmp_path_factory) -> CorridorPlan:
    folder = folder_with(
        tmp_path_factory.mktemp("corridor") / "c", "gaofen-3-02,,,45,,,,", "hj-2e,1,10,600,1,1,1e12,1e9"
    )
    return corridor_plan(open_corridor(folder).only(*NEEDS))


def images(of: CorridorPlan, satellite: str) -> int:
    looks = (of.horizon.books[name][0].opportunity for name in of.schedule.chosen)
    return sum(look.uses[0].asset == satellite for look in looks)


def test_a_satellite_images_no_longer_in_an_orbit_than_its_platform_allows(root, day):
    whole = corridor_plan(open_corridor(root / "corridors" / "belt-and-road").only(*NEEDS))
    assert images(whole, "gaofen-3-02") == 4  # three of them within six minutes
    assert images(day, "gaofen-3-02") == 2
    assert day.faults == ()
    behind = planned(day.corridor.needs, day.corridor.pool, day.world, lambda *_: None)
    mine = [u.asset for b in behind.bookings for u in b.opportunity.uses]
    assert mine.count("gaofen-3-02") == 2


def test_what_is_not_counted_is_said_with_the_satellites_on_every_form(day):
    told = plan_answer(day)["not_counted"]
    assert told["duty"] == [s for s in told["slew"] if s not in ("gaofen-3-02", "hj-2e")]
    assert {"gaofen-3-02", "gaofen-3"} <= {*told["storage"]}
    assert "hj-2e" not in {*told["power"], *told["storage"], *told["slew"]}
    assert "Not counted, for no table tells it: the imaging time of an orbit of" in plan_page(day)


def test_the_reference_corridor_has_published_figures_only(root):
    corridor = read(root / "corridors" / "belt-and-road", SERVICES, SHARED_TABLES)
    assert platform_of(corridor.pool["prss-1"]).storage_bits == 4e12
    assert platform_of(corridor.pool["landsat-8"]).storage_bits == 3.14e12
    rows = (
        (root / "corridors" / "belt-and-road" / "platforms.csv").read_text(encoding="utf-8").splitlines()[1:]
    )
    assert all(",published," in row for row in rows)


@pytest.mark.parametrize(
    ("row", "column"), [("gaofen-3,-1,,,,,,", "slew_deg_s"), ("nobody,,,,,,,", "satellite")]
)
def test_a_bad_platform_is_refused_by_file_line_and_column(tmp_path, row, column):
    with pytest.raises(CorridorRefused, match=f"platforms.csv, line 2, column '{column}'"):
        read(folder_with(tmp_path / "c", row), SERVICES, SHARED_TABLES)


def test_the_command_says_what_is_not_counted(root, capsys):
    assert main(["plan", str(root / "examples" / "smallest_corridor"), "--solver", "greedy"]) == 0
    assert "Limits on board:" in capsys.readouterr().out
    assert main(["plan", str(root / "examples" / "smallest_corridor"), "--solver", "greedy", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["not_counted"]["duty"] == ["gaofen-3"]
