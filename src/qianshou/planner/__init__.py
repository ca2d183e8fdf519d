"""The planner of home visits: plain data in, a plan or reasons out.

Pure: no Django, no database, no clock but the stop-watch of `solve`. It can be used alone::

    python -m qianshou plan solve day.json --seconds 10 --seed 1 --out plan.json
    python -m qianshou plan check day.json plan.json

or from Python::

    from qianshou.planner import check, read_problem, solve
    problem = read_problem(text)
    plan = solve(problem, seconds=5, seed=1)
    verdict = check(problem, plan)          # never trust a plan that was not checked
    assert verdict.sound, verdict.complaints

The rooms, in the order in which data pass through them:

* `problem`, `plan`  the types; `files` reads and writes them as JSON (schemas in `schema/`, `fields` names what is wrong)
* `travel`           seconds from site to site for each way of going
* `fitness`          which carer may give which visit, whatever the hour
* `decode`           the linear decode: one global order of visits with the carers of each -> times
* `facts`, `board`, `spots`, `construct`  the first plan, by insertion, its times kept up to date visit by visit
* `resume`           a plan that stands, put back on the board
* `annealing`        the search: an array machine, compiled; `engine` hands it the day and takes its rounds back
* `solve`            all of that in order
* `check`, `cost`    the independent judge
* `change`           rounds changed by hand, timed afresh
* `explain`          why a visit was left out, carer by carer
* `mend`             what would have to give way for it, cheapest first; `mend_move` moves another visit, `mend_hands` adds a carer
* `outlook`          both, for all visits left out at one look; `laid`, `gaps` and `room` lay the plan out and try them in it
* `sentences`        the same in English, for the command line
* `formats`          other people's files; `foreign` solves and checks them

Units: times are whole seconds since midnight of the day (they may pass 86,400 in the small hours),
durations whole seconds, costs are seconds of travel or their equivalent, coordinates WGS-84 degrees.
"""

from .change import moved, timed, visits_by_carer
from .check import Complaint, Verdict, check
from .decode import CrossedPairs
from .explain import Obstacle, explain
from .fields import FileError
from .files import read_plan, read_problem, write_plan, write_problem
from .mend import Mend
from .mend_hands import Hand
from .outlook import Outlook, outlook
from .plan import Cost, Plan, Round, Stop
from .problem import Break, Carer, Mode, Need, Problem, Site, Visit, Weights, Window
from .solve import Progress, solve

__all__ = [
    "Break",
    "Carer",
    "Complaint",
    "Cost",
    "CrossedPairs",
    "FileError",
    "Hand",
    "Mend",
    "Mode",
    "Need",
    "Obstacle",
    "Outlook",
    "Plan",
    "Problem",
    "Progress",
    "Round",
    "Site",
    "Stop",
    "Verdict",
    "Visit",
    "Weights",
    "Window",
    "check",
    "explain",
    "moved",
    "outlook",
    "read_plan",
    "read_problem",
    "solve",
    "timed",
    "visits_by_carer",
    "write_plan",
    "write_problem",
]
