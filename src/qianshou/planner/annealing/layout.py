"""The arrays of the search. A record a stop keeps all that one step of the decode needs in two cache lines.

Stops are numbered: first the visits' (one for each carer needed, those of one visit side by side), then breaks,
then one start and one end for each carer.
"""

from __future__ import annotations

import numpy as np

VISIT, BREAK, START, END, PAUSE = 0, 1, 2, 3, 4
NOWHEN = -1e12  # start of a stop that is in no round
MUST = 1e9  # cost of leaving out a visit that must be made: above all others, small enough to leave their fractions whole
OUT = -1  # prev of a stop that is in no round

STOP = np.dtype(
    [
        # the state
        ("start", "f8"),   # when the stay begins
        ("free", "f8"),    # when it is over
        ("key", "f8"),     # place of a group in the global order of groups (only groups need one)
        ("next", "i4"), ("prev", "i4"),
        ("carer", "i4"),
        ("site", "i4"),    # changes only for a floating break
        # the facts
        ("stay", "f8"),
        ("open", "f8"),    # no start before
        ("close", "f8"),   # a later start is late …
        ("hard", "f8"),    # … and after this it breaks a rule
        ("due", "f8"),     # the earlier of the two
        ("pause1", "f8"), ("again1", "f8"), ("pause2", "f8"), ("again2", "f8"),  # between windows: a start after pause waits for again
        ("late", "f8"),    # cost of a unit of time late
        ("least", "f8"), ("most", "f8"),  # gap to the start of the stop before it in its group
        ("missing", "f8"), # cost of leaving its group out; only heads have it
        ("liked", "i4"),   # so many of the carers who may give it, the first in `able`, cost less than the dearest
        ("fixed", "i4"),   # must stay where it is
        ("head", "i4"),    # first stop of its group
        ("crew", "i4"),    # stops in its group; 1: alone; 0: a start or an end
        ("team", "i4"),    # stops of its visit, which are given by different carers; more than `crew` where their times are free
        ("window", "i4"), ("windows", "i4"),  # which of so many windows open, close and hard are those of (`spans`)
        ("kind", "i4"),
        ("floats", "i4"),  # 0: has a site; 1: at the place of the stop before; 2: at the place of the stop after
    ],
    align=True,
)

CARER = np.dtype(
    [
        ("mode", "i4"), ("first", "i4"), ("last", "i4"),
        ("load", "i4"),    # visits in her round
        ("most", "i4"),    # visits she may have
        ("alone", "f8"),   # what her round counts while it has breaks only, and must not
        # what is known of a round as a whole, kept only where it costs something (`Model.per_wait`, `per_idle`, `per_even`)
        ("toil", "f8"), ("wait", "f8"), ("idle", "f8"),              # time on the way and at visits; waiting; shift left over
        ("old_toil", "f8"), ("old_wait", "f8"), ("old_idle", "f8"),  # before the move under trial
        ("length", "f8"), ("shut", "f8"),                            # of her shift: how long, until when; no shift: -1
        ("share", "f8"),   # her fair share of all work, 0: hers is not counted
        ("seen", "i8"),    # the last trial that touched her round
    ],
    align=True,
)

WORK = np.dtype(
    [
        ("dice", "i8"),
        ("wander", "f8"),  # chance that a move aims at any carer instead of a near stop
        ("quit", "f8"),    # chance that a move leaves a visit out
        # weights
        ("per_travel", "f8"), ("per_worst", "f8"), ("per_hard", "f8"),
        ("per_wait", "f8"), ("per_idle", "f8"), ("per_even", "f8"),
        ("by_round", "i4"),  # one of these three is not 0
        ("late_start", "i4"), # she leaves just in time for her first visit, not when she could
        ("free_teams", "i4"), # visits whose carers come when they like, but must be different
        # totals of the present plan
        ("travel", "f8"), ("price", "f8"), ("late", "f8"), ("broken", "f8"), ("worst", "f8"), ("rounds", "f8"),
        ("toils", "f8"), ("waits", "f8"), ("d_rounds", "f8"), ("d_toils", "f8"), ("d_waits", "f8"), ("trial", "i8"), ("n_touched", "i4"),
        # what the move under trial changes
        ("d_travel", "f8"), ("d_price", "f8"), ("d_late", "f8"), ("d_broken", "f8"), ("peak", "f8"),
        ("lost", "i4"),    # the stop with the largest lateness, `peak`, became earlier: another has it now
        ("n_ops", "i4"), ("n_dirty", "i4"), ("n_times", "i4"), ("n_front", "i4"), ("failed", "i4"),
        ("visits", "i4"),  # stops of visits
        ("stops", "i4"), ("carers", "i4"), ("groups", "i4"),
        ("movable", "i4"), # stops that may move: these come first
        ("worse", "f8"), ("d_worst", "f8"),
        ("moves", "i8"), ("taken", "i8"),
        ("best", "f8"), ("unsaved", "i4"),
    ],
    align=True,
)

# Scratch lists of the move under trial, side by side: what was done (to undo it), whose way changed, old times, groups waiting.
LOG = np.dtype(
    [("kind", "i4"), ("stop", "i4"), ("at", "i4"), ("dirty", "i4"), ("key", "f8"), ("time", "f8"), ("timed", "i4"), ("front", "i4"),
     ("touched", "i4"), ("out", "i4")],
    align=True,
)

# The order of all rounds, kept apart: what is needed to find a plan again.
KEPT = np.dtype([("next", "i4"), ("prev", "i4"), ("carer", "i4"), ("window", "i4"), ("key", "f8")], align=True)
