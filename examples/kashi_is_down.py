"""Open a corridor, assess it, strike a station, and say what changes."""

import serai

corridor = serai.open_corridor("corridors/belt-and-road").only("N01", "N03", "N28")
today = serai.assess(corridor)
struck = serai.assess(corridor.without("kashi"), world=today.world)
for change in serai.compare(today, struck):
    print(change)
serai.write_report(struck, "serai-report/kashi-is-down.html", before=today)
