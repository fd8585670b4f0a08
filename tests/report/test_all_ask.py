"""Beside the verdicts: what a need gets when all ask, in the terminal, on the page and for programs."""

from __future__ import annotations

from dataclasses import replace
from io import StringIO

import pytest
from rich.console import Console

from serai.needs import SharedRate
from serai.report.data.json import assess_answer
from serai.report.page.all_ask import all_ask_section
from serai.report.page.page import page
from serai.report.terminal.assessment import AssessmentView
from serai.wording import reason


def shared(need, asked, alone, together):
    others = reason("connect.sharing.others", full="Paksat", needs=("N02",), unpublished="")
    says = reason("connect.sharing.says", asked=asked, alone=alone, shared=together, others=others)
    return SharedRate(
        need=need,
        asked_bps=asked,
        alone_bps=alone,
        shared_bps=together,
        says=says,
        over=("paksat-mm1",),
        full="paksat-mm1",
        with_=("N02",),
    )


@pytest.fixture
def crowded(outcome):
    """The made-up day with two needs that share a satellite: one goes short, one does not."""
    short, fine = (one.need for one in outcome.assessments[:2])
    copy = replace(outcome)
    found = {short.id: shared(short, 10e6, 20e6, 4e6), fine.id: shared(fine, 10e6, 20e6, 10e6)}
    copy.__dict__.update(outcome.__dict__ | {"shared": found})
    return copy, short.id, fine.id


def printed(outcome, *needs):
    out = StringIO()
    Console(file=out, width=80).print(AssessmentView(outcome, needs=needs))
    return out.getvalue()


def flat(text):
    return " ".join(text.split())


def test_the_terminal_lists_those_that_go_short_and_nobody_else(crowded):
    outcome, short, fine = crowded
    said = printed(outcome).partition("When all needs ask at once")[2]
    assert f"{short}: 10 Mbit/s asked, 20 Mbit/s alone, 4 Mbit/s when all ask: Paksat is full" in flat(said)
    assert f"{fine}: 10 Mbit/s asked" not in flat(said)
    assert max(map(len, said.splitlines())) <= 80


def test_a_need_in_full_tells_its_own_share_short_or_not(crowded):
    outcome, _, fine = crowded
    assert "all ask 10 Mbit/s asked, 20 Mbit/s alone, 10 Mbit/s when all ask" in flat(printed(outcome, fine))


def test_a_day_on_which_nobody_goes_short_has_no_such_part(outcome):
    assert "When all needs ask" not in printed(outcome)
    assert all_ask_section(outcome) is None


def test_the_page_has_a_section_and_a_line_in_each_need(crowded):
    outcome, short, _ = crowded
    text = page(outcome)
    assert 'id="all-ask"' in text
    assert f"<li>{short}: 10 Mbit/s asked, 20 Mbit/s alone, 4 Mbit/s when all ask" in text
    assert text.count("<dt>When all ask</dt>") == 2


def test_programs_read_the_figures_and_none_where_nothing_is_shared(crowded):
    outcome, short, fine = crowded
    found = {n["id"]: n["shared"] for n in assess_answer(outcome)["needs"]}
    assert (found[short]["shared_bps"], found[short]["short"]) == (4e6, True)
    assert (found[fine]["short"], found[fine]["shared_with"]) == (False, ["N02"])
    assert all(one is None for name, one in found.items() if name not in (short, fine))
