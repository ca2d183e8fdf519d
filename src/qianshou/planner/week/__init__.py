"""The week: visits owed n times a week spread over days, the same one or two carers for a person, fair hours; then each day is planned.

    from qianshou.planner.week import check_week, read_week, solve_week
    problem = read_week(text)
    plan = solve_week(problem, seconds=60, seed=1, threads=2)
    verdict = check_week(problem, plan)

In the order in which data pass: `problem` the types, `files` reads and writes them; `areas` splits the week into parts without
common carers; `spacing` says which days are allowed, `days` chooses among them; `shares`, `carers` choose one or two carers for
each person; `part` plans day by day with `prices` that keep to them, and `repair` mends what is left; `solve` runs the parts side by
side. `check` is the independent judge, `numbers` what a week is compared by.
"""

from .check import WeekVerdict, check_week
from .files import read_week, read_week_plan, write_week, write_week_plan
from .numbers import numbers
from .problem import Pattern, WeekCarer, WeekPlan, WeekProblem, WeekWeights
from .solve import solve_week

__all__ = [
    "Pattern", "WeekCarer", "WeekPlan", "WeekProblem", "WeekVerdict", "WeekWeights", "check_week", "numbers", "read_week", "read_week_plan",
    "solve_week", "write_week", "write_week_plan",
]  # fmt: skip
