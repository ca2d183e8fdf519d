"""The day goes on and something happens: a carer falls ill, one more visit is asked for, somebody is running late.

Each answer changes as little as it can. `standing` puts a plan on the board just as it stands; `without` fills the gap that a
carer leaves (`refill` does the filling), `adding` finds the best places for one more visit, `late` works out what a delay pushes
and who could help out.
"""

from .adding import Place, Shift, places_for
from .late import Danger, Late, Overrun, later_shift, running_late
from .without import Replanned, without

__all__ = ["Danger", "Late", "Overrun", "Place", "Replanned", "Shift", "later_shift", "places_for", "running_late", "without"]
