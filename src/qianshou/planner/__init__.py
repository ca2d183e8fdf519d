"""The planner of home visits and meal carts: plain data in, a plan or reasons out.

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
* `replan`           a carer ill, one more visit, somebody late: the day with the fewest changes
* `compare`          two plans of a day side by side; `week` seven days and who goes where in them
* `unserved`         the visits left out: why nobody goes, what would mend it, what one more carer would do
* `carts`            the rounds of meal carts, a problem of its own
* `formats`          other people's files; `foreign` solves and checks them

Units: times are whole seconds since midnight of the day (they may pass 86,400 in the small hours),
durations whole seconds, costs are seconds of travel or their equivalent, coordinates WGS-84 degrees.
"""

from .change import moved, timed, visits_by_carer
from .check import Complaint, Verdict, check
from .decode import CrossedPairs
from .fields import FileError
from .files import read_plan, read_problem, write_plan, write_problem
from .plan import Cost, Plan, Round, Stop
from .problem import Break, Carer, Mode, Need, Problem, Site, Visit, Weights, Window
from .replan import Danger, Late, Overrun, Place, Replanned, Shift, later_shift, places_for, running_late, without
from .solve import Progress, solve
from .unserved import Hand, Mend, Obstacle, Outlook, explain, outlook

__all__ = [
    "Break",
    "Carer",
    "Complaint",
    "Cost",
    "CrossedPairs",
    "Danger",
    "FileError",
    "Hand",
    "Late",
    "Mend",
    "Mode",
    "Need",
    "Obstacle",
    "Outlook",
    "Overrun",
    "Place",
    "Plan",
    "Problem",
    "Progress",
    "Replanned",
    "Round",
    "Shift",
    "Site",
    "Stop",
    "Verdict",
    "Visit",
    "Weights",
    "Window",
    "check",
    "explain",
    "later_shift",
    "moved",
    "outlook",
    "places_for",
    "read_plan",
    "read_problem",
    "running_late",
    "solve",
    "timed",
    "visits_by_carer",
    "without",
    "write_plan",
    "write_problem",
]
