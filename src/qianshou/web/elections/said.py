"""Elections in words: why an act was refused, what a rule found, how an election stands."""

from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from qianshou.care.operations.errors import Refused
from qianshou.merit.models import Election
from qianshou.merit.queries.election_rules import named

REFUSALS = {
    "dates": gettext_lazy("The days are not in order: nominations begin and end, then the vote begins and ends."),
    "title": gettext_lazy("Give it a title."),
    "twice": gettext_lazy("%(year)s has its election already."),
    "places": gettext_lazy("Say for at least one category how many are chosen, 100 at most."),
    "voters": gettext_lazy("Choose at least one group that may vote."),
    "weights": gettext_lazy("The weight of the jury is a number from 0 to 100."),
    "step": gettext_lazy("It is too late or too early for that: the election has moved on. Look at the page again."),
    "when": gettext_lazy("Nominations are taken in the days that were announced only."),
    "reason": gettext_lazy("Say why."),
    "who": gettext_lazy("Write a name."),
    "street": gettext_lazy("This carer works in another street."),
    "category": gettext_lazy("There is no category for carers of this tier."),
    "said": gettext_lazy("%(name)s has nominated her before."),
    "rule": gettext_lazy("There is no such rule."),
    "consent": gettext_lazy("She must agree to be shown with her name and work. Ask her first."),
    "checks": gettext_lazy("A rule is not met or not answered yet. Answer it above with a reason, or leave her off the list."),
    "juror": gettext_lazy("%(name)s is of the jury already."),
    "early": gettext_lazy("That is too early by the days that were announced."),
    "open": gettext_lazy("Somebody is nominated and neither on the shortlist nor off it. Settle everybody first."),
    "nobody": gettext_lazy("In one category nobody is on the shortlist."),
    "jury": gettext_lazy("The jury has weight and no members. Add them first."),
    "roll": gettext_lazy("Nobody may vote: there is no one in the groups that were announced."),
    "none": gettext_lazy("There is nobody to print for: everybody has a slip, or has voted."),
    "voted": gettext_lazy("This voter has voted, or took a paper ballot before."),
    "number": gettext_lazy("Write the number that stands on the paper, 1 to 100000."),
    "entered": gettext_lazy("Paper %(number)s is in the urn already."),
    "differs": gettext_lazy("You read paper %(number)s differently from your colleague. Look at it together; whoever entered it first corrects the entry."),
    "papers": gettext_lazy("Only %(out)s paper ballots were handed out, and so many are in. Look for a paper that does not belong here."),
    "points": gettext_lazy("Points are whole numbers from 0 to 100."),
    "jury_missing": gettext_lazy("%(n)s of the jury's points are missing."),
    "reading": gettext_lazy("%(n)s paper ballots wait for their second reading."),
    "second": gettext_lazy("Two people close a vote: a colleague of yours must do the second step."),
    # on the voter's page
    "not_yet": gettext_lazy("The vote has not begun yet."),
    "over": gettext_lazy("The vote is over. Nothing can be put in any more."),
    "slow": gettext_lazy("Too many wrong codes from this connection. Wait ten minutes, or go to the street: there you can vote on paper."),
    "typo": gettext_lazy("That is not a whole code: a sign is wrong, missing or too many. Compare it with the slip, sign by sign. There is no O, I, L, 0 or 1 in it."),
    "receipt": gettext_lazy("That is a receipt, not a voting code. You have voted with it before; it serves to find your ballot after the count."),
    "used": gettext_lazy("This code has been used. Every code votes once. If it was not you, ring the street."),
    "paper": gettext_lazy("For this code a paper ballot was handed out, so it does not vote here any more."),
    "void": gettext_lazy("This slip is void: its voter stands on the roll twice. The code on the other slip votes."),
    "other": gettext_lazy("This code belongs to another election. Look which one stands on your slip."),
    "unknown": gettext_lazy("Nobody knows this code. If you were given a newer slip, the code on it is the one."),
    "many": gettext_lazy("%(category)s: you chose %(chosen)s, and %(most)s are allowed. Take some away."),
    "candidate": gettext_lazy("Somebody you chose is not on the ballot. Begin again."),
}
STATES = {"announced": "due", "voting": "due", "closed": "hole", "published": "done", "dropped": "calm"}


def refused(error: Refused, election: Election | None = None) -> str:
    """Why it was refused, and what to do."""
    params = dict(error.params)
    if election is not None and "category" in params:
        params["category"] = categories_of(election).get(params["category"], params["category"])
    return str(REFUSALS.get(error.code, gettext_lazy("That did not work."))) % params


def categories_of(election: Election) -> dict[str, str]:
    """Code → name of the categories in the reader's language."""
    return {one["code"]: named(one, get_language()) for one in election.rules["categories"]}


def check_words(election: Election, finding) -> tuple[str, str, str]:
    """(rule, what was found and wanted, look) of one rule."""
    rule = next((named(one, get_language()) for one in election.rules["checks"] if one["code"] == finding.code), finding.code)
    look = {True: "done", False: "late", None: "hole"}[finding.ok]
    if finding.found is None:
        return rule, _("to be answered by an officer") if finding.ok is None else "", look
    found = finding.found
    words = {
        "in_post": _("still in the net") if found else _("has left"),
        "months": _("%(found)s months, %(wanted)s wanted"), "points": _("%(found)s points, %(wanted)s wanted"),
        "visits": _("%(found)s visits, %(wanted)s wanted"), "hours": _("%(found)s hours, %(wanted)s wanted"),
    }.get(finding.kind, "")  # fmt: skip
    return rule, words % {"found": found, "wanted": finding.wanted}, look


def work_words(evidence: dict) -> str:
    """What stands beside a name on the ballot: 300 points · 210 visits · 640 hours · 3 years."""
    if not evidence:
        return ""
    words = []
    if evidence["points"]:
        words.append(ngettext("%(n)s point", "%(n)s points", evidence["points"]) % {"n": evidence["points"]})
    if evidence["visits"]:
        words.append(ngettext("%(n)s visit", "%(n)s visits", evidence["visits"]) % {"n": evidence["visits"]})
    if evidence.get("hours"):
        words.append(ngettext("%(n)s hour", "%(n)s hours", evidence["hours"]) % {"n": evidence["hours"]})
    if (months := evidence.get("months")) is not None:
        years = months // 12
        words.append(ngettext("%(n)s year in the net", "%(n)s years in the net", years) % {"n": years} if years else ngettext("%(n)s month in the net", "%(n)s months in the net", months) % {"n": months})
    return " · ".join(words)
