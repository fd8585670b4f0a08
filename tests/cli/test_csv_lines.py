"""Lines of CSV made in bulk are to the letter those of the module csv."""

from __future__ import annotations

import csv
import io

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from serai.cli.rows.csv_lines import csv_lines
from serai.cli.rows.window_rows import write_csv
from serai.questions.cells import Figures, Moments, Named, Single
from serai.time import Instant

LEAP_NS = Instant.from_utc("2016-12-31T23:59:60Z").tai_ns
names = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=9)
figures = st.one_of(
    st.floats(-1e6, 1e6),
    st.sampled_from([0.0, -0.0, float("nan"), 0.00005, -0.00004, 0.0001, 10.0, 99.99995, 100.0, -1.5, 1e-9]),
)


def one_by_one(columns) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(zip(*(one.cells() for one in columns), strict=True))
    return text.getvalue()


@given(st.lists(st.tuples(figures, figures, figures), max_size=12), st.sampled_from([1, 2, 3, 4]))
def test_figures_are_written_as_their_rounded_value_is(rows, decimals):
    values = np.array(rows, dtype=float).reshape(-1, 3)
    columns = [Figures(column, decimals) for column in values.T]
    assert csv_lines(columns) == one_by_one(columns)


@given(st.lists(st.floats(), min_size=1, max_size=5))
def test_figures_of_any_size_are_too(values):
    columns = [Figures(np.array(values), 2), Single(values)]
    with np.errstate(all="ignore"):
        assert csv_lines(columns) == one_by_one(columns)


@given(
    st.lists(names, min_size=1, max_size=4),
    st.lists(
        st.tuples(st.integers(0, 3), st.integers(LEAP_NS - 9 * 10**17, LEAP_NS + 9 * 10**17)), max_size=8
    ),
)
def test_names_and_moments_are_written_as_they_are(labels, rows):
    which = np.array([k % len(labels) for k, _ in rows], dtype=np.int64)
    moments = np.array([at for _, at in rows], dtype=np.int64)
    said = Single([labels[k] for k in which.tolist()])
    columns = [Named(labels, which), Moments(moments), said, Named([None, 25_544], which % 2)]
    assert csv_lines(columns) == one_by_one(columns)


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=3), st.sampled_from([1, 3, 5, 8, 9, 10]))
def test_figures_about_the_largest_of_32_bits_are_too(off, decimals):
    values = np.array([(2**31 + one) / 10**decimals for one in off])
    assert csv_lines([Figures(values, decimals)]) == one_by_one([Figures(values, decimals)])


@given(st.lists(st.integers(0, 3 * 86_400_000), min_size=1, max_size=9), st.integers(-(10**15), 10**15))
def test_moments_of_few_days_are_written_as_those_of_many(off_ms, start_us):
    moments = np.array([LEAP_NS + start_us * 1_000 + one * 1_000_000 for one in off_ms])
    texts = [Instant(int(one)).utc(3) for one in moments]
    assert csv_lines([Moments(moments)]).splitlines() == texts
    far = np.append(moments, LEAP_NS - 10**18)
    assert csv_lines([Moments(far)]).splitlines()[:-1] == texts


def test_moments_in_a_leap_second_and_at_either_side_of_a_day():
    texts = ["2016-12-31T23:59:59.999Z", "2016-12-31T23:59:60.500Z", "2017-01-01T00:00:00.000Z"]
    column = Moments(np.array([Instant.from_utc(text).tai_ns for text in texts]))
    assert csv_lines([column]).splitlines() == texts


def test_formulas_of_foreign_names_stay_text_and_unknown_cells_empty():
    said: list[str] = []
    batches = [[["=1+1", "A,B"], [None, 2.5]], [Named(["-x"], np.array([0])), [1]]]
    write_csv(("satellite", "age_days"), batches, said.append)
    assert "".join(said) == "satellite,age_days\n'=1+1,\n\"A,B\",2.5\n'-x,1\n"
