"""The way of an intake: which act is allowed in which state, where it leads, and who may do what. Pure.

A state is named after the step that is waited for. An appeal sends a case back to the assessment and remembers where it stood.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from qianshou.packs.shapes_intake import IntakeRule

CHECK, ASSESS, DECIDE, PLAN, CONSENT, BOOKLET, NET = STEPS = ("check", "assess", "decide", "plan", "consent", "booklet", "net")
DEFERRED, DONE, REFUSED, WITHDRAWN = "deferred", "done", "refused", "withdrawn"
OPEN = (*STEPS, DEFERRED)  # somebody waits for something
CLOSED = (DONE, REFUSED, WITHDRAWN)
DECIDED = (PLAN, CONSENT, BOOKLET, NET, DONE, REFUSED, DEFERRED)  # there is a decision
GRANTED, REFUSES, DEFERS = OUTCOMES = ("granted", "refused", "deferred")

READ, WRITE, DECIDES, CARE = "intake.read", "intake.write", "intake.decide", "care.write"  # CARE: whoever changes plans and links anyway


@dataclass(frozen=True, slots=True)
class Act:
    """From which states an act is allowed, and what a user must be able to do for it."""

    frm: tuple[str, ...]
    needs: str = WRITE


ACTS: dict[str, Act] = {
    "edit": Act(OPEN),
    "visit_planned": Act((CHECK, ASSESS)),
    "visited": Act(OPEN),
    "checked": Act((CHECK,)),
    "not_eligible": Act((CHECK,), DECIDES),
    "assessed": Act((ASSESS,)),
    "decided": Act((DECIDE, DEFERRED), DECIDES),
    "planned": Act((PLAN,), CARE),
    "consented": Act((CONSENT,)),
    "handed": Act((BOOKLET,)),
    "entered": Act((NET,), CARE),
    "withdrawn": Act(OPEN),
    "reopened": Act((WITHDRAWN,)),
    "appealed": Act((PLAN, CONSENT, BOOKLET, NET, DONE, REFUSED, DEFERRED)),
    "appeal_dropped": Act((ASSESS, DECIDE, DEFERRED)),
}
LEADS = {"checked": ASSESS, "not_eligible": REFUSED, "assessed": DECIDE, "planned": CONSENT, "consented": BOOKLET, "handed": NET, "entered": DONE}
STEP_ACT = {CHECK: "checked", ASSESS: "assessed", DECIDE: "decided", DEFERRED: "decided", PLAN: "planned", CONSENT: "consented", BOOKLET: "handed", NET: "entered"}
AFTER = {GRANTED: PLAN, REFUSES: REFUSED, DEFERS: DEFERRED}


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands. `held`: where it stood when it was withdrawn, or "". `appeal_held`: where it stood before an appeal
    that is open, or "". `outcome`, `level` of the decision that holds (during an appeal: of the one appealed against)."""

    state: str = CHECK
    held: str = ""
    appeal_held: str = ""
    outcome: str = ""
    level: int | None = None


def why_not(act: str, at: Standing) -> str:
    """Why an act is not allowed where the case stands: "state", "appeal_open", "no_appeal"; "" when it is."""
    if at.state not in ACTS[act].frm:
        return "state"
    if act == "appealed" and at.appeal_held:
        return "appeal_open"
    if act == "appeal_dropped" and not at.appeal_held:
        return "no_appeal"
    return ""


def after(act: str, at: Standing, *, outcome: str = "", level: int | None = None) -> Standing:
    """Where the case stands after an act. ValueError for one that is not allowed there.

    An appeal that ends as the old decision (same outcome and level) lets the case go on where it stood; a deferral keeps it open.
    """
    if why := why_not(act, at):
        raise ValueError(f"{act} at {at.state}: {why}")
    if act in LEADS:
        more = {"outcome": REFUSES, "level": None} if act == "not_eligible" else {}
        return replace(at, state=LEADS[act], **more)
    if act == "decided":
        return _decided(at, outcome, level)
    if act == "withdrawn":
        return replace(at, state=WITHDRAWN, held=at.state)
    if act == "reopened":
        return replace(at, state=at.held, held="")
    if act == "appealed":
        return replace(at, state=ASSESS, appeal_held=at.state)
    if act == "appeal_dropped":
        return replace(at, state=at.appeal_held, appeal_held="")
    return at


def _decided(at: Standing, outcome: str, level: int | None) -> Standing:
    if outcome not in OUTCOMES:
        raise ValueError(f"no such outcome: {outcome!r}")
    if outcome == DEFERS:
        return replace(at, state=DEFERRED) if at.appeal_held else replace(at, state=DEFERRED, outcome=outcome, level=level)
    stands = bool(at.appeal_held) and (outcome, level) == (at.outcome, at.level)
    return Standing(state=at.appeal_held if stands else AFTER[outcome], outcome=outcome, level=level)


def rule_number(rules: Mapping[str, IntakeRule], code: str, otherwise: int) -> int:
    """The number of a rule of the pack that is in force, or what holds without one."""
    rule = rules.get(code)
    return rule.number if rule and rule.on else otherwise


def rule_on(rules: Mapping[str, IntakeRule], code: str) -> bool:
    """Whether a rule of the pack holds."""
    rule = rules.get(code)
    return bool(rule and rule.on)


def eyes(rules: Mapping[str, IntakeRule], *, decider: int, assessors: Collection[int], decider_before: int | None) -> str:
    """Why this user may not decide: "four_eyes" (assessed herself), "other_decider" (an appeal against her own decision); "" when she may.

    `decider_before` is who decided what is appealed against, None without an appeal.
    """
    if rule_on(rules, "four_eyes") and decider in assessors:
        return "four_eyes"
    if decider_before is not None and rule_on(rules, "appeal_other_decider") and decider == decider_before:
        return "other_decider"
    return ""
