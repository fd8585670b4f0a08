"""Where a receiver was: by its codes alone, then against a base half a rooftop away; and pictures of it."""

from pathlib import Path

from serai.earth import places_ecef_m
from serai.gnss.positioning import Job
from serai.report.drawing.position import write_pictures

data = Path("../shared/data/gnss/nagoya2024")  # five minutes on a roof; put your own files here
rover, base, nav = data / "rover.obs.gz", data / "base.obs.gz", data / "base.nav"
base_m = places_ecef_m(35.134707705, 136.977577939, 104.853)

alone = Job(observations=rover, navigation=[nav], systems="GEC").track()
fixed = Job(observations=rover, navigation=[nav], systems="GEC", mode="rtk", base=base, base_m=base_m).track()
for name, track in (("codes alone", alone), ("against the base", fixed)):
    east, north, up = track.sigmas_enu_m()[-1]
    print(f"{name:16s}  {track.mode[-1]:5s}  sigma {east:.3f} {north:.3f} {up:.3f} m")
write_pictures(fixed, Path("pictures"), "rover")
