"""Problems as JSON: what is wrong is said in one sentence, and what is right comes back the same."""

from __future__ import annotations

import json
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import pytest

from serai.cli import main
from serai.plan.scheduling import ProblemRefused, problem_of, read_problem

GOOD: dict[str, Any] = {
    "version": 1,
    "start": 0,
    "end": 100,
    "resources": [{"id": "dish", "closed": [[5, 9]], "limits": [{"window": 50, "at_most": 40}]}],
    "tasks": [{"id": "t", "due": None}],
    "options": [
        {
            "id": "a",
            "task": "t",
            "counts": {"g": 3},
            "uses": [{"resource": "dish", "start": 10, "end": 20, "window": [10, 30]}],
        }
    ],
    "goals": [{"id": "g", "up_to": 3, "worth": 2}],
}


def changed(change: Callable[[Any], object]) -> Any:
    data = deepcopy(GOOD)
    change(data)
    return data


def test_a_problem_is_read_with_its_defaults():
    found = problem_of(GOOD)
    assert found.resource["dish"].units == 1
    assert found.resource["dish"].closed == ((5, 9, 2**31),)
    assert found.option["a"].counts == (("g", 3),)
    assert found.task["t"].due is None


REFUSED = [
    (lambda d: d["options"][0]["uses"][0].update(end=31),
     "option 'a': its pass on dish lasts 21, longer than its window of 20"),
    (lambda d: d["options"][0]["uses"][0].update(start=9),
     "option 'a': its use of dish from 9 to 20 is not within its window, 10 to 30"),
    (lambda d: d["options"][0]["uses"][0].update(end=10), "option 'a': ends at 10, but starts at 10"),
    (lambda d: d["options"][0].update(value="ten"), "options[0].value: expected a whole number, got 'ten'"),
    (lambda d: d["options"][0].update(value=True), "options[0].value: expected a whole number, got True"),
    (lambda d: d["options"][0].update(vlaue=1),
     ("options[0].vlaue is no field; there are id, task, value, chance, ready, uses, counts, area, data "
      "and needs")),
    (lambda d: d["options"][0].pop("task"), "options[0]: task is missing"),
    (lambda d: d.pop("end"), "end is missing"),
    (lambda d: d["options"][0].update(task="u"),
     "option 'a' names the task 'u', which is not in the problem"),
    (lambda d: d.update(resources=[]), "option 'a' names the resource 'dish', which is not in the problem"),
    (lambda d: d.update(before=["b"]), "before names the option 'b', which is not in the problem"),
    (lambda d: d["tasks"].append({"id": "t"}), "the task 't' is there twice"),
    (lambda d: d["resources"][0].update(units=0), "resource 'dish': expected units of 1 or more, got 0"),
    (lambda d: d["options"][0].update(chance=1001),
     "option 'a': expected a chance of 1000 thousandths at most, got 1001"),
    (lambda d: d["resources"][0].update(units=2, slew={}),
     "resource 'dish': only a resource of one unit turns, and it has 2"),
    (lambda d: d["resources"][0]["limits"][0].update({"of": "heat"}),
     "resource 'dish': a limit is of time or of energy, got 'heat'"),
    (lambda d: d["options"][0].update(value=10**16),
     ("the values add up to 10,000,000,000,000,000,006; at most 4,503,599,627,370,496 is summed without "
     "loss: divide all of them")),
    (lambda d: d.update(end=0), "the problem: ends at 0, but starts at 0"),
    (lambda d: d.update(tasks=3), "tasks: expected a list, got 3"),
    (lambda d: d.update(epoch="yesterday"),
     "epoch: expected a UTC such as 2026-08-22T00:00:00Z, got 'yesterday'"),
    (lambda d: d.update(epoch=2026), "epoch: expected text, got 2026"),
    (lambda d: d["resources"][0].update(closed=[[1]]),
     "resources[0].closed[0]: expected a list of 2, got [1]"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "says"), REFUSED, ids=[says[:40] for _, says in REFUSED])
def test_a_wrong_problem_is_refused_in_one_sentence(change, says):
    with pytest.raises(ProblemRefused) as told:
        problem_of(changed(change))
    assert str(told.value) == says


def test_uses_that_are_to_be_one_are_one():
    uses = [{"resource": "dish", "start": 10, "end": 20 + k, "serves": "p"} for k in range(2)]
    options = [{"id": f"o{k}", "task": "t", "uses": [use]} for k, use in enumerate(uses)]
    with pytest.raises(ProblemRefused, match="'o0' and 'o1' share 'p', but do not hold it alike"):
        problem_of({**GOOD, "options": options})


def test_the_file_is_named(tmp_path):
    path = tmp_path / "p.json"
    path.write_text(json.dumps(changed(lambda d: d.pop("end"))), encoding="utf-8")
    with pytest.raises(ProblemRefused, match=r"p\.json: end is missing"):
        read_problem(path)
    path.write_text("[1]", encoding="utf-8")
    with pytest.raises(ProblemRefused, match=r"p\.json: expected an object, got \[1\]"):
        read_problem(path)


def test_a_planners_schedule_by_the_command(root, capsys, tmp_path):
    problem = str(root / "examples" / "two_antennas.json")
    assert main(["schedule", problem]) == 0
    said = capsys.readouterr().out
    assert "Proven, by mip: 4 options chosen, 4 of 4 tasks served" in said
    assert main(["schedule", problem, "--solver", "greedy"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "2 of 4 tasks served" in said
    assert (
        "gwadar harbour: gaofen-3-02 has 30 to turn from sindh by gaofen-3-02, down at karachi to gwadar by "
        "gaofen-3-02, but needs 128" in said
    )
    made = []
    for solver in ("mip", "greedy"):
        assert main(["schedule", problem, "--solver", solver, "--json"]) == 0
        made.append(capsys.readouterr().out)
    plan = tmp_path / "plan.json"
    plan.write_text(made[0], encoding="utf-8")
    assert main(["schedule", problem, "--check", str(plan)]) == 0
    capsys.readouterr()
    one, other = map(json.loads, made)
    one["chosen"] += other["chosen"]
    plan.write_text(json.dumps(one), encoding="utf-8")
    assert main(["schedule", problem, "--check", str(plan)]) == 1
    said = capsys.readouterr().err
    assert "plan.json holds" in said
    assert "as two merged plans do: 'khunjerab by hj-2e' is chosen twice" in said
    plan.write_text("{}", encoding="utf-8")
    assert main(["schedule", problem, "--check", str(plan)]) == 1
    assert "is no schedule: expected what serai schedule --json writes" in capsys.readouterr().err


def test_the_command_tells_what_would_do_when_asked(root, capsys):
    words = ["schedule", str(root / "examples" / "two_antennas.json"), "--alternatives"]
    assert main([*words, "--solver", "greedy"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "but needs 128; nothing that an owner could agree to would serve it" in said  # first class goes on
    assert main([*words, "--solver", "greedy", "--json"]) == 0
    left = json.loads(capsys.readouterr().out)["left"]
    assert [one["alternative"]["option"] for one in left] == [None, None]
    assert main(words) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert main([*words, "--json"]) == 0
    (late,) = json.loads(capsys.readouterr().out)["late"]
    assert late["alternative"]["option"] == "sindh by gaofen-3-02, down at karachi"
    assert late["alternative"]["gives_way"] == ["gwadar by hj-2e", "telemetry at karachi"]
    assert (late["task"], late["by"]) == ("sindh flood", 740)
    assert f"Later than need be: sindh flood: {late['why']}; {late['alternative']['says']}" in said
