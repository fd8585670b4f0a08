"""The store's commands refuse what does not fit in one sentence, and say what to do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from serai.cli import main

REFERENCE = Path(__file__).resolve().parents[3] / "corridors" / "belt-and-road"

BREAK = "expected --party and --why with --break: whose confirmed use is taken back, and for what reason"
HEAD = "expected a head such as 12:9f86d0... (a number, a colon, 64 hexadecimal digits), got '12'"
FAULT = "f.csv, line 2: expected a fault (user, provider or weather) with failed and none otherwise, got"
STAGE = "f.csv, line 2: expected the stage scheduled, acquired, downlinked, delivered or failed, got"


@pytest.fixture
def database(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["store", "init"]) == 0
    assert main(["request", "an image", "--party", "Pakistan", "--need", "N01"]) == 0
    capsys.readouterr()
    return tmp_path


def refused(capsys, *words: str) -> str:
    assert main([*words]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    return err.removeprefix("serai: ").rstrip()


def test_without_a_store_its_making_is_proposed(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    said = refused(capsys, "request")
    assert said == "there is no store at 'serai.db'; make one: serai store init --database serai.db"


def test_without_sqlalchemy_the_extra_is_named(monkeypatch, capsys):
    monkeypatch.setattr("serai.cli.orders.options.find_spec", lambda _: None)
    assert refused(capsys, "request").endswith("pip install 'serai[store]'")


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("request R7", "no request 'R7'; the latest are R1"),
        ("hold R1-9", "no offer 'R1-9'"),
        ("confirm R1-1", "expected --party with the name of the owner who confirms"),
        ("confirm R1-1 --party China", "no order 'R1-1'"),
        ("release R1-1 --break --party China", BREAK),
        ("store backup", "expected a PATH for backup"),
        ("audit verify --head 12", HEAD),
        ("store restore none.jsonl --database new.db", "cannot read none.jsonl: No such file or directory"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_one_sentence(capsys, words, says):
    assert refused(capsys, *words.split()) == says


OFFERS = {
    "rank,says\n1,x\n": "f.csv, line 2: owner, asset, start and end are missing",
    "rank,says,owner,asset,start,end\nfirst,x,A,b,2026-08-22T10:00Z,2026-08-22T10:01Z\n": (
        "f.csv, line 2, column 'rank': expected a number, got 'first'"
    ),
    '{"needs": []}': "f.csv is no plan: expected what serai plan --json writes",
    '{"bookings": [{"need": "N02"}]}': "f.csv books nothing for the need 'N01'; it books for N02",
}


@pytest.mark.parametrize("text", OFFERS)
def test_offers_that_cannot_be_read_are_named_with_their_place(database, capsys, text):
    (database / "f.csv").write_text(text, encoding="utf-8")
    assert refused(capsys, "offer", "R1", "--from", "f.csv") == OFFERS[text]


REPORTS = {
    "R1-1,lost,2026-08-22T10:00Z,": f"{STAGE} 'lost'",
    "R1-1,failed,2026-08-22T10:00Z,": f"{FAULT} '' with failed",
    "R1-1,delivered,2026-08-22T10:00Z,weather": f"{FAULT} 'weather' with delivered",
    "R1-1,delivered,2026-08-22T10:00Z,": "no order 'R1-1'",
}


@pytest.mark.parametrize("row", REPORTS)
def test_reports_that_do_not_fit_are_named_with_their_place(database, capsys, row):
    where = database / "f.csv"
    where.write_text(f"order,stage,moment,fault\n{row}\n", encoding="utf-8")
    assert refused(capsys, "report", "f.csv") == REPORTS[row]


def test_nothing_is_promised_before_an_order_is_committed(database, capsys):
    (database / "o.csv").write_text(
        "rank,says,owner,asset,start,end\n1,x,A,b,2026-08-22T10:00Z,2026-08-22T10:01Z\n", encoding="utf-8"
    )
    assert main(["offer", "R1", "--from", "o.csv"]) == 0
    assert main(["hold", "R1-1"]) == 0
    capsys.readouterr()
    assert main(["report"]) == 0
    assert capsys.readouterr().out == "nothing was promised yet: no order is committed\n"
    (database / "f.csv").write_text(
        "order,stage,moment\nR1-1,delivered,2026-08-22T10:00Z\n", encoding="utf-8"
    )
    said = refused(capsys, "report", "f.csv")
    assert said == "R1-1 is held, not confirmed: nothing was promised that could be reported on"


@pytest.mark.usefixtures("database")
def test_a_request_asked_twice_is_one_request(capsys):
    words = ["request", "an image", "--party", "Pakistan", "--need", "N01"]
    assert main(words) == 0
    assert main([*words, "--key", "another"]) == 0
    assert capsys.readouterr().out.startswith("R1 received: Pakistan asks for an image (N01)\nR2 received")


@pytest.mark.parametrize("without", ["owner", "satellite", "look_end", "end", "down"])
def test_a_plan_whose_booking_lacks_something_is_refused(database, capsys, without):
    booking = {
        "need": "N01", "satellite": "csk-1", "owner": "Italy", "look_start": "2026-08-22T12:05:00Z",
        "look_end": "2026-08-22T12:06:00Z", "station": "matera", "start": "2026-08-22T12:20:00Z",
        "end": "2026-08-22T12:30:00Z", "down": "2026-08-22T12:30:00Z",
    }  # fmt: skip
    del booking[without]
    (database / "plan.json").write_text(json.dumps({"bookings": [booking]}), encoding="utf-8")
    said = refused(capsys, "offer", "R1", "--from", "plan.json")
    assert said == "plan.json is no plan: expected what serai plan --json writes"


def test_a_plan_of_serai_is_an_offer(database, capsys):
    plan = """{"bookings": [
     {"need": "N01", "satellite": "csk-1", "owner": "Italy", "look_start": "2026-08-22T12:05:00Z",
      "look_end": "2026-08-22T12:06:00Z", "station": "matera", "station_owner": "Italy",
      "start": "2026-08-22T12:20:00Z", "end": "2026-08-22T12:30:00Z", "down": "2026-08-22T12:30:00Z"},
     {"need": "N01", "satellite": "gaofen-3-02", "owner": "China", "look_start": "2026-08-22T10:41:00Z",
      "look_end": "2026-08-22T10:42:00Z", "station": null, "station_owner": null, "start": null, "end": null,
      "down": "2026-08-22T11:19:00Z"}]}"""
    (database / "plan.json").write_text(plan, encoding="utf-8")
    assert main(["offer", "R1", "--from", "plan.json"]) == 0
    rows = capsys.readouterr().out.splitlines()[2:]
    assert [row.split()[0] for row in rows if row.strip().startswith("R1-")] == ["R1-1", "R1-2"]
    assert "China: gaofen-3-02" in rows[0]


def test_an_offer_takes_its_terms_from_the_corridor(database, capsys):
    """The reference corridor's open data: Sentinel-1 for everyone, free, with its source named."""
    (database / "o.csv").write_text(
        "rank,says,owner,asset,start,end\n"
        "1,Sentinel-1A,esa-cop,sentinel-1a,2026-08-22T10:00Z,2026-08-22T10:01Z\n",
        encoding="utf-8",
    )
    assert main(["offer", "R1", "--from", "o.csv", "--corridor", str(REFERENCE), "--json"]) == 0
    (request,) = json.loads(capsys.readouterr().out)["requests"]
    (use,) = request["offers"][0]["uses"]
    assert (use["term"], use["cost"], use["forwardable"]) == ("T01", "free", "yes, with source named")
