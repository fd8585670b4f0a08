"""A chain of events: whatever is changed, moved, left out or cut off is found, and where."""

from __future__ import annotations

import json
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.errors import Refused
from serai.store.chain import EMPTY, NOTHING, ChainHead, Link, NotAHead, event_text, hashed, verified


def chain(count: int) -> list[Link]:
    made, last = [], EMPTY
    for number in range(1, count + 1):
        said = {"n": number, "ä": "„x“\n"}
        text = event_text(
            last, kind="use.held", subject="R1-1", at="2026-08-22T09:00:00Z", by="A", values=said
        )
        last = ChainHead(number, hashed(text))
        made.append((number, "use.held", "R1-1", text, last.hash))
    return made


def test_a_chain_stands_and_its_events_are_lines_of_json_that_anybody_can_hash():
    made = chain(5)
    found = verified(made)
    assert found.sound
    assert (found.events, str(found.head)) == (5, f"5:{made[-1][4]}")
    before = NOTHING
    for number, kind, subject, text, kept in made:
        plain = json.loads(text)
        assert (plain["seq"], plain["kind"], plain["subject"]) == (number, kind, subject)
        assert plain["previous"] == before
        before = sha256(text.encode()).hexdigest()
        assert before == kept
        assert "\n" not in text


def test_an_empty_chain_stands_and_a_head_of_later_shows_that_all_was_cut():
    assert verified([]) == verified([], EMPTY)
    assert verified([]).sound
    assert verified([], ChainHead(1, "0" * 64)).fault == "cut"


@given(st.integers(2, 12), st.data())
def test_whatever_is_changed_moved_or_left_out_is_found_at_its_place(length, data):
    made = chain(length)
    at = data.draw(st.integers(0, length - 1))
    number, kind, subject, text, kept = made[at]
    wrong = data.draw(
        st.sampled_from(
            [
                (number, kind, subject, text.replace('"n":', '"m":'), kept),
                (number, "use.released", subject, text, kept),
                (number, kind, "R2-1", text, kept),
                (number, kind, subject, text, hashed(kept)),
                (number, kind, subject, text.replace('"n":', '"m":'), hashed(text.replace('"n":', '"m":'))),
            ]
        )
    )
    found = verified([*made[:at], wrong, *made[at + 1 :]], ChainHead(length, made[-1][4]))
    assert not found.sound
    assert found.at in (at + 1, at + 2)
    left_out = verified([*made[:at], *made[at + 1 :]], ChainHead(length, made[-1][4]))
    assert left_out.fault == ("cut" if at == length - 1 else "moved")
    assert left_out.at == at + 1
    if at:
        made[at - 1], made[at] = made[at], made[at - 1]
        assert verified(made).at == at


def test_events_renumbered_after_one_was_taken_out_are_found():
    made = chain(4)
    without = [made[0], *((n - 1, k, s, t, h) for n, k, s, t, h in made[2:])]
    assert verified(without).fault == "changed"
    assert verified(without).at == 2


def test_a_chain_written_anew_as_a_whole_is_found_by_a_head_told_before():
    old, new = chain(6), chain(8)[2:]
    rewritten, last = [], EMPTY
    for number in range(1, 7):
        text = event_text(last, kind="k", subject="s", at="t", by="B", values={})
        last = ChainHead(number, hashed(text))
        rewritten.append((number, "k", "s", text, last.hash))
    head = ChainHead(4, old[3][4])
    assert verified(rewritten).sound
    assert verified(rewritten, head) == verified(rewritten[:4], head)
    assert verified(rewritten, head).fault == "other"
    assert verified(old, head).sound
    assert new


@pytest.mark.parametrize("text", ["", "12", "12:xyz", "a:" + "0" * 64, "1:" + "0" * 63])
def test_what_is_no_head_is_refused(text):
    with pytest.raises(NotAHead, match="expected a head such as"):
        ChainHead.read(text)


def test_a_head_is_read_as_it_is_written():
    head = ChainHead(12, "a" * 64)
    assert ChainHead.read(f" {head}\n") == head


@pytest.mark.parametrize("name", ['a"b', "a\\b", "a\nb", "", "x" * 201])
def test_a_subject_that_json_would_write_otherwise_is_refused(name):
    with pytest.raises(Refused, match="without quotation marks"):
        event_text(EMPTY, kind="k", subject=name, at="", by="", values={})
