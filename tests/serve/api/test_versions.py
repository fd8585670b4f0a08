"""The corridor's tables changed over HTTP, checked, compared, taken and taken back; the folder as it was."""

from __future__ import annotations

import io
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from serai.corridor.version import files_of, version_of
from serai.store.schema import answers
from tests.serve.conftest import Answered, Running, started, stop, wait_until

NEED, TITLE = "Where is the water in Sindh", "Where is the water in Punjab"


@dataclass
class Kept:
    """A server over a folder that may be edited, and how it is asked."""

    folder: Path
    database: Path
    running: Running
    number: int = 0

    def does(self, path: str, body: object = None, **more: str) -> Answered:
        self.number += 1
        return self.running.ask(path, body or {}, Idempotency_Key=f"v{self.number}", **more)

    def again(self) -> None:
        """The server ended, and started again."""
        stop(self.running)
        self.running = started(self.folder, self.database, fortnight=False)
        self.ready()

    def ready(self) -> None:
        wait_until(lambda: self.keeper.ready)

    @property
    def keeper(self):
        return self.running.app.state.served.keeper

    def listed(self) -> dict:
        return self.running.ask("/corridor/versions").json

    def taken(self, version: str) -> None:
        wait_until(lambda: self.keeper.version == version)

    def title(self) -> str:
        return self.running.ask("/verdicts").json["verdicts"][0]["title"]


@pytest.fixture(scope="module")
def kept(small, tmp_path_factory):
    place = tmp_path_factory.mktemp("versions")
    folder = place / "smallest"
    shutil.copytree(small, folder)
    running = started(folder, place / "serai.db", fortnight=False)
    made = Kept(folder, place / "serai.db", running)
    made.ready()
    yield made
    stop(made.running)


def needs(kept: Kept, old: str = NEED, new: str = TITLE) -> dict[str, str]:
    return {"needs.csv": (kept.folder / "needs.csv").read_text("utf-8").replace(old, new)}


def zipped(files: dict[str, bytes], *, link: str = "") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in files.items():
            one = zipfile.ZipInfo(name, (2026, 8, 22, 0, 0, 0))
            one.external_attr = (0o120777 if name == link else 0o100644) << 16
            archive.writestr(one, raw, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_tables_are_changed_looked_at_compared_taken_and_taken_back(kept):
    """A keeper's hour; the folder on the disk is as it was at the end."""
    before, on_disk = kept.listed(), files_of(kept.folder)
    first = version_of(on_disk)
    assert (before["in_force"], before["assessed"]) == (first, first)
    assert [one["source"] for one in before["versions"]] == ["folder"]
    looked = kept.running.ask("/corridor/check", {"files": needs(kept)})
    assert looked.json["sound"] is True
    assert kept.listed() == before
    asked = {"files": needs(kept), "note": "the water has moved"}
    saved = kept.running.ask("/corridor/versions", asked, Idempotency_Key="once")
    assert saved.status == 201
    one = saved.json
    assert (one["parent"], one["note"], one["by"], one["in_force"]) == (
        first, "the water has moved", "local", False,
    )  # fmt: skip
    again = kept.running.ask("/corridor/versions", asked, Idempotency_Key="once")
    assert (again.body, again.headers["idempotent-replayed"]) == (saved.body, "true")
    differs = kept.running.ask(f"/corridor/versions/{one['version'][:12]}/changes").json
    assert differs["before"] == first
    assert [(f["name"], f["how"], f["keys"]) for f in differs["files"]] == [("needs.csv", "changed", ["id"])]
    assert differs["files"][0]["rows"] == [
        {"key": "flood", "before": {"title": NEED}, "after": {"title": TITLE}}
    ]
    raw = kept.running.ask(f"/corridor/versions/{one['version']}/files/needs.csv").body
    assert raw.decode() == needs(kept)["needs.csv"]
    assert kept.title() == NEED  # saved is not taken
    other = kept.does(f"/corridor/versions/{one['version']}/take", {"instead_of": one["version"]})
    assert (other.status, other.json["type"]) == (409, "urn:serai:store.another_version")
    took = kept.does(f"/corridor/versions/{one['version']}/take", {"instead_of": first, "note": "go"})
    assert (took.status, took.json["before"], took.json["did"]) == (200, first, "take")
    kept.taken(one["version"])
    assert kept.title() == TITLE
    assert kept.running.ask("/corridor").json["version"] == one["version"]
    assert kept.does("/corridor/take-back").json["version"] == first
    kept.taken(first)
    assert kept.title() == NEED
    nothing = kept.does("/corridor/take-back")
    assert (nothing.status, nothing.json["type"]) == (409, "urn:serai:store.nothing_before")
    assert files_of(kept.folder) == on_disk
    kinds = [e["kind"] for e in kept.running.ask("/ledger").json["events"]]
    assert kinds.count("corridor.taken") == 3
    assert kinds.count("corridor.saved") == 2


def died_before_the_answer(kept: Kept, key: str) -> None:
    """What a server leaves that is killed between an act and its answer, when the lease has run out."""
    with kept.running.app.state.served.database.writing() as connection:
        mine = answers.c.key == key
        assert connection.execute(
            update(answers).where(mine).values(status=None, body=None, until_ns=0)
        ).rowcount


def test_what_was_done_before_the_server_died_is_not_done_again_when_it_is_asked_again(kept):
    """Saved, taken and taken back: the same answer, one version, one taking each."""
    saved = kept.does("/corridor/versions", {"files": needs(kept, new="once")}).json["version"]
    acts = (
        ("/corridor/versions", {"files": needs(kept, new="once more")}),
        (f"/corridor/versions/{saved}/take", {}),
        ("/corridor/take-back", {}),
    )
    for number, (path, body) in enumerate(acts):
        key = f"dies-{number}"
        first, stands = kept.running.ask(path, body, Idempotency_Key=key), kept.listed()
        assert first.status in (200, 201)
        died_before_the_answer(kept, key)
        again = kept.running.ask(path, body, Idempotency_Key=key)
        assert (again.status, again.json) == (first.status, first.json)
        now = kept.listed()
        for part in ("in_force", "versions", "takings"):
            assert now[part] == stands[part], (path, part)
    assert kept.listed()["takings"][-1]["did"] == "take back"
    kept.taken(kept.listed()["in_force"])


def test_tables_that_cannot_be_read_are_refused_with_their_place_and_nothing_is_saved(kept):
    before = kept.listed()
    wrong = {"files": needs(kept, ",66.5,", ",east,")}
    told = kept.does("/corridor/versions", wrong)
    assert (told.status, told.json["type"]) == (422, "urn:serai:serve.unsound")
    assert "needs.csv, line 2" in told.json["detail"]
    assert told.json["where"][0].startswith("needs.csv:2:")
    looked = kept.running.ask("/corridor/check", wrong)
    assert (looked.status, looked.json["sound"]) == (200, False)
    toml = (kept.folder / "corridor.toml").read_text("utf-8")
    outside = toml.replace('"needs.csv"', '"/etc/passwd"')
    for body, key in (
        ({}, "serve.nothing_changed"),
        ({"remove": ["nothing.csv"]}, "serve.no_file_to_remove"),
        ({"files": {"../needs.csv": ""}}, "files.upload_name"),
        ({"files": {"needs.exe": ""}}, "files.upload_kind"),
        ({"files": {"con.csv": ""}}, "files.upload_name"),
        ({"files": {"a.csv": "", "A.csv": ""}}, "files.upload_twice"),
        (
            {"files": {"corridor.toml": outside}},
            "trust.manifest_outside",
        ),
        ({"files": {"corridor.toml": toml.replace('id = "smallest"', 'id = "b"')}}, "serve.other_corridor"),
        ({"files": needs(kept), "parent": "0" * 64}, "store.no_version"),
    ):
        assert kept.does("/corridor/versions", body).json["type"] == f"urn:serai:{key}", body
    assert kept.listed() == before


def test_a_whole_corridor_comes_as_a_zip_and_bombs_and_links_do_not(kept):
    files = dict(files_of(kept.folder))
    changed = files | {"needs.csv": needs(kept, new="by a zip")["needs.csv"].encode()}
    extra = {"README.md": b"no table of it"}
    sent = kept.running.ask(
        "/corridor/versions/archive?note=zip", raw=zipped(changed | extra), Idempotency_Key="zip",
        Content_Type="application/zip",
    )  # fmt: skip
    assert sent.status == 201, sent.body
    assert (sent.json["version"], sent.json["source"]) == (version_of(changed), "archive")
    for raw, key in (
        (b"PK no zip", "files.upload_no_archive"),
        (zipped(files | {"needs.csv": b"/etc/passwd"}, link="needs.csv"), "files.upload_link"),
        (zipped(files | {"../../up.csv": b""}), "files.upload_name"),
        (zipped({**files, "bomb.csv": b"0" * ((1 << 26) + 1)}), "files.swells"),
        (zipped({"needs.csv": b""}), "trust.no_manifest"),
    ):
        told = kept.running.ask("/corridor/versions/archive", raw=raw, Idempotency_Key=f"z{len(raw)}")
        assert (told.status, told.json["type"]) == (422, f"urn:serai:{key}")
    huge = kept.running.ask(
        "/corridor/versions/archive", raw=b"", method="POST", Content_Length=str((1 << 25) + 1)
    )
    assert huge.status == 413


def test_a_folder_edited_by_hand_is_a_new_version_at_the_next_start_if_it_can_be_read(kept):
    first = kept.listed()["in_force"]
    table = kept.folder / "needs.csv"
    as_it_was = table.read_text("utf-8")
    other = kept.does("/corridor/versions", {"files": needs(kept, new="over HTTP")}).json["version"]
    kept.does(f"/corridor/versions/{other}/take")
    kept.taken(other)
    assert kept.title() == "over HTTP"
    table.write_text(as_it_was.replace(NEED, "by hand"), "utf-8")
    kept.again()
    found = kept.listed()
    assert kept.title() == "by hand"
    assert found["in_force"] == version_of(files_of(kept.folder))
    newest = next(one for one in found["versions"] if one["in_force"])
    assert (newest["source"], newest["parent"], newest["by"]) == ("folder", first, "serai")
    # what was taken over HTTP stood at the start, after which the folder's came into force
    assert (found["takings"][-1]["did"], found["takings"][-1]["before"]) == ("folder", other)
    table.write_text("id,title\nbroken", "utf-8")
    kept.again()
    assert kept.title() == "by hand"
    assert "needs.csv" in kept.running.ask("/ready").json["trouble"]
    assert kept.listed() == found
    table.write_text(as_it_was, "utf-8")
