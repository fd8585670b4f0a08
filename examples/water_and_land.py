"""A lake that shrinks, in a made stack: what changed, where, since when; and what was not seen, and why."""

import numpy as np

import serai

rng = np.random.default_rng(7)
days = 12.0 * np.arange(130)
wet = np.hypot(*np.mgrid[-20:20, -20:20]) < 15.0
dry = wet & (np.mgrid[-20:20, -20:20][1] > 4)  # the east of it falls dry from the hundredth date on
season = 0.04 * np.cos(2.0 * np.pi * days / 365.25)
green = np.where(wet, 0.08, 0.10)[None] + 0.01 * rng.standard_normal((130, 40, 40))
swir1 = (
    np.where(wet, 0.02, 0.22)[None] + season[:, None, None] * ~wet + 0.01 * rng.standard_normal((130, 40, 40))
)
swir1[100:] = np.where(dry, 0.2, swir1[100:])
cloud = rng.random((130, 1, 1)) < 0.3
start = np.datetime64("2022-01-01T10:00:00")
np.savez(
    "lake.npz",
    green=green.astype(np.float32),
    swir1=swir1.astype(np.float32),
    cloud=np.broadcast_to(cloud, green.shape),
    timestamps=(start + (days * 86_400).astype("timedelta64[s]")).astype(str),
)
found = serai.monitor("lake.npz", layer="mndwi", alarm_share=0.05)
print(f"{found.valid_share:.0%} valid; dates lost to cloud: {sum(one.valid == 0.0 for one in found.series)}")
for one in found.breaks:
    if one.pixels > 20:
        print(f"{one.pixels} pixels fell dry since {one.first[:10]}, confirmed on {one.time[:10]}")
for alarm in found.alarms:
    print(alarm.why)
