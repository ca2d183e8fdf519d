"""What acts are called, and why one is held, in words. Kept as codes, said when shown: on the phone and at the office."""

from django.utils.translation import pgettext_lazy

KINDS = {
    "arrived": pgettext_lazy("act", "Arrived"),
    "done": pgettext_lazy("act", "Done"),
    "nobody": pgettext_lazy("act", "Nobody answers"),
    "meal_handed": pgettext_lazy("act", "Meal handed over"),
    "meal_neighbour": pgettext_lazy("act", "Meal left with a neighbour"),
    "meal_nobody": pgettext_lazy("act", "Meal: nobody answers"),
    "meal_refused": pgettext_lazy("act", "Meal refused"),
    "meal_back": pgettext_lazy("act", "Meal back to the kitchen"),
    "concern": pgettext_lazy("act", "Concern"),
    "note": pgettext_lazy("act", "Note"),
    "clock_in": pgettext_lazy("act", "Start work"),
    "clock_out": pgettext_lazy("act", "End work"),
    "points_objection": pgettext_lazy("act", "Objection to points"),
    "retract": pgettext_lazy("act", "Taken back"),
}

REASONS = {
    "unknown_visit": pgettext_lazy("act", "This visit is not in the plan"),
    "unknown_order": pgettext_lazy("act", "The street does not have this meal order"),
    "not_yours": pgettext_lazy("act", "This visit belongs to another carer now"),
    "state": pgettext_lazy("act", "It does not fit what is already recorded"),
    "cancelled": pgettext_lazy("act", "The visit had been cancelled"),
    "device_revoked": pgettext_lazy("act", "Made on a phone that was signed off"),
    "device_stale": pgettext_lazy("act", "Made on a phone without PIN for more than 30 days"),
    "other_device": pgettext_lazy("act", "Made under another sign-in of this phone"),
    "other_content": pgettext_lazy("act", "Arrived twice with different content"),
    "unknown_kind": pgettext_lazy("act", "A kind of act this version does not know"),
    "payload": pgettext_lazy("act", "Incomplete"),
    "retract_late": pgettext_lazy("act", "Taken back on another day, after it was entered: only the office can undo it"),
    "retract_settled": pgettext_lazy("act", "Taken back after the office had dealt with it by hand"),
    "retract_other": pgettext_lazy("act", "There is nothing left to take back"),
    "concern_seen": pgettext_lazy("act", "Taken back, but somebody sees to this concern already: tell that person"),
    "open": pgettext_lazy("act", "An objection for this day waits for its answer already"),
    "future": pgettext_lazy("act", "That day is still to come"),
    "error": pgettext_lazy("act", "Could not be entered"),
    "unreadable": pgettext_lazy("act", "Arrived damaged"),
    "unknown_person": pgettext_lazy("act", "This person is not in the files of the street"),
    "no_person": pgettext_lazy("act", "The account belongs to nobody in the files"),
}
