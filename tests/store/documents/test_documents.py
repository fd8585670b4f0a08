"""What decisions rest on is kept whole, named by its hash, read back byte for byte, and told when damaged."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import select, text

from serai.corridor.version import files_of, version_of
from serai.formats.elements import read_elements
from serai.outcome.outcome import open_corridor
from serai.store.database import Database
from serai.store.documents.bodies import packed, unpacked_files
from serai.store.documents.keeping import NotKept, kept, offered
from serai.store.documents.stac import NotAnItem
from serai.store.documents.taking import NoDocument, corridor_files, damaged, documents, take
from serai.store.keep import backup, export, restore
from serai.store.ledger import told
from serai.store.schema import element_sets
from serai.time import Instant
from tests.store.conftest import KINDS, TWO, new_address, offer_of

FIRST = """\
TEST 1
1 49260U 21088A   26233.50000000  .00000100  00000-0  10000-3 0  999
2 49260  98.2000 100.0000 0001000  90.0000 270.0000 14.57000000    0
"""


@pytest.fixture
def folder(root, tmp_path) -> Path:
    return Path(shutil.copytree(root / "examples" / "smallest_corridor", tmp_path / "corridor"))


def item(name: str = "S1-flood", taken: str = "2026-08-22T10:01:00Z", **more: object) -> dict[str, object]:
    return {
        "type": "Feature", "stac_version": "1.1.0", "id": name, "collection": "gaofen-3", "geometry": None,
        "properties": {"datetime": taken}, "links": [], "assets": {"flood": {"href": "flood.tif"}}, **more,
    }  # fmt: skip


def written(path: Path, what: object) -> Path:
    path.write_text(json.dumps(what, indent=1), encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def events(desk, kind: str) -> list[dict[str, object]]:
    with desk.database.reading() as connection:
        return [e["values"] for e in told(connection) if e["kind"] == kind]


def test_a_corridors_version_is_what_sha256sum_says_of_its_files_and_nothing_else_counts(folder):
    lines = "".join(f"{sha256(raw).hexdigest()}  {name}\n" for name, raw in sorted(tree(folder).items()))
    first = open_corridor(folder).version
    assert first == sha256(lines.encode()).hexdigest()
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    assert open_corridor(folder).version == first
    assert open_corridor(Path(shutil.copytree(folder, folder.parent / "elsewhere"))).version == first
    (folder / "corridor.toml").write_bytes((folder / "corridor.toml").read_bytes() + b"\n")
    assert open_corridor(folder).version != first


def test_an_outline_of_a_need_is_part_of_the_version(folder):
    first = version_of(files_of(folder))
    (folder / "areas").mkdir()
    (folder / "areas" / "flood.geojson").write_text("{}", encoding="utf-8")
    assert "areas/flood.geojson" in files_of(folder)
    assert version_of(files_of(folder)) != first


@pytest.mark.parametrize("raw", [b"", "é\r\n".encode(), b"\xff\x00\xfe", b"a\x00b", b"\xef\xbb\xbfbom"])
def test_any_bytes_come_back_as_they_were(raw):
    assert unpacked_files(packed({"x": raw, "y/z": b"1"}), "x") == {"x": raw, "y/z": b"1"}


def test_a_corridor_is_kept_once_with_its_elements_and_written_out_again(desk, folder, tmp_path):
    shared = open_corridor(folder)
    first, sets = kept(desk, corridor=shared)
    assert (first.kind, first.name, first.new) == ("corridor", shared.version, True)
    assert (sets.kind, sets.count) == ("elements", len(shared.elements))
    assert [one.new for one in kept(desk, corridor=shared)] == [False, False]
    with desk.database.reading() as connection:
        assert corridor_files(connection, shared.version) == tree(folder)
        assert take(connection, shared.version[:8], tmp_path / "out") == "corridor"
        with pytest.raises(NoDocument, match="out is not empty; expected a new folder"):
            take(connection, shared.version[:8], tmp_path / "out")
        with pytest.raises(NoDocument, match=r"no corridor '12' is on record; keep it: serai store keep"):
            corridor_files(connection, "12")
    assert tree(tmp_path / "out") == tree(folder)
    (told_so,) = events(desk, "corridor.kept")
    assert told_so["sha256"] == shared.version


def test_a_corridor_that_is_changed_while_it_is_read_is_not_kept(desk, folder):
    shared = open_corridor(folder)
    (folder / "corridor.toml").write_bytes((folder / "corridor.toml").read_bytes() + b"\n")
    with pytest.raises(NotKept, match="was changed while it was read"):
        kept(desk, corridor=shared)
    with desk.database.reading() as connection:
        assert documents(connection) == []


def test_plans_and_assessments_name_the_corridor_that_they_rest_on(desk, folder, tmp_path):
    shared = open_corridor(folder)
    plan = written(tmp_path / "p.json", {"inputs": {"corridor": shared.version}, "bookings": []})
    verdicts = {"at": "2026-08-22T00:00:00Z", "verdicts": {"met": 1}, "inputs": {"corridor": shared.version}}
    judged = written(tmp_path / "a.json", verdicts)
    older = written(tmp_path / "older.json", {"bookings": []})
    for path in (plan, judged, older, plan):
        kept(desk, path=path)
    with desk.database.reading() as connection:
        of = {(one.kind, one.says): one for one in documents(connection)}
        assert take(connection, of["plan", "p.json"].name, tmp_path / "again.json") == "plan"
    assert set(of) == {("plan", "p.json"), ("assessment", "a.json"), ("plan", "older.json")}
    assert of["plan", "p.json"].sha256 == sha256(plan.read_bytes()).hexdigest()
    assert of["plan", "p.json"].corridor == of["assessment", "a.json"].corridor == shared.version
    assert of["plan", "older.json"].corridor == ""
    assert (tmp_path / "again.json").read_bytes() == plan.read_bytes()
    (judged_so,) = events(desk, "assessment.kept")
    assert (judged_so["corridor"], judged_so["verdicts"]) == (shared.version, {"met": 1})


def test_an_offer_is_kept_with_the_file_and_the_corridor_that_it_rests_on(desk, folder, tmp_path, asked):
    asked()
    shared, source = open_corridor(folder), tmp_path / "offers.csv"
    source.write_text("rank,says\n", encoding="utf-8")
    offered(desk, "R1", [offer_of(*TWO)], source, shared)
    made = events(desk, "offer.made")[-1]
    assert made["plan"] == sha256(source.read_bytes()).hexdigest()
    assert made["corridor"] == shared.version
    with desk.database.reading() as connection:
        assert {one.sha256 for one in documents(connection)} == {made["plan"], made["corridor"]}


def test_of_each_satellite_the_element_set_nearest_to_a_moment_is_given(desk, tmp_path):
    later = FIRST.replace("26233.5", "26236.5")
    for name, said in (("a.tle", FIRST), ("b.tle", later), ("a.tle", FIRST)):
        (tmp_path / name).write_text(said, encoding="utf-8")
        kept(desk, path=tmp_path / name)
    out = tmp_path / "day.csv"

    def epoch(at: str | None) -> str:
        with desk.database.reading() as connection:
            take(connection, "elements", out, None if at is None else Instant.from_utc(at))
        (one,) = read_elements(out)
        return one.epoch.utc(decimals=0)

    assert epoch(None) == "2026-08-24T12:00:00Z"
    assert epoch("2026-08-22T23:59:59Z") == "2026-08-21T12:00:00Z"
    assert epoch("2026-08-23T00:00:01Z") == "2026-08-24T12:00:00Z"
    assert [e["count"] for e in events(desk, "elements.kept")] == [1, 1]


def test_two_element_sets_of_one_epoch_are_both_kept(desk, tmp_path):
    for name, said in (("a.tle", FIRST), ("b.tle", FIRST.replace("10000-3 0", "20000-3 0"))):
        (tmp_path / name).write_text(said, encoding="utf-8")
        kept(desk, path=tmp_path / name)
    with desk.database.reading() as connection:
        assert len(connection.execute(select(element_sets)).all()) == 2


@pytest.fixture
def order(desk, asked) -> str:
    (name,) = asked()
    desk.places(name)
    desk.confirms(name, "China")
    desk.confirms(name, "Pakistan")
    return name


@pytest.mark.parametrize(
    ("taken", "as_ordered"),
    [
        ("2026-08-22T10:00:00Z", True),
        ("2026-08-22T15:04:59.9+05:00", True),
        ("2026-08-22T09:59:59Z", False),
        ("2026-08-22T10:10:00Z", False),
    ],
)
def test_an_item_says_whether_its_image_was_begun_while_the_order_had_its_assets(
    desk, order, tmp_path, taken, as_ordered
):
    kept(desk, path=written(tmp_path / "i.json", item(taken=taken)), order=order)
    (came,) = events(desk, "item.kept")
    assert came["as_ordered"] is as_ordered
    with desk.database.reading() as connection:
        (one,) = documents(connection)
        assert (one.kind, one.name, one.order, one.says) == ("item", "S1-flood", order, "gaofen-3")
        assert [e["kind"] for e in told(connection, "R1")][-1] == "item.kept"
        take(connection, "S1-flood", tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text(encoding="utf-8")) == item(taken=taken)


def test_items_of_a_collection_are_kept_all_or_none(desk, tmp_path):
    both = {"type": "FeatureCollection", "features": [item("a"), item("b")]}
    assert [one.name for one in kept(desk, path=written(tmp_path / "c.json", both))] == ["a", "b"]
    half = {"type": "FeatureCollection", "features": [item("c"), item("a", "2026-08-23T00:00:00Z")]}
    with pytest.raises(NotAnItem, match="an item a is on record already with other content"):
        kept(desk, path=written(tmp_path / "h.json", half))
    with desk.database.reading() as connection:
        assert {one.name for one in documents(connection)} == {"a", "b"}


LACKING = {key: value for key, value in item().items() if key not in ("assets", "geometry")}


@pytest.mark.parametrize(
    ("what", "says"),
    [
        (LACKING, "S1-flood is no STAC item: it lacks geometry and assets"),
        (
            item(taken="yesterday"),
            "the STAC item S1-flood: expected a moment in its properties' datetime or start_datetime, got",
        ),
        (item('a"b'), "expected a name without quotation marks, backslashes and control characters"),
        ({"type": "Other"}, "x.json is none of what is kept: a corridor folder, what serai plan"),
    ],
)
def test_what_is_no_document_is_refused_in_a_sentence_and_nothing_is_there(desk, tmp_path, what, says):
    with pytest.raises((NotKept, NotAnItem)) as refused:
        kept(desk, path=written(tmp_path / "x.json", what))
    assert str(refused.value).startswith(says)
    with desk.database.reading() as connection:
        assert documents(connection) == []
        assert told(connection) == []


def test_an_item_of_an_order_that_was_not_promised_is_refused(desk, asked, tmp_path):
    (name,) = asked()
    desk.places(name)
    with pytest.raises(NotAnItem, match="R1-1 is held, not confirmed"):
        kept(desk, path=written(tmp_path / "i.json", item()), order=name)


CHANGED = (
    "UPDATE plans SET body = replace(body, 'bookings', 'Bookings')",
    "UPDATE items SET body = replace(body, 'flood.tif', 'other.tif')",
    "UPDATE corridors SET body = replace(body, 'name', 'nome')",
    "UPDATE element_sets SET body = body || ' '",
    "DELETE FROM items",
    "DELETE FROM plans",
)


@pytest.mark.parametrize("change", CHANGED)
def test_a_document_that_was_changed_or_is_gone_is_named_and_not_given_out(desk, folder, tmp_path, change):
    kept(desk, corridor=open_corridor(folder), path=written(tmp_path / "p.json", {"bookings": []}))
    kept(desk, path=written(tmp_path / "i.json", item()))
    with desk.database.reading() as connection:
        count, bad = damaged(connection)
        assert (count, bad) == (3 + len(open_corridor(folder).elements), ())
    with desk.database.writing() as connection:
        connection.execute(text(change))
    with desk.database.reading() as connection:
        assert len(damaged(connection)[1]) == 1
        for one in documents(connection):
            if one.kind == "plan" and "plans" in change:
                with pytest.raises(NoDocument, match="is not as it was put on record"):
                    take(connection, one.name, tmp_path / "out")
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("into", KINDS)
def test_documents_go_with_a_backup_into_either_kind_and_stand_in_an_export(
    desk, folder, into, request, tmp_path
):
    shared, plan = open_corridor(folder), written(tmp_path / "p.json", {"bookings": []})
    kept(desk, corridor=shared, path=plan)
    kept(desk, path=written(tmp_path / "i.json", item()))
    backup(desk.database, tmp_path / "store.jsonl")
    copy = Database.at(new_address(into, request, tmp_path), new=True)
    restore(copy, tmp_path / "store.jsonl")
    export(copy, tmp_path / "record")
    with copy.reading() as connection:
        assert damaged(connection)[1] == ()
        assert corridor_files(connection, shared.version) == tree(folder)
    copy.close()
    record = tmp_path / "record"
    assert tree(record / "corridors" / shared.version[:16]) == tree(folder)
    assert tree(record / "plans") == {
        f"{sha256(plan.read_bytes()).hexdigest()[:16]}/p.json": plan.read_bytes()
    }
    assert [json.loads(raw)["id"] for raw in tree(record / "items").values()] == ["S1-flood"]
    assert {e.norad for e in read_elements(record / "elements.csv")} == {
        e.norad for e in shared.elements.values()
    }
    assert "body" not in (record / "plans.csv").read_text(encoding="utf-8")


def test_a_name_that_several_documents_begin_with_is_refused_with_them(desk, tmp_path):
    for number in range(2):
        kept(desk, path=written(tmp_path / f"{number}.json", {"bookings": [number]}))
    with desk.database.reading() as connection:
        both = sorted(one.name for one in documents(connection))
        with pytest.raises(NoDocument) as refused:
            take(connection, "", tmp_path / "x")
        for one in both:
            assert one in str(refused.value)
        with pytest.raises(NoDocument, match="no document 'zz' is on record; the latest are"):
            take(connection, "zz", tmp_path / "x")
