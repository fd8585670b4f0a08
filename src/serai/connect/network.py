"""The network of one need: which cables, beams and broadband services join its user to the other side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from serai.connect.endpoints import Ends
from serai.connect.rights.ground_paths import Drawing, cables, hand_over, other_side
from serai.connect.routes import FAR, USER, Edge, Network
from serai.connect.space_paths import DISH, Skyway, skyways
from serai.connect.visibility import Visibility
from serai.needs import Need, Weak
from serai.pool import Pool
from serai.wording import Reason
from serai.world import World

B = NDArray[np.bool_]

GRAINS = 1000.0  # flow is counted in thousandths of the rate asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The network of a user at one place, and what can be said of its edges.

    ``weak`` and ``missing`` are by edge: figures nobody published that it rests on, or lacks. ``skyways``
    are the satellites and services that reach the place, whether or not they may be used. ``cables`` are the
    cables that the need's party may use, before anybody hands over to anybody.
    """

    name: Reason | str
    network: Network
    weak: Mapping[int, tuple[Weak, ...]]
    missing: Mapping[int, Reason | str]
    skyways: tuple[Skyway, ...] = ()
    cables: Drawing = field(default_factory=Drawing)


def draw(
    need: Need,
    ends: Ends,
    pool: Pool,
    world: World,
    sky: Visibility,
    judged: NDArray[np.int64],
    but_transit: Sequence[Joined] = (),
) -> tuple[Joined, ...]:
    """The network of each of the user's places; ``judged`` picks the judged instants from the sky's grid.

    ``but_transit`` are the networks of the same need over a pool whose terms differ in transit alone: cables
    and ways through the sky are taken from them.
    """
    asked = need.measure("rate")
    unit_bps = max(1.0, (asked.threshold if asked else 1e6) / GRAINS)
    land = but_transit[0].cables if but_transit else cables(need, pool)
    ground = land.copy()
    hand_over(ground, need, pool)
    other_side(ground, ends.to_sites, ends.beyond)
    out = []
    for p, name in enumerate(ends.names):
        drawing = ground.copy()
        if ends.fixed:
            for node in drawing.nodes_at(ends.from_sites[p]):
                drawing.join(USER, node)
        ways = but_transit[p].skyways if but_transit else skyways(p, need, ends, pool, world, sky, judged)
        _to_the_sky(drawing, ways)
        kept = _useful(drawing.edges)
        out.append(
            Joined(
                name=name,
                network=Network(tuple(drawing.edges[k] for k in kept), unit_bps),
                weak=MappingProxyType({i: drawing.weak[k] for i, k in enumerate(kept) if drawing.weak[k]}),
                missing=MappingProxyType(
                    {i: drawing.missing[k] for i, k in enumerate(kept) if drawing.missing[k]}
                ),
                skyways=ways,
                cables=land,
            )
        )
    return tuple(out)


def _to_the_sky(drawing: Drawing, ways: tuple[Skyway, ...]) -> None:
    """The user's one dish, and from it every satellite and service that may be used."""
    usable = [way for way in ways if not way.refused]
    if not usable:
        return
    drawing.join(USER, DISH)
    drawing.edges[-1] = replace(drawing.edges[-1], one_at_a_time=True, outward=True)
    for way in usable:
        drawn = way.draw()
        drawing.add(drawn.up, drawn.capability.weak, drawn.capability.missing)
        for down, weak in drawn.down:
            drawing.add(down, weak)


def _useful(edges: list[Edge]) -> list[int]:
    """The edges that can lie on a way between the user and the other side: blind alleys left out.

    An edge is blind where no other touches one of its nodes; without it the next one may be blind.
    """
    touching: dict[str, set[int]] = {}
    for k, edge in enumerate(edges):
        touching.setdefault(edge.a, set()).add(k)
        touching.setdefault(edge.b, set()).add(k)
    ends = [node for node, ks in touching.items() if len(ks) == 1 and node not in (USER, FAR)]
    while ends:
        for k in tuple(touching[ends.pop()]):
            for node in {edges[k].a, edges[k].b}:
                touching[node].discard(k)
                if len(touching[node]) == 1 and node not in (USER, FAR):
                    ends.append(node)
    reached, waiting = {USER}, [USER]
    while waiting:
        for k in touching.get(waiting.pop(), ()):
            more = {edges[k].a, edges[k].b} - reached
            reached |= more
            waiting += more
    kept = frozenset[int]().union(*(touching[node] for node in reached if node in touching))
    return sorted(kept)
