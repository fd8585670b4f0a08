"""Options of `serai position` that do not go together, each refused in a sentence before any file is read."""

from __future__ import annotations

from serai.errors import Refused

WITH_BASE = ("rtk", "dgnss")
NEEDED = (
    ("--sender", "--corrections"),
    ("--under-test", "--corrections"),
    ("--antenna", "--antex"),
    ("--plate", "--frame"),
)


def refuse_together(mode: str, given: dict[str, bool]) -> None:
    """Refuse options that the mode would not use, or that want the same output; ``given`` says which came."""
    for option in ("--base", "--base-position"):
        if given[option] and mode not in WITH_BASE:
            raise Refused(
                f"{option} is used against a base only, not by --mode {mode}: add --mode rtk or --mode dgnss"
            )
    for option in ("--sp3", "--clk", "--kinematic", "--both-ways"):
        if given[option] and mode != "ppp":
            raise Refused(f"{option} is used by precise point positioning only: add --mode ppp")
    for option, needed in NEEDED:
        if given[option] and not given[needed]:
            raise Refused(f"{option} means something only with {needed}: give that too, or leave it out")
    if given["--sp3"] and given["--corrections"]:
        raise Refused("--corrections are used instead of precise orbits: leave out --sp3 and --clk, or them")
    if given["--dual"] and mode == "ppp":
        raise Refused("--mode ppp always takes two frequencies: leave --dual out")
    if given["--clk"] and not given["--sp3"]:
        raise Refused("--clk FILE gives clocks only: give the orbits too, --sp3 FILE")
    if given["--csv"] and given["--json"]:
        raise Refused("--csv and --json both want standard output: give one of them")
