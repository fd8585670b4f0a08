"""Options of `serai position` that do not go together, each refused in a sentence before any file is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from serai.errors import Refused

if TYPE_CHECKING:
    from serai.cli.input.position_options import Asked

WITH_BASE = ("rtk", "dgnss")
OF_BASE = ("--base", "--base-position")
OF_PPP = ("--kinematic", "--both-ways")
OF_PRECISE = ("--sp3", "--clk")
NEEDED = (
    ("--sender", "--corrections"),
    ("--under-test", "--corrections"),
    ("--antenna", "--antex"),
    ("--plate", "--frame"),
)


def refuse_together(asked: Asked) -> None:
    """Refuse options that the mode would not use, or that want the same output."""
    _refuse_idle(asked)
    if asked.sp3 and asked.corrections:
        raise Refused("cli.corrections_or_orbits")
    if asked.dual and asked.mode == "ppp":
        raise Refused("cli.dual_in_ppp")
    if asked.clk and not asked.sp3:
        raise Refused("cli.clocks_only")
    if asked.csv and asked.json:
        raise Refused("cli.one_output")


def _refuse_idle(asked: Asked) -> None:
    """Refuse options that the mode, or the lack of another, makes idle."""
    for option in asked.given(*OF_BASE):
        if asked.mode not in WITH_BASE:
            raise Refused("cli.without_base", option=option, mode=asked.mode.value)
    for option in asked.given(*OF_PPP):
        if asked.mode != "ppp":
            raise Refused("cli.only_ppp", option=option)
    for option in asked.given(*OF_PRECISE):
        if asked.mode in WITH_BASE or (asked.mode == "spp" and not asked.dual):
            raise Refused("cli.only_ppp_or_dual", option=option)
    for option, needed in NEEDED:
        if asked.given(option) and not asked.given(needed):
            raise Refused("cli.only_with", option=option, needed=needed)
