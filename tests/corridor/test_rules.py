"""Rules of corridor.toml: the steps of judging, and the sections that services declare for themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest
from tests.corridor.conftest import SERVICES, TOWNS, Looking, LookRules

from serai.corridor import read
from serai.errors import Refused
from serai.pool import Right
from serai.services import claiming
from serai.tables import CorridorRefused
from serai.world import RuleSet, World


def set_rules(valleys, *lines: str) -> None:
    valleys.change("corridor", "[sources.elements]", "\n".join([*lines, "", "[sources.elements]"]))


def test_a_service_reads_its_own_rules_from_the_world(valleys):
    assert valleys.read().world().rules_of(LookRules) == LookRules()
    set_rules(valleys, "[rules.look]", "sun_min_deg = 3")
    world = valleys.read().world()
    assert world.rules_of(LookRules) == LookRules(sun_min_deg=3.0)
    assert world.rules.request_step_s == 600.0


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        (
            ["[rules.look]", "look_max_s = 2"],
            (
                "corridor.toml, line 28, column 'look_max_s': expected one of the rules look_min_s, "
                "sun_min_deg, got 'look_max_s'; did you mean 'look_min_s'?"
            ),
        ),
        (
            ["[rules.look]", "sun_min_deg = 91"],
            "corridor.toml, line 28, column 'sun_min_deg': expected a number from 0 to 90, got (91)",
        ),
        (
            ["[rules.looks]", "look_min_s = 2"],
            (
                "corridor.toml, line 27, column 'looks': expected one of the rules positioning_step_s, "
                "request_step_s, [rules.look], got 'looks'; did you mean 'look'?"
            ),
        ),
    ],
)
def test_a_rule_that_nobody_declares_is_refused(valleys, lines, says):
    set_rules(valleys, *lines)
    assert says in valleys.refusal()


@dataclass(frozen=True)
class OtherRules:
    """Rules of another part under the same name."""

    sun_min_deg: float = 1.0


def test_services_may_share_a_section_but_not_fill_it_twice(valleys):
    again = replace(Looking(), name="again", tables=(), need_columns={})
    assert read(valleys.path, (*SERVICES, again), (TOWNS,)).rules.request_step_s == 600.0
    clash = replace(again, rules=(RuleSet("look", OtherRules),))
    with pytest.raises(ValueError, match=r"two parts of serai declare the rules \[rules.look\]"):
        read(valleys.path, (*SERVICES, clash), (TOWNS,))


def test_a_right_that_no_service_claims_is_refused_with_its_line(valleys):
    signals = (replace(Looking(), rights=(Right.DOWNLINK,)),)
    with pytest.raises(CorridorRefused) as refused:
        read(valleys.path, signals, (TOWNS,))
    said = [str(p) for p in refused.value.problems]
    assert "terms.csv, line 2, column 'right': expected one of downlink, got 'image'" in said[0]


def test_a_service_may_declare_a_right_of_its_own(valleys):
    valleys.change("terms", ",image,", ",photograph,")
    own = (replace(Looking(), rights=(Right("photograph"), *Looking().rights)),)
    found = {t.right for t in read(valleys.path, own, (TOWNS,)).pool.terms.rows}
    assert Right("photograph") in found


def test_each_right_leads_to_the_services_that_claim_it():
    assert claiming(Right.DOWNLINK) == ("observe",)
    assert claiming(Right.SIGNAL) == ("navigate",)
    assert claiming(Right.LINK) == claiming(Right.MESSAGE) == ("connect",)
    with pytest.raises(Refused, match="no service makes use of the right 'photograph'; known are signal,"):
        claiming(Right("photograph"))


def test_a_world_made_by_hand_has_every_rule_at_its_default():
    world = World.__new__(World)
    object.__setattr__(world, "own_rules", ())
    assert world.rules_of(LookRules) == LookRules()
