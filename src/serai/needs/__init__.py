"""What people ask of the corridor, what could meet it, and how it is judged."""

from serai.needs.annual import Annual, AnnualCause, DrawnShare, WorstMonths, with_year
from serai.needs.answer import Answer, Figure, Notes, Weak, annual_of, measures_of, required_by
from serai.needs.area_map import AreaPicture, AreaStrip
from serai.needs.assessment import Assessment, ByShares, judge, out_of_season, required_of, stands
from serai.needs.exhibit import (
    Budgets,
    Exhibit,
    Heading,
    Lane,
    Map,
    MapArea,
    MapLine,
    MapPlace,
    MapReach,
    Series,
    Table,
    TableCell,
    TableRow,
    exhibits_of,
)
from serai.needs.fortnight import DayJudged, Fortnight, day_judged, has_fortnight, mean_of_days, not_asked
from serai.needs.judging import Shares, State, distinct, distinct_rows, required, share, state, states, within
from serai.needs.measure import Measure, MeasureKind
from serai.needs.need import Need
from serai.needs.opportunity import Opportunity, Use
from serai.needs.outages import Outages
from serai.needs.parcel import Parcel
from serai.needs.plan import Booking, Left, Plan
from serai.needs.premise import Premise, Premised, premised
from serai.needs.service import Service, shared_by
from serai.needs.shared_rate import SharedRate

__all__ = [
    "Annual",
    "AnnualCause",
    "Answer",
    "AreaPicture",
    "AreaStrip",
    "Assessment",
    "Booking",
    "Budgets",
    "ByShares",
    "DayJudged",
    "DrawnShare",
    "Exhibit",
    "Figure",
    "Fortnight",
    "Heading",
    "Lane",
    "Left",
    "Map",
    "MapArea",
    "MapLine",
    "MapPlace",
    "MapReach",
    "Measure",
    "MeasureKind",
    "Need",
    "Notes",
    "Opportunity",
    "Outages",
    "Parcel",
    "Plan",
    "Premise",
    "Premised",
    "Series",
    "Service",
    "SharedRate",
    "Shares",
    "State",
    "Table",
    "TableCell",
    "TableRow",
    "Use",
    "Weak",
    "WorstMonths",
    "annual_of",
    "day_judged",
    "distinct",
    "distinct_rows",
    "exhibits_of",
    "has_fortnight",
    "judge",
    "mean_of_days",
    "measures_of",
    "not_asked",
    "out_of_season",
    "premised",
    "required",
    "required_by",
    "required_of",
    "share",
    "shared_by",
    "stands",
    "state",
    "states",
    "with_year",
    "within",
]
