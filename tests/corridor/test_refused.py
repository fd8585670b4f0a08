"""Everything wrong in a folder is refused with the file, the line, what was expected and what came."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.corridor.conftest import SERVICES, TOWNS

from serai.corridor import check, read
from serai.tables import CorridorRefused
from serai.wording import PSEUDO, Reason, say

IN_BRACKETS = re.compile("⟦[^⟧]*⟧")
WORDS = re.compile(r"[A-Za-z]+")
OF_SENTENCES = frozenset(["line", "column", "expected", "got", "did", "you", "mean", "already", "least"])


@dataclass(frozen=True)
class Spoilt:
    """One thing that is wrong: the table, a text in it, what stands in its place, and the sentence."""

    table: str
    old: str
    new: str
    says: str


def spoilt() -> dict[str, Spoilt]:
    """Every case of refused.txt, by what is wrong."""
    text = (Path(__file__).parent / "refused.txt").read_text(encoding="utf-8")
    cases = {}
    for block in text.strip().split("\n\n")[1:]:
        what, *lines = block.splitlines()
        cases[what] = Spoilt(*(line[8:] for line in lines))
    return cases


SPOILT = spoilt()


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_wrong_is_said_in_one_sentence(valleys, what):
    case = SPOILT[what]
    valleys.change(case.table, case.old, case.new)
    said = valleys.refusal()
    assert case.says in said, "\n".join(said)


def words_outside(said: Reason) -> set[str]:
    """The words of sentences that a text in the pseudo-language has outside its brackets."""
    return set(WORDS.findall(IN_BRACKETS.sub(" ", say(said, PSEUDO)))) & OF_SENTENCES


@pytest.mark.parametrize("what", SPOILT)
def test_what_is_wrong_can_be_said_in_another_language(valleys, what):
    case = SPOILT[what]
    valleys.change(case.table, case.old, case.new)
    for problem in check(valleys.path, SERVICES, [TOWNS]).problems:
        assert words_outside(problem.reason) == set()


def test_a_file_that_is_named_but_not_there_is_refused(valleys):
    valleys.file("rain").unlink()
    valleys.file("elements").unlink()
    assert valleys.refusal() == [
        f"elements.csv: expected the file elements.csv in {valleys.path}, got (no such file)",
        f"rain.csv: expected the file rain.csv in {valleys.path}, got (no such file)",
    ]


def test_a_folder_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(CorridorRefused, match=r"nowhere: expected a corridor folder, got \(no such folder\)"):
        read(tmp_path / "nowhere", ())
    with pytest.raises(
        CorridorRefused, match=r"corridor.toml: expected the file corridor.toml in .*no such file"
    ):
        read(tmp_path, ())


def test_a_toml_that_is_none_is_refused_with_its_line(valleys):
    valleys.change("corridor", 'name = "Two Valleys"', "name = Two Valleys")
    (said,) = valleys.refusal()
    assert said.startswith("corridor.toml, line 2: expected TOML, got (Invalid value")


def test_a_file_that_is_not_utf_8_is_refused_with_its_line(valleys):
    file = valleys.file("stations")
    file.write_bytes(file.read_bytes().replace(b"Karachi", "Kar\u00e1chi".encode("latin-1")))
    says = "stations.csv, line 3: expected UTF-8 text, got (bytes that are not UTF-8)"
    assert f"{says}; save it from the spreadsheet as CSV UTF-8" in valleys.refusal()


def test_an_id_is_unique_over_all_tables_of_assets(valleys):
    valleys.add("stations", "kashi,Kashi again,CN,china,,39,75,,5,,in service,")
    valleys.add("wires", "star-1,Wire,pakistan,market,market,operational,")
    expected = "column 'id': expected an id that no other row has;"
    station, wire = valleys.refusal()
    assert station == f"stations.csv, line 4, {expected} line 2 has it already, got 'kashi'"
    assert wire == f"wires.csv, line 3, {expected} satellites.csv, line 4, has it already, got 'star-1'"


def test_everything_wrong_is_said_at_once(valleys):
    valleys.change("satellites", ",china,", ",chnia,")
    valleys.change("stations", "24.9,67.1", "124.9,67.1")
    valleys.change("measures", "0.9,", "90,")
    valleys.change("events", "what-if", "fable")
    valleys.change("elements", "98.0,10.0", "998.0,10.0")
    valleys.change("corridor", "days = 1", "dayz = 1")
    said = valleys.refusal()
    # corridor.toml says where the tables are: until it can be read, only it can be judged
    assert len(said) == 1
    valleys.change("corridor", "dayz = 1", "days = 1")
    files = [s.split(",")[0] for s in valleys.refusal()]
    assert files == ["elements.csv", "events.csv", "measures.csv", "satellites.csv", "stations.csv"]


def test_a_table_that_cannot_be_read_brings_no_complaints_about_those_that_refer_to_it(valleys):
    valleys.change("members", "china,China", ",China")
    (said,) = valleys.refusal()
    assert said.startswith("members.csv, line 2, column 'id': expected an id")


def test_a_corridor_that_names_no_table_of_members_says_so_where_an_owner_is_named(valleys):
    valleys.change("corridor", 'members = "members.csv"\n', "")
    assert (
        "stations.csv, line 2, column 'owner': expected the id of a member, got 'china'; "
        "corridor.toml names no file for members"
    ) in valleys.refusal()


def test_the_refusal_is_one_sentence_that_counts_the_others(valleys):
    valleys.change("satellites", ",china,", ",chnia,")
    valleys.change("stations", "24.9,67.1", "124.9,67.1")
    with pytest.raises(CorridorRefused) as refused:
        valleys.read()
    assert str(refused.value).endswith(f"(and 1 more: serai check {valleys.path})")
    assert "\n" not in str(refused.value)


def test_an_id_that_comes_twice_is_told_before_references_to_the_one_it_replaced(valleys):
    valleys.change("stations", "karachi,Karachi", "kashi,Karachi")
    first, *others = valleys.refusal()
    assert first.startswith("stations.csv, line 3, column 'id': expected an id that no other row has")
    assert others
    assert all("'karachi'" in says for says in others)


def test_a_table_with_a_header_only_is_told_before_references_to_it(valleys):
    header = valleys.file("members").read_text(encoding="utf-8").splitlines()[0]
    valleys.file("members").write_text(header + "\n", encoding="utf-8")
    first, *others = valleys.refusal()
    assert first == "members.csv, line 1: expected rows below the header, got (a header only)"
    assert others


def test_a_table_without_rows_that_nobody_misses_is_not_complained_about(valleys):
    header = valleys.file("events").read_text(encoding="utf-8").splitlines()[0]
    valleys.file("events").write_text(header + "\n", encoding="utf-8")
    valleys.change("stations", "karachi,Karachi", "kashi,Karachi")
    assert not any("a header only" in says for says in valleys.refusal())
