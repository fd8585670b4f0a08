"""What connect shows beside its figures: its cables and land routes, and its beams, on the map."""

from __future__ import annotations

from serai.connect.fittings import Beam, CableSegment, Site
from serai.needs import Map, MapArea, MapLine, MapPlace
from serai.pool import Pool

AT_SEA = "submarine"


def links_and_beams(pool: Pool) -> Map:
    """Every segment of cable, fibre or microwave whose two sites are known, and every beam whose box is."""
    sites = {s.id: MapPlace(name=s.name, at=s.at, kind=s.kind) for s in pool.facts_of(Site)}
    return Map(
        lines=tuple(
            MapLine(
                asset=asset.id,
                a=sites[segment.a],
                b=sites[segment.b],
                kind=segment.kind,
                at_sea=segment.kind == AT_SEA,
            )
            for asset in pool.assets
            for segment in asset.fitted(CableSegment)
            if segment.a in sites and segment.b in sites
        ),
        areas=tuple(
            MapArea(asset=asset.id, name=beam.name, box=beam.box)
            for asset in pool.assets
            for beam in asset.fitted(Beam)
            if beam.box is not None
        ),
    )
