"""How much sooner radars see Sindh again when partners pool them: looks in bulk, then coverage."""

import serai
from serai.access.coverage import coverage, grid_of
from serai.access.limits import incidence
from serai.access.sweep import gathered, sweep
from serai.earth import Box, Orientation

corridor = serai.open_corridor("corridors/belt-and-road")
week = serai.Span.of(corridor.start, 7 * 86_400)
places, weight = grid_of(Box.read("66,24,71,29"), 1.0)
for pool in (["constellation:gaofen-3"], ["constellation:gaofen-3", "hj-2e", "hj-2f", "prsc-s1"]):
    radars = sorted(set().union(*(corridor.pool.named(name) for name in pool)))
    motions = [corridor.pool[radar].motion for radar in radars]
    looks = gathered(sweep(motions, places, incidence(20.0, 50.0), week, Orientation.published()))
    seen = coverage(looks.table, places, week, weight=weight)
    again, worst, wait = seen.mean("mean_revisit_s"), seen.worst_revisit_s.max(), seen.mean("expected_wait_s")
    print(
        f"{len(radars)} radars: seen again after {again / 3600:.1f} h on average, "
        f"{worst / 3600:.1f} h at worst; who asks waits {wait / 3600:.1f} h"
    )
