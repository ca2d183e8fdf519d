"""The arrays of the search.

Stops are numbered: first the doors, then one *gate* for each place of a trip: the kitchen, where the trip's ring of stops begins and ends.
A cart has `places` places in the order in which it drives them; a place whose gate is its own neighbour is an empty trip.
Places 0 … places-1 are the first cart's, and so on.
"""

from __future__ import annotations

import numpy as np

OUT = -1  # trip of a door that is in none
FAR = 10**9  # a time that no day reaches
FORBIDDEN = 1e9  # price of a door on a cart that may not serve it

# What a door is; a gate has none of it.
FACT = np.dtype(
    [("boxes", "i4"), ("stay", "i4"), ("rank", "i4"), ("open", "i8"), ("shut", "i8"), ("missing", "f8"), ("chain", "f8")],
    align=True,
)

# Where a stop is, and what is known of the trip up to it and from it on. A span of stops without waiting that can be helped is three numbers
# (Th. Vidal and others, Computers & Operations Research 40, 2013): how long it takes, and between when and when it may begin to take no longer.
STOP = np.dtype(
    [
        ("next", "i4"), ("prev", "i4"), ("trip", "i4"),
        ("leg", "i4"),                                        # metres to the next stop
        ("took", "i8"), ("early", "i8"), ("late", "i8"),      # from leaving the kitchen to the end of service here
        ("rest", "i8"), ("soon", "i8"), ("due", "i8"),        # from the start of service here to the end of the trip's last
        ("load", "i4"),                                       # boxes handed over here and after
    ],
    align=True,
)

# One place of a trip.
TRIP = np.dtype(
    [
        ("doors", "i4"), ("boxes", "i4"), ("metres", "i4"), ("broken", "i4"),
        ("ruined", "i8"),                                                 # the last turn that took doors out of it
        ("takes", "i8"), ("early", "i8"), ("late", "i8"), ("home", "i8"),  # the span from leaving to the last door's end; seconds home from there
        ("hot", "i8"),                                                    # seconds from leaving to the last hand-over
        ("since", "i8"), ("until", "i8"),                                 # the cart is back before it; must be back from it
        ("low", "i4"), ("high", "i4"),                                    # first and last pinned rank in it, 0: none
        ("cost", "f8"),
    ],
    align=True,
)

CART = np.dtype([("boxes", "i4"), ("range", "i8"), ("metres", "i8")], align=True)

WORK = np.dtype(
    [
        ("dice", "i8"),
        ("doors", "i4"), ("places", "i4"), ("carts", "i4"), ("ranked", "i4"),
        ("load_from", "i8"), ("load_time", "i8"), ("hot_limit", "i8"),
        ("per_metre", "f8"), ("per_box", "f8"),
        ("cost", "f8"), ("best", "f8"), ("unserved", "i4"),
        ("n_out", "i4"), ("n_touched", "i4"), ("turn", "i8"),
        # the place found for a door
        ("after", "i4"), ("price", "f8"),
        # of a span just joined
        ("takes", "i8"), ("early", "i8"), ("late", "i8"),
    ],
    align=True,
)

# Scratch lists of one turn: doors that are out, in the order in which they go in again; carts touched, and when each was last touched.
LOG = np.dtype([("out", "i4"), ("touched", "i4"), ("key", "f8"), ("seen", "i8")], align=True)
