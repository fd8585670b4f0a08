"""Looks: when satellites can see points, and how far off nadir at best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from serai.access import limits as ready
from serai.access.abeam import Abeam, Side
from serai.access.limits import Limits
from serai.access.sweep import Best, Progress
from serai.errors import Refused
from serai.orbit import MOST_AGE_DAYS
from serai.questions.cautions import Allowed
from serai.questions.columns import LOOKS
from serai.questions.on_demand import NO_MORE, ColumnsAsked
from serai.questions.places import Places, places_of
from serai.questions.sky import BulkSky, Moment, Source, Turning, of_constellation, sky_of
from serai.questions.windows import FoundWindows, WindowSearch
from serai.wording import reason


def looks(
    elements: Source,
    points: Places,
    *,
    start: Moment | None = None,
    days: float | None = None,
    off_nadir_deg: float | None = None,
    incidence_deg: tuple[float, float] | None = None,
    side: Side | None = None,
    sun_deg: float | None = None,
    squint_deg: float = 0.0,
    cone: bool = False,
    orientation: Turning | None = None,
    satellites: Sequence[str] = (),
    constellation: str = "",
    paper: Sequence[str] = (),
    max_age_days: float = MOST_AGE_DAYS,
    strict: bool = False,
    columns: Sequence[str] = (),
    progress: Progress | None = None,
) -> FoundWindows:
    """Every look of satellites at points, with its least angle off nadir.

    With ``incidence_deg`` a look is the moment abeam (one a pass), or with ``squint_deg`` the stretch in
    which the point is at most so far before or behind the beam; ``cone`` counts the whole stretch of a pass
    in which the incidence lies in the range, where no side-looking radar looks.

    A look is said by ``off_nadir_deg`` (the largest, from the satellite's geodetic nadir), by
    ``incidence_deg`` (lowest and highest, from the point's vertical), or both; ``side`` is that of the track
    and ``sun_deg`` the least elevation of the Sun at the point. ``max_age_days`` and ``strict`` are those
    of `serai.questions.passes.passes`, ``columns`` those of `serai looks --columns` beside the usual ones,
    ``constellation`` and ``paper`` those of `serai.questions.revisit.revisit`.
    """
    allowed = Allowed(max_age_days, strict)
    sky = sky_of(
        of_constellation(elements, constellation), start=start, days=days, orientation=orientation,
        satellites=satellites, paper=paper, allowed=allowed,
    )  # fmt: skip
    asked = LookLimits(
        off_nadir_deg=off_nadir_deg,
        incidence_deg=incidence_deg,
        side=side,
        sun_deg=sun_deg,
        squint_deg=squint_deg,
        cone=cone,
    )
    return look_search(sky, points, asked, ColumnsAsked.of(LOOKS, columns)).found(progress)


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLimits:
    """What must hold for a look: the options of `looks`, checked."""

    off_nadir_deg: float | None = None
    incidence_deg: tuple[float, float] | None = None
    side: Side | None = None
    sun_deg: float | None = None
    squint_deg: float = 0.0
    cone: bool = False

    def __post_init__(self) -> None:
        if self.off_nadir_deg is None and self.incidence_deg is None:
            raise Refused("questions.no_look")
        if self.sun_deg is not None and not -90.0 <= self.sun_deg <= 90.0:
            raise Refused("questions.sun", sun_deg=self.sun_deg)
        if self.squint_deg and (self.incidence_deg is None or self.cone):
            raise Refused("questions.squint")

    @property
    def limits(self) -> Limits:
        """All of them, as limits of a window: the whole cone, but for a squint."""
        found: Limits = ()
        if self.off_nadir_deg is not None:
            found += ready.off_nadir(self.off_nadir_deg)
        if self.incidence_deg is not None:
            found += ready.incidence(*self.incidence_deg)
        if self.squint_deg:
            found += ready.squinted(self.squint_deg)
        if self.side is not None:
            found += ready.looking(self.side)
        if self.sun_deg is not None:
            found += ready.sun_at_place(self.sun_deg)
        return found

    @property
    def abeam(self) -> Abeam | None:
        """What must hold at the moment abeam, where looks are counted so."""
        if self.incidence_deg is None or self.cone or self.squint_deg:
            return None
        return Abeam(
            incidence_deg=self.incidence_deg,
            off_nadir_deg=self.off_nadir_deg,
            side=self.side,
            sun_deg=self.sun_deg,
            cone=ready.incidence(0.0, self.incidence_deg[1]),
            says=(*(limit.says for limit in self.limits), reason("questions.abeam")),
        )


def look_search(
    sky: BulkSky, points: Places, asked: LookLimits, more: ColumnsAsked = NO_MORE
) -> WindowSearch:
    """The search behind `looks`, for those who take its windows as they are found."""
    abeam = asked.abeam
    return WindowSearch(
        sky=sky,
        places=places_of(points),
        limits=abeam.cone if abeam else asked.limits,
        best=Best.ABEAM if abeam else Best.LEAST_OFF_NADIR,
        columns=LOOKS,
        abeam=abeam,
        more=more,
    )
