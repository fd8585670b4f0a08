"""The page of the needs says what its tables hold, gives a reason for every change, and holds today."""

from __future__ import annotations

import csv
from pathlib import Path

from benchmarks.needs_table import PAGE, changed, page, rows

import serai

LOOKED_AT = ("N02", "N18", "N27")  # answered again here: the others take the whole corridor's time


def test_the_page_is_what_its_tables_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == page()


def test_every_need_has_a_row_and_every_change_its_reason(root: Path) -> None:
    with (root / "corridors" / "belt-and-road" / "needs.csv").open(encoding="utf-8") as lines:
        needs = sorted(row["id"] for row in csv.DictReader(lines))
    assert list(rows("before")) == list(rows("after")) == needs
    why = {need: row["why"] for need, row in rows("changes").items() if row["why"]}
    assert set(changed()) <= set(why)
    for need in set(why) - set(changed()):  # how it is judged is told where nothing came of it, too
        assert why[need].startswith("judged on its area"), need


def test_what_the_page_says_of_the_day_is_what_an_assessment_says(root: Path) -> None:
    day = serai.assess(serai.open_corridor(root / "corridors" / "belt-and-road").only(*LOOKED_AT))
    after = rows("after")
    for need in LOOKED_AT:
        one = day[need]
        share = "" if one.share_met is None else f"{one.share_met:.4f}"
        assert (str(one.state), share) == (after[need]["state"], after[need]["share"])
