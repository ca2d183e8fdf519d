"""Pure decisions of the watch: what a due is, when it is late, how an alert climbs, who is on duty.

Nothing here reads a clock or a database; every function is given the time.
"""

from qianshou.watch.rules.alerts import CLOSERS, OUTCOMES, Outcome, Step, climb, group, nudge, opening_wait
from qianshou.watch.rules.dues import GRADES, MET_STATES, STATES, DueState, Evidence, NewDue, best, judge, settle, unheard

__all__ = [
    "CLOSERS",
    "GRADES",
    "MET_STATES",
    "OUTCOMES",
    "STATES",
    "DueState",
    "Evidence",
    "NewDue",
    "Outcome",
    "Step",
    "best",
    "climb",
    "group",
    "judge",
    "nudge",
    "opening_wait",
    "settle",
    "unheard",
]
