"""When a satellite rises over a station: a condition, and the windows in which it holds."""

import serai
from serai.access import above_mask, windows
from serai.earth import Orientation
from serai.orbit import Ephemeris

corridor = serai.open_corridor("corridors/belt-and-road")
radar, kashi = corridor.pool["gaofen-3-02"], corridor.pool["kashi"]
day = serai.Span(corridor.start, corridor.start.plus(seconds=86_400))
ephemeris = Ephemeris.of([radar.motion], day, Orientation.published())
passes = windows(above_mask(ephemeris, [0], [kashi.motion.place], 5.0), day)
for span in passes.of(0):
    print(f"{span.start.utc(0)}  {span.duration_s / 60:4.1f} min")
