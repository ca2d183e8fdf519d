"""Writes of an intake: one public function for one act. Each takes the version of the case that was seen (Refused "stale" when it moved on)
and a batch, by which an act that is sent twice is done once."""

from .after import accept_plan, enter_net, hand_over_booklet, reopen, take_consents, withdraw
from .apply import Application, Newcomer, apply, assign, change_application, plan_visit
from .assess import finish_assessment
from .check import CRITERIA, pass_check, refuse_at_check
from .decide import appeal, appeal_until, decide, drop_appeal
from .home_visit import HomeVisit, record_home_visit
from .papers import add_paper, take_back_paper
from .signatures import link_late_signature, note_paper_signature

__all__ = [
    "CRITERIA", "Application", "HomeVisit", "Newcomer", "accept_plan", "add_paper", "appeal", "appeal_until", "apply", "assign", "change_application", "decide",
    "drop_appeal", "enter_net", "finish_assessment", "hand_over_booklet", "link_late_signature", "note_paper_signature", "pass_check", "plan_visit", "record_home_visit", "refuse_at_check", "reopen",
    "take_back_paper", "take_consents", "withdraw",
]  # fmt: skip
