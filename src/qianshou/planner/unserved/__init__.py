"""The visits that a plan leaves out: why nobody goes, what would mend it, and what one more carer would do.

* `look`       all of it for all of them at one look: the way in
* `explain`    why each carer cannot
* `mends`      what would have to give way, cheapest first; `moving` gives another visit to somebody else
* `hands`      one more carer: of which kind, from when to when, for how many
* `sentences`  the same in English, for the command line
* `laid`, `gaps`, `room`  the plan laid out, the places in it, and how a visit is tried there
"""

from .explain import Obstacle, explain
from .hands import Hand
from .look import Outlook, outlook
from .mends import Mend

__all__ = ["Hand", "Mend", "Obstacle", "Outlook", "explain", "outlook"]
