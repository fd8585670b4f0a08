"""A day with the store: Pakistan asks for a flood image, two owners are asked, one is late, another serves.

Each answer is what the command prints. Two offices work on one database; there is no server between them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import redirect_stdout
from io import StringIO

import pytest

from serai.cli import main
from tests.store.played import DAY, played


def said(words: Sequence[str]) -> str:
    with redirect_stdout(StringIO()) as out:
        assert main([*words]) == 0
    return out.getvalue()


@pytest.fixture(scope="module")
def day(tmp_path_factory):
    folder = tmp_path_factory.mktemp("day")
    database = str(folder / "serai.db")
    return database, played(folder, said, database), folder


def flat(text: str) -> str:
    return " ".join(text.split())


def test_pakistan_asks_and_gets_ranked_offers_that_hang_on_their_owners_word(day):
    _, told, _ = day
    asked = "Pakistan asks for a radar image of the flood in Sindh (N01), until 22 Aug 2026 18:00 UTC"
    assert flat(told["asked"]) == f"R1 received: {asked}"
    lines = told["offered"].splitlines()
    assert lines[1].split() == ["order", "stage", "in", "hand", "covers", "chance", "owners"]
    assert flat(lines[2]).startswith("R1-1 offered 22 Aug 2026 11:19 92 % 95 % China: gaofen-3-02, Pakistan:")
    assert "subject to the owner's word" in flat(told["offered"])


def test_both_owners_hold_and_one_confirms(day):
    _, told, _ = day
    assert told["held"].startswith("R1 held: ")
    assert "China: gaofen-3-02 (held), Pakistan: karachi (held)" in flat(told["held"])
    assert "China: gaofen-3-02 (held), Pakistan: karachi (confirmed)" in flat(told["one agrees"])


def test_the_other_is_late_so_the_hold_is_released_and_the_next_offer_is_held(day):
    _, told, _ = day
    assert "R1-1 expired 22 Aug 2026 11:19" in flat(told["next held"])
    assert "Pakistan: karachi R1-2 held" in flat(told["next held"])  # nothing of the first is kept


def test_a_late_confirmation_is_told_how_it_stands(day, capsys):
    database, _, _ = day
    late = ["confirm", "R1-1", "--party", "China", "--database", database, "--at", f"{DAY}09:40Z"]
    assert main(late) == 1
    assert capsys.readouterr().err == (
        "serai: R1-1 is expired: China holds nothing on gaofen-3-02 for it, so there is nothing to confirm\n"
    )


def test_the_next_offer_is_confirmed_and_the_image_comes(day):
    _, told, _ = day
    assert told["agreed"].startswith("R1 confirmed: ")
    assert "Italy: csk-1 (committed)" in flat(told["agreed"])
    assert told["came"].startswith("3 reports taken in")
    assert "Italy 1 1 1 0 0 30 min early" in flat(told["came"])
    assert "Pakistan 0 1 0" in flat(told["came"])
    assert "R1-2 (delivered) Italy: no" in told["came"]


def test_the_ledger_tells_it_in_its_order(day):
    _, told, _ = day
    kinds = [line.split()[4] for line in told["ledger"].splitlines() if line[:5].strip().isdigit()]
    assert kinds == [
        "request.received", "offer.made", "offer.made", "order.placed", "use.held", "use.held",
        "use.confirmed", "order.released", "use.released", "use.released", "order.placed",
        "use.held", "use.confirmed",
        "order.committed", "use.committed", "report.acquired", "report.downlinked", "report.delivered",
    ]  # fmt: skip
    assert "R1-2  order.committed by Chiara" in told["ledger"]
    assert all(len(line) <= 110 for line in told["ledger"].splitlines())


def test_the_auditor_verifies_it_before_a_head_that_was_told_in_the_morning(day):
    _, told, _ = day
    assert told["verified"].startswith("19 events, each as it was written; the last is 19:")
    assert told["verified"].endswith("1 document, each as it was put on record\n")  # the table of offers


def test_reports_sent_again_change_nothing(day):
    database, _, folder = day
    again = json.loads(said(["report", str(folder / "came.csv"), "--database", database, "--json"]))
    assert again["taken"] == 0
    (order,) = again["orders"]
    assert (order["order"], order["stage"], order["late_s"]) == ("R1-2", "delivered", -1800.0)
    assert order["forward"] == {"Italy": "no"}
    assert [(t["of"], t["promised"], t["on_time"]) for t in again["terms"]] == [("T22", 1, 1)]


def test_in_the_evening_it_is_backed_up_and_reads_the_same_elsewhere(day, tmp_path):
    database, _, _ = day
    file, copy = str(tmp_path / "store.jsonl"), str(tmp_path / "copy.db")
    said(["store", "backup", file, "--database", database])
    said(["store", "restore", file, "--database", copy])
    for words in (["request", "--json"], ["ledger", "--json"], ["report", "--json"], ["audit", "head"]):
        assert said([*words, "--database", copy]) == said([*words, "--database", database])
    said(["store", "export", str(tmp_path / "record"), "--database", database])
    (first, *_) = (tmp_path / "record" / "ledger.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(first)["kind"] == "request.received"
    assert "2026-08-22T09:00:00Z" in (tmp_path / "record" / "requests.csv").read_text(encoding="utf-8")
