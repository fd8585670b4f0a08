"""A schedule as one problem in whole numbers: its nouns, its solvers behind one interface, and its judge."""

from serai.plan.scheduling.judge import choice_faults, schedule_faults
from serai.plan.scheduling.nouns import Goal, Resource, ResourceUse, SlewLaw, Task, TaskOption, UseLimit
from serai.plan.scheduling.problem import ProblemRefused, ScheduleProblem
from serai.plan.scheduling.read import problem_of, read_problem, read_schedule
from serai.plan.scheduling.result import Effort, Schedule
from serai.plan.scheduling.solvers import SOLVERS, UnknownSolver, scheduled
from serai.plan.scheduling.terms import Licence, OwnUse, SharingPartner, UseQuota

__all__ = [
    "SOLVERS",
    "Effort",
    "Goal",
    "Licence",
    "OwnUse",
    "ProblemRefused",
    "Resource",
    "ResourceUse",
    "Schedule",
    "ScheduleProblem",
    "SharingPartner",
    "SlewLaw",
    "Task",
    "TaskOption",
    "UnknownSolver",
    "UseLimit",
    "UseQuota",
    "choice_faults",
    "problem_of",
    "read_problem",
    "read_schedule",
    "schedule_faults",
    "scheduled",
]
