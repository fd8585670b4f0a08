"""A day that was played through with the commands: what the store holds in the evening."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

DAY = D = "2026-08-22T"
LATER = f"{D}12:05Z,{D}12:06Z,T22,no,{D}13:40Z,71,0.8"
OFFERS = f"""\
rank,says,owner,asset,start,end,term,forwardable,in_hand,covered_percent,chance
1,Gaofen-3 02 down at Karachi,China,gaofen-3-02,{D}10:41Z,{D}10:42Z,T15,with source named,{D}11:19Z,92,0.95
1,Gaofen-3 02 down at Karachi,Pakistan,karachi,{D}10:50Z,{D}11:00Z,,,,,
2,COSMO-SkyMed down at Matera,Italy,csk-1,{LATER}
"""
CAME = """\
order,stage,moment,fault,covered_percent,note
R1-2,acquired,2026-08-22T12:05:30Z,,,
R1-2,downlinked,2026-08-22T12:31:00Z,,,
R1-2,delivered,2026-08-22T13:10:00Z,,74,flood mask
"""
Said = Callable[[Sequence[str]], str]


def played(folder: Path, say: Said, database: str) -> dict[str, str]:
    """Play the day; what each command said."""
    (folder / "offers.csv").write_text(OFFERS, encoding="utf-8")
    (folder / "came.csv").write_text(CAME, encoding="utf-8")
    base = ["--database", database]

    def at(clock: str, *words: str, by: str = "Amina") -> str:
        return say([*words, *base, "--at", f"{DAY}{clock}Z", "--by", by])

    told = {"made": say(["store", "init", *base])}
    told["asked"] = at(
        "09:00", "request", "a radar image of the flood in Sindh", "--party", "Pakistan", "--need", "N01",
        "--until", f"{DAY}18:00Z",
    )  # fmt: skip
    told["offered"] = at("09:04", "offer", "R1", "--from", str(folder / "offers.csv"))
    told["held"] = at("09:05", "hold", "R1-1", "--hours", "0.5")
    told["one agrees"] = at("09:10", "confirm", "R1-1", "--party", "Pakistan")
    told["next held"] = at("09:36", "hold", "R1-2", "--hours", "1", by="Bilal")
    told["agreed"] = at("09:50", "confirm", "R1-2", "--party", "Italy", by="Chiara")
    told["head"] = say(["audit", "head", *base]).strip()
    told["came"] = at("13:15", "report", str(folder / "came.csv"))
    told["ledger"] = say(["ledger", "R1", *base])
    told["verified"] = say(["audit", "verify", "--head", told["head"], *base])
    return told
