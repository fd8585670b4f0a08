"""The transponder's table of a budget file, read and checked."""

from __future__ import annotations

from collections.abc import Mapping

from serai.radio.link.budget_leg import DB, Span, basis_of, numbers, table_of
from serai.radio.link.budget_parts import BudgetRefused
from serai.radio.link.transponder import LINEAR, Transponder
from serai.tables import Basis

FIGURES: Mapping[str, Span] = {
    "saturated_eirp_dbw": DB,
    "sfd_dbw_m2": (-200.0, 0.0),
    "ibo_db": (0.0, 60.0),
    "obo_db": (0.0, 60.0),
    "carriers": (1.0, 1e6),
    "alc_db": (0.0, 60.0),
    "c_im_db": (0.0, 60.0),
}


def read_transponder(where: str, way: Mapping[str, object], regenerative: bool) -> Transponder:
    """The transponder between the legs of a way; one that is not told passes its carrier dB for dB."""
    if "transponder" not in way:
        return LINEAR
    table = table_of(where, way["transponder"])
    n = numbers(where, table, FIGURES, ("curve", "source", "basis"))
    if regenerative:
        raise BudgetRefused("radio.transponder_regenerative", where=where)
    for leg in ("up", "down"):
        if leg not in way:
            raise BudgetRefused("radio.transponder_alone", where=where, leg=leg)
    if "saturated_eirp_dbw" in n and "eirp_dbw" in table_of(where, way["down"]):
        raise BudgetRefused("radio.carrier_twice", where=where)
    many = n.get("carriers", 1.0) > 1.0
    if many and n.get("alc_db", 0.0) > 0.0:
        raise BudgetRefused("radio.alc_of_many", where=where)
    if n.get("obo_db", 0.0) > n.get("ibo_db", 60.0):
        raise BudgetRefused("radio.back_offs", where=where, ibo_db=n["ibo_db"], obo_db=n["obo_db"])
    source = str(table.get("source", ""))
    return Transponder(
        saturated_eirp_dbw=n.get("saturated_eirp_dbw"),
        sfd_dbw_m2=n.get("sfd_dbw_m2"),
        ibo_db=n.get("ibo_db"),
        obo_db=n.get("obo_db"),
        carriers=n.get("carriers", 1.0),
        curve=_curve(where, table.get("curve", [])),
        alc_db=n.get("alc_db", 0.0),
        c_im_db=n.get("c_im_db"),
        basis=basis_of(where, table, Basis.PUBLISHED if source else Basis.ASSUMED),
        source=source,
        where=where,
    )


def _curve(where: str, value: object) -> tuple[tuple[float, float], ...]:
    """The transfer curve: pairs of input and output back-off, both rising from saturation (0, 0)."""
    curve: list[tuple[float, float]] = []
    for point in value if isinstance(value, list) else [value]:
        pair = _pair(point)
        if pair is None or (curve and (pair[0] <= curve[-1][0] or pair[1] < curve[-1][1])):
            raise BudgetRefused("radio.no_curve", where=where, got=repr(point))
        curve.append(pair)
    return tuple(curve)


def _pair(point: object) -> tuple[float, float] | None:
    """Two back-offs of 0 to 60 dB, or None of anything else."""
    if not isinstance(point, list) or len(point) != 2:
        return None
    back_offs = [float(x) for x in point if isinstance(x, int | float) and not isinstance(x, bool)]
    if len(back_offs) != 2 or not all(0.0 <= x <= 60.0 for x in back_offs):
        return None
    return back_offs[0], back_offs[1]
