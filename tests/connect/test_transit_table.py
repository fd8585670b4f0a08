"""A transit term in terms.csv: read, or refused in one sentence; what agreements would buy."""

from __future__ import annotations

import csv
import shutil

import pytest

from serai.connect import Connect
from serai.corridor import read
from serai.needs import Plan, judge, premised
from serai.services import SERVICES, SHARED_TABLES
from serai.tables import CorridorRefused
from serai.time import Span

ROW = {
    "id": "T900",
    "right": "transit",
    "owner": "*",
    "what": "hand-over at Satun",
    "assets": "owner:aae-1-consortium;owner:smw4-consortium",
    "for": "everyone",
    "state": "in force",
    "sites": "satun",
    "source": "a test",
    "as_of": "2026-08-22",
    "basis": "published",
}


@pytest.fixture(scope="module")
def reference(root):
    return root / "corridors" / "belt-and-road"


@pytest.fixture
def corridor(reference, tmp_path):
    """The reference corridor with one term more."""

    def of(**cells):
        folder = tmp_path / "corridor"
        shutil.copytree(reference, folder)
        with (folder / "terms.csv").open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        names = [*rows[0], "sites"]
        with (folder / "terms.csv").open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, names, restval="")
            out.writeheader()
            out.writerows([*rows, ROW | cells])
        return read(folder, SERVICES, SHARED_TABLES)

    return of


@pytest.fixture
def stands():
    def of(corridor, need_id):
        need = corridor.need(need_id)
        pool = premised(need, corridor.pool)
        day = Span(corridor.start, corridor.start.plus(seconds=86_400.0))
        answer = Connect().answer(need, pool, corridor.world(), Plan(), day)
        return judge(answer, len(pool.assets), day)

    return of


def test_what_an_agreement_promises_is_what_the_term_gives(reference, corridor, stands):
    before = stands(read(reference, SERVICES, SHARED_TABLES), "N28")
    first = str(before.remedies[0])
    assert first.startswith(
        "an agreement on transit at Satun (AAE-1 consortium, SEA-ME-WE 4 consortium) would"
    )
    assert first.endswith("would bring 99.915 % of a year instead of 99.859 % (met)")
    after = stands(corridor(), "N28")
    assert after.annual[0].told == pytest.approx(0.99915, abs=2e-5)
    assert not any("agreement" in str(r) for r in after.remedies)


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"sites": ""}, "expected the sites at which cables hand over to each other, got (empty)"),
        ({"sites": "satunn"}, "expected the id of a site, got 'satunn'; did you mean 'satun'?"),
        (
            {"assets": "owner:aae-1-consortium"},
            "expected cables of two owners or more that end at satun, else the term lets nobody through",
        ),
        ({"for": ""}, "column 'for': expected"),
        ({"right": "link"}, "expected nothing: a term of the right link holds everywhere"),
    ],
)
def test_a_term_that_lets_nobody_through_is_refused_in_a_sentence(corridor, cells, says):
    with pytest.raises(CorridorRefused) as refused:
        corridor(**cells)
    said = str(refused.value)
    assert says in said
    assert "terms.csv, line 92" in said
