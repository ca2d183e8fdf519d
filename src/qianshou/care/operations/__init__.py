"""Writes of the care net: one public function for one act. What carers do at a door is in `visits`, coming and going in `attendance`."""

from .asking import add_visit, draft_visit
from .carers import CarerEntry, enrol_carer, update_carer
from .errors import Refused
from .making import HORIZON_DAYS, Made, make_visits
from .net import Pick, end_link, fill_hole, link_carer, mark_key, undo_links, unmark_key
from .office import cancel_visit, move_visit, status_changed, statuses_changed
from .plan import add_item, change_item, end_item
from .presence import add_absence, cancel_absence, set_shifts
from .reviews import owe_reviews
from .safeguards_owing import owe_renewals
from .spreading import spread_visits

__all__ = [
    "HORIZON_DAYS",
    "CarerEntry",
    "Made",
    "Pick",
    "Refused",
    "add_absence",
    "add_item",
    "add_visit",
    "cancel_absence",
    "cancel_visit",
    "change_item",
    "draft_visit",
    "end_item",
    "end_link",
    "enrol_carer",
    "fill_hole",
    "link_carer",
    "make_visits",
    "mark_key",
    "move_visit",
    "owe_renewals",
    "owe_reviews",
    "set_shifts",
    "spread_visits",
    "status_changed",
    "statuses_changed",
    "undo_links",
    "unmark_key",
    "update_carer",
]
