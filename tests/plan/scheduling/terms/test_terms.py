"""Terms before all choices tried one by one, each broken on purpose, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from serai.plan.scheduling import (
    SOLVERS,
    Effort,
    Licence,
    OwnUse,
    ProblemRefused,
    Resource,
    ResourceUse,
    ScheduleProblem,
    SharingPartner,
    Task,
    TaskOption,
    UseQuota,
    choice_faults,
    problem_of,
    schedule_faults,
    scheduled,
)
from serai.plan.scheduling.left import left_tasks
from serai.plan.scheduling.terms.counting import words_needed
from serai.plan.scheduling.terms.fairness import PartnersShare, results, shares_of, undebted, with_dues
from tests.plan.scheduling.terms.made import best_choice, leximin, termed_problem

SAMPLED = range(0, 1000, 40)  # benchmarks/terms.py tries all 1,000


@pytest.mark.parametrize("seed", SAMPLED)
def test_no_solver_is_above_all_choices_and_those_that_prove_are_equal(seed):
    of = termed_problem(seed)
    dues = dict(scheduled(of, solver="mip", effort=Effort(units=5)).dues)
    fair = scheduled(undebted(of), solver="mip", effort=Effort(units=5))
    due = best_choice(undebted(of), fair.levels)[1]  # nothing where nobody can have anything
    assert not dues or tuple(sorted(dues.values())) == due or (not due and not any(dues.values()))
    problem = with_dues(of, dues) if dues else of  # by what all solvers begin with the same dues
    made = {name: scheduled(problem, solver=name, effort=Effort(units=5)) for name in SOLVERS}
    levels = made["mip"].levels
    others, shared = best_choice(problem, levels, dues)
    for name, one in made.items():
        assert schedule_faults(one, problem) == [], name
        assert one.objective <= made["mip"].objective
    for name in ("mip", "cp-sat"):
        told = dict(zip(levels, made[name].objective, strict=True))
        assert tuple(v for n, v in told.items() if not n.startswith("fairness")) == others
        assert not shared or leximin(problem, made[name].chosen, dues) == shared
        assert made[name].bound == made[name].objective == made["mip"].objective


def use(start: int, end: int, resource: str = "dish", **more: object) -> ResourceUse:
    return ResourceUse(resource=resource, start=start, end=end, **more)  # type: ignore[arg-type]


def asked(
    *uses: ResourceUse, parties: str = "pppppp", ranks: str = "222222", **more: object
) -> ScheduleProblem:
    """A task and an option a use, named a, b, c ..., by parties of one letter; the dish is that of o."""
    names = "abcdef"[: len(uses)]
    given: dict[str, object] = {
        "resources": (Resource(id="dish", owner="o"),),
        "tasks": tuple(
            Task(id=f"task {n}", party=party, priority=int(rank))
            for n, party, rank in zip(names, parties, ranks, strict=False)
        ),
        "options": tuple(
            TaskOption(id=n, task=f"task {n}", uses=(u,), area=5, data=7)
            for n, u in zip(names, uses, strict=True)
        ),
    }
    return ScheduleProblem(start=0, end=1000, **(given | more))  # type: ignore[arg-type]


def quota(**more: object) -> UseQuota:
    return UseQuota(**({"id": "q", "on": ("dish",), "owner": "o"} | more))  # type: ignore[arg-type]


def refusing(state: str) -> ScheduleProblem:
    return asked(
        tasks=(Task(id="t"),),
        options=(TaskOption(id="a", task="t", needs=("l",)),),
        licences=(Licence(id="l", nation="PK", state=state),),
    )


TWO = (use(0, 10), use(20, 30))
KEPT = Resource(id="dish", owner="o", kept_back=((30, 40),), setup=2)
ONE_PASS = (use(0, 10, serves="pass"), use(0, 10, serves="pass"))
OF_Q = "the quota q has {} by a, b beside {} taken before, but {} at most"
BROKEN = [
    (asked(*TWO, quotas=(quota(at_most=1),)), OF_Q.format("2 images", 0, 1)),
    (asked(*TWO, quotas=(quota(at_most=30, taken=29),)), OF_Q.format("2 images", 29, 30)),
    (asked(*TWO, quotas=(quota(at_most=19, of="time"),)), OF_Q.format("20 of time", 0, 19)),
    (asked(*TWO, quotas=(quota(at_most=9, of="area"),)), OF_Q.format("10 of area", 0, 9)),
    (asked(*TWO, quotas=(quota(at_most=13, of="data"),)), OF_Q.format("14 of data", 0, 13)),
    (asked(use(29, 32), resources=(KEPT,)), "o keeps back dish from 30 to 40, but a holds it"),
    (asked(use(41, 45), resources=(KEPT,)), "o keeps back dish from 30 to 40, but a holds it"),
    (refusing("refused"), "a needs the licence l, which PK refuses"),
]
SOUND = [
    asked(*TWO, quotas=(quota(at_most=2),)),
    asked(*TWO, quotas=(quota(at_most=30, taken=28),)),
    asked(*TWO, quotas=(quota(at_most=20, of="time"),)),
    asked(*ONE_PASS, quotas=(quota(at_most=10, of="time"),), resources=(Resource(id="dish", owner="o"),)),
    asked(*TWO, quotas=(quota(at_most=1),), parties="po"),
    asked(*TWO, quotas=(quota(at_most=1, parties=("p",)),), parties="px"),
    asked(*TWO, quotas=(quota(at_most=1, priorities=(1,)),), ranks="12"),
    asked(*TWO, quotas=(quota(at_most=1, start=20),)),
    asked(*TWO, quotas=(quota(at_most=1, end=20),)),
    asked(use(20, 30), use(42, 45), resources=(KEPT,), quotas=(quota(at_most=2),)),
    asked(use(29, 32), resources=(KEPT,), parties="o"),
    asked(*TWO, quotas=(quota(at_most=1), quota(id="r")), parties="po"),
    asked(*TWO, quotas=(quota(),)),
    refusing("granted"),
    refusing("unknown"),
]


@pytest.mark.parametrize(("of", "says"), BROKEN, ids=[f"broken {k}" for k in range(len(BROKEN))])
def test_a_broken_term_is_found_and_said_and_no_solver_breaks_it(of, says):
    every = tuple(o.id for o in of.options)
    assert [str(fault) for fault in choice_faults(every, of)] == [says]
    for name in SOLVERS:
        made = scheduled(of, solver=name)
        assert schedule_faults(made, of) == []
        assert len(made.chosen) == len(every) - 1


@pytest.mark.parametrize("of", SOUND, ids=[f"sound {k}" for k in range(len(SOUND))])
def test_at_its_boundary_a_term_is_not_broken_and_the_solvers_choose_all(of):
    every = tuple(o.id for o in of.options)
    assert choice_faults(every, of) == []
    for name in SOLVERS:
        assert set(scheduled(of, solver=name).chosen) == set(every)


def test_a_quota_used_up_before_refuses_new_use_and_says_so():
    of = asked(use(0, 10), quotas=(quota(at_most=3, taken=5),))
    made = scheduled(of, solver="mip")
    assert made.chosen == ()
    (left,) = left_tasks(made, of)
    assert str(left.why) == "the quota q has 1 image by a beside 5 taken before, but 3 at most"


def test_the_reason_for_a_refusal_names_what_took_the_quota_hours_away():
    of = asked(use(0, 10), use(900, 910), quotas=(quota(at_most=1),), ranks="12")
    (left,) = left_tasks(scheduled(of, solver="mip"), of)
    assert str(left.why) == OF_Q.format("2 images", 0, 1)


def test_an_unknown_quota_neither_refuses_nor_counts_as_served():
    """Both are offered, subject to the owner's word; what is certain is never given up for it."""
    of = asked(use(0, 10), use(5, 15), use(20, 30), quotas=(quota(parties=("x",)),), parties="pxx")
    made = scheduled(of, solver="mip")
    assert made.chosen == ("a", "c")
    assert words_needed(of) == {"b": ("q",), "c": ("q",)}
    told = dict(zip(made.levels, made.objective, strict=True))
    assert told == {"priority 2": 1000, "priority 2 with owners' word": 2000}


def test_a_nation_that_has_not_spoken_leaves_an_option_subject_to_its_word():
    assert words_needed(refusing("unknown")) == {"a": ("l",)}
    assert words_needed(refusing("granted")) == {}
    assert scheduled(refusing("granted"), solver="mip").levels == ("priority 1",)
    subject = scheduled(refusing("unknown"), solver="mip")
    assert (subject.levels, subject.objective) == (("priority 1 with owners' word",), (1000,))


def test_an_owner_has_its_least_own_use_before_an_urgent_request_of_another():
    own = (OwnUse(id="own", owner="o", on=("dish",), at_least=1),)
    of = asked(use(0, 10), use(5, 15), parties="op", ranks="31", own_uses=own, urgent=1)
    for name in SOLVERS:
        assert scheduled(of, solver=name).chosen == ("a",)
    assert scheduled(replace(of, own_uses=()), solver="mip").chosen == ("b",)


def told(of: ScheduleProblem, *chosen: str) -> list[str]:
    """What the judge says of a choice that somebody else made."""
    return [str(f) for f in schedule_faults(replace(scheduled(of, solver="mip"), chosen=chosen), of)]


def test_what_is_left_out_against_the_terms_is_found():
    one = (OwnUse(id="own", owner="o", on=("dish",), at_least=1),)
    own = asked(use(0, 10), use(5, 15), parties="op", own_uses=one)
    assert told(own, "b") == [
        "o has 0 images of its own use own, below 1, though a would fit before what others have"
    ]
    firm = asked(use(0, 10), use(5, 15), ranks="32", firm=("a",), urgent=1)
    assert told(firm, "b") == ["a is firm and gives way to nothing urgent"]
    fixed = asked(use(0, 10), use(5, 15), ranks="31", fixed=("a",))
    assert told(fixed, "b") == ["a is fixed, but left out"]


def test_shares_told_wrongly_are_found():
    of = rivals({"small": 2, "large": 2}, {"small": 0, "large": 0})
    made = scheduled(of, solver="mip")
    assert schedule_faults(made, of) == []
    wrong = replace(made, objective=(3, *made.objective[1:]), bound=(3, *made.bound[1:]))
    assert [str(f) for f in schedule_faults(wrong, of)] == ["fairness 1 is told as 3, but is 2"]


def test_a_firm_booking_gives_way_to_an_urgent_class_alone():
    of = asked(use(0, 10), use(5, 15), ranks="32", firm=("a",), urgent=1)
    urgent = asked(use(0, 10), use(5, 15), ranks="31", firm=("a",), urgent=1)
    for name in SOLVERS:
        assert scheduled(of, solver=name).chosen == ("a",)
        assert scheduled(urgent, solver=name).chosen == ("b",)
        assert schedule_faults(scheduled(urgent, solver=name), urgent) == []


def test_what_is_fixed_is_chosen_whatever_it_costs_and_refused_where_it_does_not_fit():
    of = asked(use(0, 10), use(5, 15), ranks="31", fixed=("a",))
    for name in SOLVERS:
        assert scheduled(of, solver=name).chosen == ("a",)
    with pytest.raises(ProblemRefused) as refused:
        scheduled(replace(of, fixed=("a", "b")))
    assert str(refused.value) == (
        "what is fixed does not fit together: dish is taken at 5 by a and b; it has 1 unit"
    )


def rivals(counts: dict[str, int], debts: dict[str, int]) -> ScheduleProblem:
    """One dish with room for six of the requests of all, those of the last worth the most."""
    parties = [party for party, count in counts.items() for _ in range(count)]
    return ScheduleProblem(
        start=0,
        end=100,
        resources=(Resource(id="dish", units=6),),
        tasks=tuple(Task(id=f"t{k}", party=party) for k, party in enumerate(parties)),
        options=tuple(
            TaskOption(id=f"o{k}", task=f"t{k}", value=1 + k, uses=(use(0, 10),)) for k in range(len(parties))
        ),
        partners=tuple(SharingPartner(id=name, debt=debt) for name, debt in debts.items()),
    )


@pytest.mark.parametrize(
    ("counts", "debts", "shares"),
    [
        ({"small": 2, "large": 20}, {"small": 0, "large": 0}, (2, 4)),
        ({"small": 9, "large": 20}, {"small": 0, "large": 0}, (3, 3)),
        ({"small": 9, "large": 20}, {"small": 2, "large": 0}, (4, 2)),
        ({"small": 9, "large": 20}, {"small": -2, "large": 2}, (1, 5)),
        ({"small": 1, "large": 20}, {"small": 4, "large": 0}, (1, 5)),
        ({"small": 0, "large": 20}, {"small": 4, "large": 0}, (0, 6)),
    ],
)
def test_who_asks_ten_times_as_much_does_not_starve_a_small_partner(counts, debts, shares):
    of = rivals(counts, debts)
    for name in SOLVERS:
        made = scheduled(of, solver=name)
        got = [of.task[of.option[n].task].party for n in made.chosen]
        assert (got.count("small"), got.count("large")) == shares, name


def shares(of: ScheduleProblem) -> dict[str, PartnersShare]:
    """What partners have of a day, by partner; the judge finds nothing wrong with it."""
    made = scheduled(of, solver="mip")
    assert schedule_faults(made, of) == []
    return {one.id: one for one in shares_of(of, made.chosen, dict(made.dues))}


def test_debts_are_repaid_within_days_and_days_without_debts_leave_none():
    debts = {"small": 3, "large": -3}
    owed = []
    for _ in range(3):
        debts = {
            name: one.owed_after for name, one in shares(rivals({"small": 9, "large": 20}, debts)).items()
        }
        owed.append(tuple(debts.values()))
    assert owed == [(0, 0), (0, 0), (0, 0)]


def test_a_debt_that_a_day_can_repay_in_part_is_carried_on():
    found = shares(rivals({"small": 9, "large": 20}, {"small": 8, "large": -8}))
    assert found == {  # six places, three are due to each: three more are all
        "small": PartnersShare(id="small", has=6, due=3, owed=8),
        "large": PartnersShare(id="large", has=0, due=3, owed=-8),
    }
    assert [one.owed_after for one in found.values()] == [5, -5]


def test_what_is_owed_to_who_has_much_because_it_asks_for_much_is_made_good_too():
    """Two small partners ask for one and two of six places: the large one has three, and is owed two."""
    found = shares(rivals({"small": 1, "middle": 2, "large": 20}, {"small": 0, "middle": 0, "large": 2}))
    assert {name: one.due for name, one in found.items()} == {"small": 1, "middle": 2, "large": 3}
    assert {name: one.has for name, one in found.items()} == {"small": 0, "middle": 1, "large": 5}
    assert {name: one.owed_after for name, one in found.items()} == {"small": 1, "middle": 1, "large": 0}


def test_a_debt_is_made_good_by_all_alike():
    found = shares(rivals({"a": 9, "b": 9, "c": 9}, {"a": 3, "b": 0, "c": 0}))
    assert {name: one.has for name, one in found.items()} == {"a": 4, "b": 1, "c": 1}
    assert {name: one.owed_after for name, one in found.items()} == {"a": 1, "b": 1, "c": 1}


def test_dues_that_are_told_are_taken_and_the_day_is_planned_once():
    of = rivals({"small": 9, "large": 20}, {"small": 1, "large": -1})
    told = replace(of, partners=tuple(replace(p, due=d) for p, d in zip(of.partners, (2, 4), strict=True)))
    made = scheduled(told, solver="mip")
    assert made.dues == ()
    assert [(one.due, one.has) for one in shares_of(told, made.chosen, {})] == [(2, 3), (4, 3)]


def test_a_due_of_nothing_that_is_told_stays_and_the_others_are_found():
    of = rivals({"small": 9, "large": 20}, {"small": 1, "large": -1})
    small, large = of.partners
    told = replace(of, partners=(replace(small, due=0), large))
    made = scheduled(told, solver="mip")
    assert made.dues == (("large", 3),)
    assert [(one.due, one.has) for one in shares_of(told, made.chosen, dict(made.dues))] == [(0, 2), (3, 4)]
    assert schedule_faults(made, told) == []


def test_what_nobody_missed_makes_no_debt_and_is_counted_off_who_is_most_ahead():
    """Six places where five were due: one is spare. Ten due where six are: the four are owed."""

    def told(dues: dict[str, int], *, a: int, b: int, owed: int = -1) -> list[tuple[int, int]]:
        of = rivals({"a": 9, "b": 9, "c": 9}, {"a": 0, "b": owed, "c": -1})
        chosen = [f"o{k}" for k in (*range(a), *range(9, 9 + b), *range(18, 18 + 6 - a - b))]
        return [(one.spare, one.owed_after) for one in shares_of(of, chosen, dues)]

    assert told({"a": 2, "b": 2, "c": 1}, a=2, b=2) == [(0, 0), (0, -1), (1, -1)]
    assert told({"a": 1, "b": 1, "c": 3}, a=2, b=2) == [(0, -1), (1, -1), (0, 0)]
    assert told({"a": 1, "b": 1, "c": 2}, a=2, b=2) == [(1, 0), (1, -1), (0, -1)]
    assert told({"a": 0, "b": 1, "c": 2}, a=1, b=3) == [(1, 0), (2, -1), (0, -1)]
    assert told({"a": 2, "b": 2, "c": 6}, a=2, b=2) == [(0, 0), (0, -1), (0, 3)]
    assert told({"a": 1, "b": 1, "c": 2}, a=2, b=2, owed=-5) == [(1, 0), (1, -5), (0, -1)]


def test_what_a_schedule_tells_of_dues_is_judged():
    of = rivals({"small": 2, "large": 20}, {"small": 1, "large": 0})
    made = scheduled(of, solver="mip")
    assert schedule_faults(made, of) == []
    for dues, says in (
        ((), "small shares with partners who are owed something, but what it is due is not told"),
        ((("small", 3), made.dues[1]), "small is told to be due 3, but can be due 0 to 2"),
        ((("small", -1), made.dues[1]), "small is told to be due -1, but can be due 0 to 2"),
        ((*made.dues, ("b", 0)), "b is told to be due 0, but can be due 0 to 0"),
    ):
        assert str(schedule_faults(replace(made, dues=dues), of)[0]) == says
    other = replace(made, dues=(("small", 1), ("large", 5)))
    assert "is told as" in str(schedule_faults(other, of)[0])


def test_what_one_partner_alone_can_be_served_by_makes_it_no_debtor():
    """Pakistan's own dish serves it ten times; nobody is owed for what nobody else could have had."""
    day = ScheduleProblem(
        start=0,
        end=100,
        resources=(Resource(id="dish", units=2), Resource(id="own", units=9)),
        tasks=tuple(Task(id=f"t{k}", party="ab"[k > 1]) for k in range(11)),
        options=tuple(
            TaskOption(id=f"o{k}", task=f"t{k}", uses=(use(0, 10, "own" if k > 1 else "dish"),))
            for k in range(11)
        ),
        partners=(SharingPartner(id="a"), SharingPartner(id="b")),
    )
    made = scheduled(day, solver="mip").chosen
    assert results(day, made) == {"a": 2, "b": 9}
    assert [one.owed_after for one in shares_of(day, made, {})] == [0, 0]


ON_DISH = {"id": "q", "on": ["dish"]}
OWN = {"id": "w", "owner": "o", "on": ["dish"], "at_least": 1}
WRONG = [
    ({"quotas": [ON_DISH | {"at_most": -1}]}, "quota 'q': expected at_most of 0 or more, got -1"),
    (
        {"quotas": [ON_DISH | {"parties": ["nobody"]}]},
        "quota 'q' is for 'nobody', whom nothing in the problem names: no task, partner or owner",
    ),
    (
        {"own_uses": [OWN | {"owner": "nobody"}]},
        "own use 'w' is for 'nobody', whom nothing in the problem names: no task, partner or owner",
    ),
    (
        {"own_uses": [OWN | {"of": "seconds"}]},
        "own use 'w': expected one of images, time, area and data, got 'seconds'",
    ),
    ({"own_uses": [OWN | {"at_least": -1}]}, "own use 'w': expected at_least of 0 or more, got -1"),
    (
        {"quotas": [ON_DISH | {"on": ["bowl"]}]},
        "quota 'q' names the resource 'bowl', which is not in the problem",
    ),
    ({"quotas": [ON_DISH | {"on": []}]}, "quota 'q' is on no resource: name one in on"),
    (
        {"quotas": [ON_DISH | {"of": "cheese"}]},
        "quota 'q': expected one of images, time, area and data, got 'cheese'",
    ),
    ({"quotas": [ON_DISH, ON_DISH]}, "the quota 'q' is there twice"),
    ({"quotas": [ON_DISH | {"start": 9, "end": 9}]}, "quota 'q': ends at 9, but starts at 9"),
    (
        {"licences": [{"id": "l", "nation": "PK", "state": "yes"}]},
        "licence 'l': expected granted, refused or unknown, got 'yes'",
    ),
    ({"fixed": ["x"]}, "fixed names the option 'x', which is not in the problem"),
    ({"firm": ["x"]}, "firm names the option 'x', which is not in the problem"),
    ({"least_change": 1}, "least_change: expected true or false, got 1"),
    ({"partners": [{"id": ""}]}, "a partner has no id"),
    ({"partners": [{"id": "p"}, {"id": "p"}]}, "the partner 'p' is there twice"),
    (
        {"resources": [{"id": "dish", "kept_back": [[1, 2]]}]},
        "resource 'dish' is kept back, but names no owner that keeps it",
    ),
    (
        {"resources": [{"id": "dish", "owner": "o", "kept_back": [[2, 2]]}]},
        "resource 'dish': ends at 2, but starts at 2",
    ),
]


@pytest.mark.parametrize(("more", "says"), WRONG, ids=[f"wrong {k}" for k in range(len(WRONG))])
def test_a_wrong_term_is_refused_in_one_sentence(more, says):
    plain = {"start": 0, "end": 9, "resources": [{"id": "dish", "owner": "o"}]}
    with pytest.raises(ProblemRefused) as refused:
        problem_of(plain | more)
    assert str(refused.value) == says


def test_terms_come_back_from_json_as_they_were():
    read = problem_of(
        {
            "start": 0,
            "end": 100,
            "resources": [{"id": "dish", "owner": "o", "kept_back": [[30, 40]]}],
            "tasks": [{"id": "t", "party": "p"}],
            "options": [{"id": "a", "task": "t", "area": 5, "data": 7, "needs": ["l"]}],
            "quotas": [ON_DISH | {"parties": ["p"], "priorities": [1], "at_most": 4, "taken": 2}],
            "licences": [{"id": "l", "nation": "PK", "state": "granted"}],
            "partners": [{"id": "p", "debt": -1}],
            "least_change": True,
        }
    )
    (one,) = read.quotas
    assert one == UseQuota(id="q", on=("dish",), parties=("p",), priorities=(1,), at_most=4, taken=2)
    assert one.left == 2
    assert read.resource["dish"].kept_back == ((30, 40),)
    assert (read.licences[0].state, read.partners[0].debt, read.least_change) == ("granted", -1, True)
    assert (read.option["a"].area, read.option["a"].data, read.option["a"].needs) == (5, 7, ("l",))


def test_the_judge_of_terms_shares_no_code_with_a_solver(root):
    text = (root / "src/serai/plan/scheduling/terms/judge.py").read_text(encoding="utf-8")
    for solver in ("counting", "rows", "fairness", "levels", "greedy"):
        assert f".{solver} " not in text
