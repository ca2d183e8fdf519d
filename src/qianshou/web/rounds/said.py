"""Codes of the planner, the checker and the acts, as people say them. Stored are codes and parameters; words are made here."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from qianshou.care.rules.absences import AFTERNOON, MORNING

from ..templatetags.shell import listed

AWAY_HALF = {MORNING: gettext_lazy("away in the morning"), AFTERNOON: gettext_lazy("away in the afternoon")}
# Why a carer cannot give a visit (planner.unserved.explain).
REASONS = {
    "absent": gettext_lazy("not at work that day"),
    "tier": gettext_lazy("another kind of carer is needed"),
    "skill": gettext_lazy("does not have the skill"),
    "refused": gettext_lazy("not wanted by the person"),
    "sex": gettext_lazy("the person wishes a carer of the other sex"),
    "pinned": gettext_lazy("pinned to somebody else"),
    "load": gettext_lazy("has her number of visits already"),
    "window": gettext_lazy("is elsewhere while the person can be visited"),
    "break": gettext_lazy("only her lunch is in the way"),
    "shift": gettext_lazy("would come home after her working time"),
    "early": gettext_lazy("would have to begin before her working time"),
    "full": gettext_lazy("her round has no room"),
    "partner": gettext_lazy("could go, but nobody with her"),
}

# What stands in the way whoever goes.
WHOEVER = {
    "gap": gettext_lazy("No window is long enough for two carers %(least)s minutes apart."),
    "over": gettext_lazy("Its hours are over: agree on another hour, or cancel the visit with a reason."),
}

# Broken rules (planner.check), as the page asks back before an officer insists.
COMPLAINTS = {
    "absent": gettext_lazy("%(carer)s is not at work that day."),
    "tier": gettext_lazy("%(visit)s needs another kind of carer than %(carer)s."),
    "skill": gettext_lazy("%(carer)s does not have the skill for %(visit)s."),
    "refused": gettext_lazy("%(visit)s does not want %(carer)s."),
    "sex": gettext_lazy("%(visit)s wishes a carer of the other sex than %(carer)s."),
    "window": gettext_lazy("%(visit)s would begin at %(start)s, outside the time agreed."),
    "shift": gettext_lazy("%(carer)s would be home %(over)s minutes after her working time."),
    "hours": gettext_lazy("%(carer)s would have to work outside her working time."),
    "break": gettext_lazy("%(carer)s would not have her lunch in time."),
    "load": gettext_lazy("%(carer)s would have more visits than she may."),
    "count": gettext_lazy("%(visit)s needs %(wanted)s carers and has %(got)s."),
    "apart": gettext_lazy("The two carers of %(visit)s would not begin together."),
    "pinned": gettext_lazy("%(visit)s is pinned to somebody else."),
    "pinned_start": gettext_lazy("%(visit)s has begun at %(start)s and would be moved."),
    "pinned_rank": gettext_lazy("The order of %(visit)s is pinned."),
}

# What a plan had to assume (rounds.queries.gather).
NOTES = {
    "unplaced": gettext_lazy("%(lane)s is not on the map yet: its %(visits)s visits are planned as if in the middle of the committee."),
    "no_places": gettext_lazy("No lane has a place on the map yet: ways are not counted."),
    "pin_released": gettext_lazy("A pinned stop was released: %(carer)s is not at work."),
    "absent": gettext_lazy("Absent today: %(carers)s."),
    "begun_absent": gettext_lazy("%(carer)s is not at work any more: visits she had begun (%(visits)s) stay hers in the books."),
}

# Why a change is refused (rounds.rules.DayRefused).
REFUSALS = {
    "planning": gettext_lazy("The day is being planned just now. Wait until it is done, or stop waiting."),
    "nothing_planned": gettext_lazy("There is nothing to publish: plan the day first."),
    "complaints": gettext_lazy("The plan breaks rules that nobody has insisted on. Mend them first."),
    "no_visit": gettext_lazy("This visit is not in the day's plan any more."),
    "no_carer": gettext_lazy("This carer does not belong to the street."),
    "begun": gettext_lazy("This visit has begun: it stays where it is."),
    "twice": gettext_lazy("A carer cannot be sent twice to one visit."),
    "crossed": gettext_lazy("Two visits for two carers would stand in opposite order: nobody could keep both."),
    "still_here": gettext_lazy("%(carer)s is at work in the books. Enter her absence first, then plan without her."),
    "no_elder": gettext_lazy("This elder does not belong to the street."),
    "no_place": gettext_lazy("It does not fit there any more. Look at the best places again."),
    "unknown_service": gettext_lazy("This service is not in the catalogue."),
    "window": gettext_lazy("The time must begin before it ends."),
    "past": gettext_lazy("This time has passed. Choose a later one."),
    "minutes": gettext_lazy("So many minutes cannot be."),
    "nothing_left": gettext_lazy("No visit of hers is left that has not begun: nothing is pushed."),
    "nothing_to_undo": gettext_lazy("There is nothing to undo."),
    "unsound": gettext_lazy("The plan did not pass the check and was not kept."),
    "failed": gettext_lazy("Planning was given up."),
    "changed": gettext_lazy("The day was changed while it was being planned, so the plan was not kept. Plan again."),
    "given_up": gettext_lazy("Planning was given up."),
    "proposing": gettext_lazy("A proposal for this day is being planned just now. Wait until it is done, or stop waiting."),
    "no_proposal": gettext_lazy("This proposal was taken or dropped meanwhile. Make a new one."),
    "begun_since": gettext_lazy("A visit has begun that this plan would move. Keep everything before that hour and plan the rest again."),
    "begun_out": gettext_lazy("Visits that have begun no longer fit their times: was a home moved on the map, or a visit made longer? Change the rest of the day by hand."),
    "cannot_keep": gettext_lazy("What shall stay cannot all stay: it breaks its own hours. Keep less and plan again."),
    "no_days": gettext_lazy("No day of this week can be planned any more: all are past or on the phones."),
    "no_week_visits": gettext_lazy("No visits are due in this week yet. They come from the care plans, some days ahead."),
    "no_week_proposal": gettext_lazy("There is no proposal to apply: plan the week first."),
    "week_changed": gettext_lazy("Visits, carers or days have changed since the week was planned, so nothing was applied. Plan the week again."),
    "week_moved_on": gettext_lazy("A day of this week was changed or published since, or a visit has begun: the week cannot be taken back any more."),
}

# What was done to a day (RoundVersion.change).
CHANGES = {
    "planned": gettext_lazy("planned"),
    "without": gettext_lazy("planned without %(carer)s"),
    "added": gettext_lazy("added %(visit)s, given to %(carer)s"),
    "late": gettext_lazy("%(carer)s runs %(minutes)s minutes late"),
    "moved": gettext_lazy("changed the order: %(visit)s"),
    "reassigned": gettext_lazy("gave %(visit)s to %(carer)s"),
    "given": gettext_lazy("gave %(visit)s to %(carer)s"),
    "taken_out": gettext_lazy("took out %(visit)s"),
    "pinned": gettext_lazy("pinned %(visit)s"),
    "unpinned": gettext_lazy("let go %(visit)s"),
    "undone": gettext_lazy("took the last change back"),
    "night": gettext_lazy("planned at night"),
    "taken": gettext_lazy("took proposal %(number)s"),
    "restored": gettext_lazy("went back to version %(number)s"),
    "week": gettext_lazy("planned with the whole week"),
}


class Names:
    """Names for the ids in codes: carers by id, visits by id."""

    def __init__(self, carers: dict[int, str], visits: dict[int, str]) -> None:
        self.carers, self.visits = carers, visits

    def carer(self, pk: object) -> str:
        """One name, or several ids joined by 、."""
        return listed(self.carers.get(int(p), "?") for p in str(pk).split("、") if p.isdigit()) or str(pk or "")

    def visit(self, pk: object) -> str:
        """Whose visit, and what."""
        return self.visits.get(int(pk), _("a visit")) if str(pk or "").isdigit() else _("a visit")



def clock(seconds: int) -> str:
    """Seconds since midnight as 9:05."""
    return f"{seconds // 3600 % 24}:{seconds % 3600 // 60:02d}"


def say(table: dict[str, object], code: str, params: dict, names: Names) -> str:
    """The sentence of a code; the code itself where no sentence is known."""
    if code not in table:
        return code
    words = {
        "visit": _("a visit"), "carer": "", "wanted": "", "got": "", "carers": "", "lane": "", "visits": "", "start": "", "over": "", "minutes": "",
    } | dict(params)  # fmt: skip
    words["carer"] = names.carer(words["carer"]) if str(words["carer"]).replace("、", "").isdigit() else words["carer"]
    words["visit"] = names.visit(words["visit"]) if str(words["visit"]).isdigit() else words["visit"]
    words["lane"] = words["lane"] or _("A home without a lane")
    if isinstance(words["start"], int):
        words["start"] = clock(words["start"])
    if isinstance(words["over"], int):
        words["over"] = -(-words["over"] // 60)
    if isinstance(words["carers"], list):
        words["carers"] = listed(words["carers"])
    return str(table[code]) % words


def complaint(one: dict, names: Names) -> str:
    """A broken rule as a sentence."""
    code, params = one["code"], one["params"]
    if code == "shift" and "over" not in params:
        code = "hours"
    elif code == "pinned_start":
        params = {"start": params["wanted"]}
    return say(COMPLAINTS, code, {**params, "carer": one["carer"] or "", "visit": one["visit"] or ""}, names)


def reasons(found: list[dict], names: Names) -> list[tuple[str, str, int]]:
    """Why nobody goes, grouped: (reason, names, how many), the reason that is nearest to being mended first.

    Where the clock decides, each name carries the minutes that are missing.
    """
    groups: dict[str, list[str]] = {}
    for r in (r for r in found if r["carer"]):
        short = r.get("params", {}).get("by")
        name = names.carer(r["carer"])
        groups.setdefault(reason_of(r), []).append(_("%(carer)s (%(by)s min)") % {"carer": name, "by": -(-short // 60)} if short else name)
    order = ["partner", "break", "shift", "early", "window", "full", "load", "pinned", "refused", "sex", "absent", "skill", "tier"]
    ranked = sorted(groups, key=lambda code: order.index(code) if code in order else 99)
    return [(str(REASONS.get(code, code)), listed(groups[code]), len(groups[code])) for code in ranked]


def whoever(found: list[dict]) -> list[str]:
    """What stands in the way whoever goes, each as a sentence."""
    return [str(WHOEVER.get(r["code"], r["code"])) % {"least": -(-r["params"].get("least", 0) // 60)} for r in found if not r["carer"]]


def reason_of(one: dict) -> str:
    """The name of a reason among `REASONS`: working time that is too short at its beginning has its own."""
    return "early" if one["code"] == "shift" and one.get("params", {}).get("early") else one["code"]


# Why the night left a street's day alone, or failed (rounds.queries.night, rounds.operations.night): what, and what to do.
NIGHT = {
    "past": (gettext_lazy("the day is over"), ""),
    "no_visits": (gettext_lazy("no visits on this day"), gettext_lazy("Visits come from the care plans. Ask again when there are some.")),
    "published": (gettext_lazy("already on the phones"), ""),
    "being_planned": (gettext_lazy("the office was planning it just then"), gettext_lazy("Look at the day; ask again if it has no plan.")),
    "planned": (gettext_lazy("planned before by %(by)s"), gettext_lazy("If visits have come since: open the day and plan again there.")),
    "changed": (gettext_lazy("changed by hand by %(by)s"), gettext_lazy("If visits have come since: open the day and plan again there.")),
    "unsound": (gettext_lazy("the plan did not pass the check and was not kept"), gettext_lazy("Plan again. If it happens twice, plan the day on its own page and report it.")),
    "error": (gettext_lazy("an error: %(error)s"), gettext_lazy("Plan again. If it happens twice, the worker's log says more.")),
}  # fmt: skip


def night_reason(code: str, params: dict) -> str:
    """Why a street's day was left alone or failed."""
    words = {"by": "", "error": ""} | params
    words["by"] = words["by"] or _("somebody")
    return str(NIGHT[code][0]) % words if code in NIGHT else code


def night_mend(code: str) -> str:
    """What to do about it; "" where nothing is to be done."""
    return str(NIGHT.get(code, ("", ""))[1])
