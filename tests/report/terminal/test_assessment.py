"""The terminal: every need in two lines, within 80 columns, and nothing cut that stands nowhere else."""

from __future__ import annotations

import io
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.cells import cell_len
from rich.console import Console

from serai.outcome.change import compare
from serai.outcome.study import findings
from serai.report import AssessmentView, ChangesView, ResilienceView
from serai.report.drawing.marks import SIGNS
from serai.report.terminal.lines import cut, wrapped

REPORT = (
    Path("somewhere")
    / "rather"
    / "far"
    / "down"
    / "in"
    / "the"
    / "folders"
    / "of"
    / "an"
    / "office"
    / "index.html"
)


def printed(view: object, width: int) -> str:
    out = io.StringIO()
    Console(file=out, width=width, highlight=False).print(view)
    return out.getvalue()


def joined(text: str) -> str:
    return " ".join(text.split())


@pytest.fixture(scope="module", params=[80, 100, 120])
def width(request) -> int:
    return request.param


def test_no_line_is_wider_than_the_terminal(outcome, without_kashi, width):
    for view in (
        AssessmentView(outcome, next_command="./run assess --without kashi"),
        AssessmentView(outcome, needs=("N09", "N10", "N22")),
        ChangesView(outcome, without_kashi),
        ResilienceView(findings(outcome), next_command="./run resilience --pairs"),
    ):
        assert max(cell_len(line) for line in printed(view, width).splitlines()) <= width


@pytest.mark.parametrize("columns", [40, 48, 64, 200])
def test_a_narrow_terminal_and_a_wide_one_are_kept_to(outcome, without_kashi, columns):
    for view in (
        AssessmentView(outcome),
        AssessmentView(outcome, needs=("N01", "N10", "N22"), zone=ZoneInfo("Asia/Karachi")),
        ChangesView(outcome, without_kashi),
        ResilienceView(findings(outcome)),
    ):
        assert max(cell_len(line) for line in printed(view, columns).splitlines()) <= columns


def test_where_a_title_has_no_room_beside_its_figures_they_stand_under_it(outcome):
    lines = printed(AssessmentView(outcome), 40).splitlines()
    at = next(k for k, text in enumerate(lines) if " N01 " in text)
    assert "Pakistan flood 2022" in lines[at]
    assert " h" in lines[at + 1]
    wide = printed(AssessmentView(outcome), 100).splitlines()
    (row,) = [text for text in wide if " N01 " in text and "Pakistan flood 2022" in text and "≤" in text]
    assert row


def test_every_need_takes_two_lines_at_most(outcome, width):
    lines = printed(AssessmentView(outcome), width).splitlines()
    for one in outcome.assessments:
        own = f"{SIGNS[one.state]} {one.need.id}  {one.need.title[:20]}"
        at = [i for i, line in enumerate(lines) if line.startswith(own)]
        assert len(at) == 1, own
        after = lines[at[0] + 1 : at[0] + 3]
        assert sum(line.startswith("       ") for line in after) <= 1


def test_a_row_shows_the_figure_against_its_threshold_the_path_and_what_it_hangs_on(outcome):
    text = printed(AssessmentView(outcome), 120)
    row = next(line for line in text.splitlines() if line.startswith("● N03"))
    assert "  2.4 m  ≤ 10 m " in row
    assert row.endswith("100 / 95 %")
    assert "BDS-3 G2 → BDS-3 M1 | hangs on BDS-3 G2, BDS-3 M1" in text
    assert "missing: EIRP of Maldives (beams.csv, eirp_dbw)" in text


def test_states_are_words_and_signs_and_plain_when_piped(outcome):
    text = printed(AssessmentView(outcome), 80)
    assert "\x1b" not in text
    for heading in ("NOT MET", "DEGRADED", "UNKNOWN", "MET", "OUT OF SEASON"):
        assert f"\n{heading}  " in text
    assert len(set(SIGNS.values())) == 5


def test_the_reports_place_is_said_whole_and_the_next_command_too(outcome):
    view = AssessmentView(outcome, report=REPORT, next_command="./run assess --without kashi")
    text = printed(view, 80)
    assert str(REPORT) in text.replace("\n", "")
    assert text.rstrip().endswith("./run assess --without kashi")


def test_asked_for_some_needs_they_are_told_in_full(outcome):
    text = joined(printed(AssessmentView(outcome, needs=("n10",)), 80))
    one = outcome["N10"]
    assert joined(str(one.why))[1:] in text
    assert str(one.remedies[0]) in text
    assert "the radar's duty cycle (assumed)" in text
    assert str(one.flags[0]) in text
    assert "N09" not in text


def test_a_need_in_full_tells_its_links_and_the_passes_of_its_station(outcome):
    text = joined(printed(AssessmentView(outcome, needs=("N20", "N01")), 120))
    link = "Tiantong-1 03 down to a handset in Sindh: unknown after 0.1 dB of rain: G/T is unknown"
    assert link in text
    assert "Kashi hears 5 passes (rain takes 0.3 dB in X band near the horizon, 99.5 % of the year)" in text
    assert "60.8 GB a pass in the 3 whose rates are known (recalled)" in text
    assert "nobody published the rate of PRSC-S1" in text


def test_every_change_is_told_whole(outcome, without_kashi, width):
    text = joined(printed(ChangesView(outcome, without_kashi), width))
    for change in compare(outcome, without_kashi):
        assert joined(str(change)) in text


def test_after_a_loss_the_changes_stand_alone_before_the_lamps(outcome, without_kashi):
    text = printed(AssessmentView(without_kashi, before=outcome), 80)
    assert text.index("struck") < text.index("What changed, and why") < text.rindex("navigate")
    assert "Single points of failure" not in text
    assert "struck       kashi" in text
    alone = "No fortnight: what is struck, added or switched on is judged under the plan of one day"
    assert alone in " ".join(text.split())
    assert "No fortnight" not in printed(AssessmentView(outcome), 80)


def test_nothing_changed_is_said_too(outcome):
    assert "nothing changed for any need" in printed(ChangesView(outcome, outcome), 80)


def test_resilience_tells_single_points_losses_survived_and_partners(outcome):
    text = printed(ResilienceView(findings(outcome)), 80)
    for expected in (
        "Single points of failure",
        "How many losses break a need",
        "What each partner gives and gets",
    ):
        assert expected in text
    assert "PakSat-MM1" in text
    assert "not met now" in text


def test_a_text_is_cut_with_an_ellipsis_and_only_where_it_must():
    assert cut("Karachi", 7) == "Karachi"
    assert cut("Karachi", 6) == "Karac…"
    assert cell_len(cut("喀什地面站", 5)) <= 5  # wide characters count for two columns


def test_words_are_wrapped_not_broken():
    lines = [t.plain for t in wrapped("one two three four", 9, indent=1, hang=2)]
    assert lines == [" one two", "  three", "  four"]
    assert [t.plain for t in wrapped("one two three four", 9, most=2)] == ["one two", "three fo…"]
