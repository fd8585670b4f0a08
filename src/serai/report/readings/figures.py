"""Which figure decides how a need stands, and how it reads against its threshold."""

from __future__ import annotations

from dataclasses import dataclass

from serai.needs import Assessment, Figure, Measure, State, required, required_of
from serai.needs.naming import measure_name
from serai.wording import exact, percent, plural, quantity, required_percent

YEAR = "a year"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One figure of a need in words: its name, what it is, what is asked, and for which share of time.

    ``value`` is what the share required is within; where that is never reached, the median while there
    is service, and ``qualifier`` says so. ``share`` is None when unknown; ``of`` says of what it is a share:
    of time, of a year where one is asked and worked out, or of how many of what the figure says (4 images).
    ``beside`` is the share of all images in hand in time, where the figure is that of the quickest of them.
    """

    name: str
    value: str
    qualifier: str
    limit: str
    share: float | None
    required: float
    origin: str
    of: str = "time"
    beside: str = ""

    @property
    def share_text(self) -> str:
        """The share reached against the share required: "51 / 95 %"; of a year in its own digits."""
        if self.of == YEAR and self.share is not None:
            return f"{required_percent(self.share).removesuffix(' %')} / {required_percent(self.required)}"
        return f"{percent(self.share).removesuffix(' %')} / {required_percent(self.required)}"


def share_of(read: Reading) -> str:
    """The share and what it is a share of: "51 % of time", "99.67 % of a year"."""
    if read.share is None:
        return percent(read.share)
    return f"{required_percent(read.share) if read.of == YEAR else percent(read.share)} of {read.of}"


def deciding(one: Assessment) -> int | None:
    """Which of a need's figures decides its state: a missing one, else the worst; the first when all hold."""
    if not one.figures:
        return None
    if one.by_year is not None:
        return [f.measure for f in one.figures].index(one.by_year.measure)
    if one.state is State.UNKNOWN:
        for i, figure in enumerate(one.figures):
            if figure.missing:
                return i
    asked = required_of(one.figures)
    known = [
        (min(s / max(r, 1e-12), 1.0), i)
        for i, (s, r) in enumerate(zip(one.shares, asked, strict=True))
        if s is not None
    ]
    return min(known)[1] if known else 0


def reading(one: Assessment, index: int) -> Reading:
    """One figure of an assessment in words."""
    figure = one.figures[index]
    measure = figure.measure
    value, qualifier = _value(figure)
    told = (a for a in one.annual if a.measure == measure and a.state is not State.UNKNOWN)
    year = next(told, None)
    share = one.shares[index] if index < len(one.shares) else None
    return Reading(
        name=str(measure_name(measure)),
        value=value,
        qualifier=qualifier,
        limit=limit(measure),
        share=share if year is None else year.told,
        required=required(measure),
        origin=_origin(one, figure),
        of=_of(figure) if year is None else YEAR,
        beside=_beside(figure),
    )


def _of(figure: Figure) -> str:
    return f"{figure.n:,} {figure.share_of}" if figure.share_of else "time"


def _beside(figure: Figure) -> str:
    if figure.of_all is None or figure.missing:
        return ""
    share, count = figure.of_all
    return f"{percent(share)} of all {plural(count, 'image')}"


def _value(figure: Figure) -> tuple[str, str]:
    if figure.missing:
        return "unknown", ""
    unit = figure.measure.unit
    if figure.worst is not None:
        return quantity(figure.worst, unit), ""
    if figure.typical is not None:
        return quantity(figure.typical, unit), "median while served"
    return "none", "not served"


def _origin(one: Assessment, figure: Figure) -> str:
    """Where the figure comes from: what was judged, over what, and how well it is known."""
    if figure.missing:
        return f"not judged: {figure.missing} is missing"
    raw = []
    if figure.worst is not None:
        raw.append(f"{exact(figure.worst)} {figure.measure.unit} within the share required")
    if figure.typical is not None:
        raw.append(f"median {exact(figure.typical)} {figure.measure.unit} while served")
    count = len(figure.values)
    over = f"{count} instants" if count else "the whole period"
    return (
        f"{'; '.join(raw) or 'no service'}: computed over {over} from {one.within.start.utc(decimals=0)} "
        f"to {one.within.end.utc(decimals=0)}; threshold {figure.measure.basis}, "
        f"the weakest figure it rests on {one.confidence}"
    )


def limit(measure: Measure, level: float | None = None) -> str:
    """A measure's threshold, or another of its levels, with the side that is better."""
    value = measure.threshold if level is None else level
    return f"{'≤' if measure.lower_is_better else '≥'} {quantity(value, measure.unit)}"
