"""The state of every need as plain rows, ready for pandas.DataFrame or a spreadsheet."""

import serai

outcome = serai.assess(serai.open_corridor("corridors/belt-and-road").only("N03", "N09", "N11"), losses=False)
for row in serai.needs_rows(outcome):
    print(row["need"], row["state"], row["value"], row["unit"], row["share_met"])
