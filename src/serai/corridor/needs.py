"""Needs and their measures out of needs.csv and measures.csv."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from operator import attrgetter
from pathlib import Path
from types import MappingProxyType

from serai.access import Mask
from serai.corridor.areas import COLUMN, read_area
from serai.corridor.tables import NEEDS, given
from serai.earth import Box
from serai.errors import Refused
from serai.needs import Measure, Need, Service
from serai.needs.area import NeedArea
from serai.tables import Columns, Problem, Row
from serai.tables.rows import did_you_mean, said_by
from serai.wording import Reason, reason

WIDEST_ACROSS_DEG = 180.0  # a box across the date line is no wider: else its edges are swapped
EVERY_MONTH = frozenset(range(1, 13))


def need_columns(services: Iterable[Service]) -> Columns:
    """The columns of needs.csv: the core's and each service's own, which only its needs must fill."""
    columns = dict(NEEDS)
    for service in services:
        columns |= {name: replace(c, required=False) for name, c in service.need_columns.items()}
    return MappingProxyType(columns)


def read_measures(
    rows: Iterable[Row], needs: Iterable[Row], services: Sequence[Service]
) -> tuple[dict[str, list[Measure]], list[Problem]]:
    """The measures of each need, in the order in which its service declares them, and what is wrong."""
    by_name = {s.name: s for s in services}
    asked_of = {row.text("id"): by_name.get(row.text("service")) for row in needs}
    measures: dict[str, list[Measure]] = {}
    problems = []
    first: dict[tuple[str, str], int] = {}
    for row in sorted(rows, key=attrgetter("line")):
        key = (row.text("need"), row.text("measure"))
        if key in first:
            expected = reason("corridor.measure_once", line=first[key], need=key[0], measure=key[1])
            problems.append(Problem(row.file, row.line, "measure", expected, key[1]))
            continue
        first[key] = row.line
        problems += _not_understood(row, asked_of.get(key[0]))
        problems += [*_out_of_order(row), *_share_of_nothing(row)]
        measures.setdefault(key[0], []).append(_measure(row, asked_of.get(key[0])))
    return {need: _as_declared(of, asked_of.get(need)) for need, of in measures.items()}, problems


def _as_declared(measures: list[Measure], service: Service | None) -> list[Measure]:
    declared = {name: at for at, name in enumerate(service.measures)} if service is not None else {}
    return sorted(measures, key=lambda m: (declared.get(m.name, len(declared)), m.name))


def read_needs(
    rows: Iterable[Row],
    measures: Mapping[str, Sequence[Measure]],
    services: Sequence[Service],
    folder: Path,
    *,
    measured: bool,
) -> tuple[list[Need], list[Problem]]:
    """The needs with their measures and what their service makes of them, and what is wrong.

    Areas are files in ``folder``. ``measured`` says whether measures.csv could be read, so that a need
    without any is really without.
    """
    by_name = {s.name: s for s in services}
    needs, problems = [], []
    for row in rows:
        wrong: list[Problem] = []
        service = by_name.get(row.text("service"))
        if service is None:
            known = reason("corridor.one_of_the_services", services=tuple(by_name))
            named = row.text("service")
            expected = known if by_name else reason("corridor.a_service_at_hand")
            wrong.append(
                Problem(row.file, row.line, "service", expected, named, did_you_mean(named, by_name))
            )
        if measured and row.text("id") not in measures:
            expected = reason("corridor.a_measure_of", need=row.text("id"))
            wrong.append(Problem(row.file, row.line, "id", expected, reason("corridor.none")))
        box = _box(row, wrong)
        request = _request(row, service, wrong) if service else None
        area = _area(folder, row, box, service, wrong)
        if box is not None and not wrong:
            needs.append(_need(row, box, tuple(measures.get(row.text("id"), ())), request, area))
        problems += wrong
    return needs, problems


def _area(
    folder: Path, row: Row, box: Box | None, service: Service | None, wrong: list[Problem]
) -> NeedArea | None:
    """The area on which a need is judged; None where it names none."""
    if box is None or service is None:
        return None
    return read_area(folder, row, box, judged=COLUMN in service.need_columns, wrong=wrong)


def _measure(row: Row, service: Service | None) -> Measure:
    kind = service.measures.get(row.text("measure")) if service is not None else None
    unit = row.text("unit")
    understood = kind is not None and unit in kind.units
    return Measure(
        name=row.text("measure"),
        unit=unit,
        lower_is_better=row.text("better") == "lower",
        threshold=given(row, "threshold"),
        breakthrough=row.number("breakthrough"),
        goal=row.number("goal"),
        share_required=row.number("share_required"),
        share_over=row.text("share_over"),
        basis=row.provenance.of("threshold"),
        every_s=kind.every_s(given(row, "threshold"), unit) if kind is not None and understood else None,
        sets_period=kind is not None and kind.sets_period,
        clear_view=bool(row.yes("clear_view")),
    )


def _not_understood(row: Row, service: Service | None) -> list[Problem]:
    """A measure or a unit that the need's service would not understand."""
    name, unit = row.text("measure"), row.text("unit")
    if service is None:
        return []
    known = service.measures
    if name not in known:
        expected = reason("corridor.one_of_the_measures", measures=tuple(known))
        return [Problem(row.file, row.line, "measure", expected, name, did_you_mean(name, known))]
    if row.yes("clear_view") and not known[name].clear_view:
        return [_no_clear_view(row, tuple(one for one, kind in known.items() if kind.clear_view))]
    units = known[name].units
    if unit in units:
        return []
    expected = reason("corridor.unit_for", units=tuple(map(repr, units)), measure=name)
    return [Problem(row.file, row.line, "unit", expected, unit or reason("tables.empty"))]


def _no_clear_view(row: Row, able: tuple[str, ...]) -> Problem:
    """A clear view asked of a measure that can have none; ``able`` are those that can."""
    expected = reason("corridor.no_clear_view")
    if able:
        expected = reason("corridor.clear_view_of", measures=able)
    return Problem(row.file, row.line, "clear_view", expected, row.text("measure"))


def _out_of_order(row: Row) -> list[Problem]:
    """A breakthrough that asks less than the threshold, or a goal that asks less than the one before it."""
    lower = row.text("better") == "lower"
    asked = [(name, row.number(name)) for name in ("threshold", "breakthrough", "goal")]
    levels = [(name, value) for name, value in asked if value is not None]
    for (before, weaker), (name, stronger) in pairwise(levels):
        if stronger > weaker if lower else stronger < weaker:
            expected = _no_weaker(lower, before, weaker)
            return [Problem(row.file, row.line, name, expected, f"{stronger:g}")]
    return []


def _share_of_nothing(row: Row) -> list[Problem]:
    """A share over a year where no share is required."""
    over = row.text("share_over")
    if not over or row.number("share_required") is not None:
        return []
    expected = reason("corridor.a_share_over", over=over)
    return [Problem(row.file, row.line, "share_required", expected, reason("tables.empty"))]


def _no_weaker(lower: bool, before: str, weaker: float) -> Reason:
    """What a level must keep to beside the one before it."""
    if lower:
        return reason("corridor.at_most_level", level=before, value=weaker)
    return reason("corridor.at_least_level", level=before, value=weaker)


def _box(row: Row, wrong: list[Problem]) -> Box | None:
    west, south, east, north = (given(row, c) for c in ("lon_min", "lat_min", "lon_max", "lat_max"))
    if south > north:
        expected = reason("corridor.south_of", north=north)
        wrong.append(Problem(row.file, row.line, "lat_min", expected, f"{south:g}"))
        return None
    box = Box(lon_min=west, lat_min=south, lon_max=east, lat_max=north)
    if west > east and box.width_deg > WIDEST_ACROSS_DEG:
        expected, hint = reason("corridor.west_of", east=east), reason("corridor.swapped_edges")
        wrong.append(Problem(row.file, row.line, "lon_min", expected, f"{west:g}", hint))
        return None
    return box


def _request(row: Row, service: Service, wrong: list[Problem]) -> object:
    for name, column in service.need_columns.items():
        if column.required and row.value(name) is None:
            wrong.append(Problem(row.file, row.line, name, column.says(), reason("tables.empty")))
    if wrong:
        return None
    try:
        return service.request(row)
    except (Refused, ValueError) as error:
        wrong.append(Problem(row.file, row.line, "", said_by(error), ""))
        return None


def _need(row: Row, box: Box, measures: tuple[Measure, ...], request: object, area: NeedArea | None) -> Need:
    months, mask, priority = row.value("season"), row.value("mask"), row.count("priority")
    assert isinstance(mask, Mask)  # a required column
    return Need(
        id=row.text("id"),
        title=row.text("title"),
        service=row.text("service"),
        box=box,
        measures=measures,
        who=row.text("who"),
        party=row.text("party"),
        priority=2 if priority is None else priority,
        what=row.text("what"),
        months=months if isinstance(months, frozenset) else EVERY_MONTH,
        mask=mask,
        environment=row.text("environment") or "open",
        given_lost=row.list("given_lost"),
        request=request,
        area=area,
        provenance=row.provenance,
    )
