"""Two plans side by side, in words: what each number is, which is better by how much, what changes for whom."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from qianshou.planner.compare import CarerChange, Comparison
from qianshou.rounds.queries.compare import Choice

from ..templatetags.shell import listed, moment
from . import said

LESS, MORE, NEITHER = "less", "more", "neither"  # which is the better one

# (words, field of planner.compare.Measures, how it is written, which is better)
MEASURES = [
    (gettext_lazy("Visits without a carer"), "unserved", int, LESS),
    (gettext_lazy("Broken rules"), "broken", int, LESS),
    (gettext_lazy("Travel, minutes"), "travel", "minutes", LESS),
    (gettext_lazy("Waiting, minutes"), "waiting", "minutes", LESS),
    (gettext_lazy("Late, minutes"), "late", "minutes", LESS),
    (gettext_lazy("Overtime, minutes"), "overtime", "minutes", LESS),
    (gettext_lazy("By the one who answers for the person"), "primary", int, MORE),
    (gettext_lazy("By her backup"), "backup", int, NEITHER),
    (gettext_lazy("Visits by somebody who does not know the person"), "stranger", int, LESS),
    (gettext_lazy("Different carers for a person, on average"), "carers_per_person", float, LESS),
    (gettext_lazy("Fewest minutes of work of a carer"), "least", "minutes", MORE),
    (gettext_lazy("Most minutes of work of a carer"), "most", "minutes", LESS),
    (gettext_lazy("Mean distance from the average, minutes"), "spread", "minutes", LESS),
]


def measures(found: Comparison) -> list[dict]:
    """Each measure: words, both numbers, which is better ("" if neither), an arrow and by how much. What reads the same is the same."""
    lines = []
    for label, name, written, better in MEASURES:
        a, b = (_written(getattr(plan, name), written) for plan in (found.a, found.b))
        line = {"label": label, "a": a, "b": b, "better": "", "sign": "", "by": ""}
        if a != b and better != NEITHER:
            wins_b = (b < a) == (better == LESS)
            low = (better == LESS)
            by = round(abs(a - b), 2)
            line |= {"better": _("B is better") if wins_b else _("A is better"), "sign": "↓" if low else "↑",
                     "by": _("%(n)s less") % {"n": by} if low else _("%(n)s more") % {"n": by}}  # fmt: skip
        lines.append(line)
    return lines


def _written(value: float, how: object) -> float:
    return round(value / 60) if how == "minutes" else round(value, 2) if how is float else int(value)


def verdict(found: Comparison) -> str:
    """One sentence: which costs less, everything counted as the planner counts it."""
    n = round(abs(found.a.total - found.b.total) / 60)
    if n == 0:
        return _("Everything counted, both are equally good.")
    which = pgettext("compare", "A") if found.a.total < found.b.total else pgettext("compare", "B")
    return ngettext(
        "Everything counted, %(which)s is better, as if %(n)s minute of walking were saved.",
        "Everything counted, %(which)s is better, as if %(n)s minutes of walking were saved.", n,
    ) % {"which": which, "n": n}  # fmt: skip


def label(choice: Choice, names: said.Names) -> str:
    """What a plan is called where one chooses."""
    if choice.kind == "now":
        return _("the plan now")
    if choice.kind == "proposal":
        return _("proposal %(number)s of %(at)s") % {"number": choice.source.pk, "at": moment(choice.source.asked_at)}
    change = choice.source.change
    what = said.say(said.CHANGES, change.get("code", ""), change.get("params", {}), names)
    return _("before %(at)s “%(what)s”") % {"at": moment(choice.source.made_at), "what": what}


def changes(found: Comparison, names: said.Names) -> list[dict]:
    """For each carer with changes: name, one line in words, the visits one by one; `rows` are the same as plain cells."""
    return [_changes_of(c, {v.visit: v for v in found.visits}, names) for c in found.carers]


def _changes_of(one: CarerChange, visits: dict, names: said.Names) -> dict:
    words = [
        ngettext("%(n)s visit comes", "%(n)s visits come", len(one.come)) % {"n": len(one.come)} if one.come else "",
        ngettext("%(n)s goes", "%(n)s go", len(one.go)) % {"n": len(one.go)} if one.go else "",
        ngettext("%(n)s moves", "%(n)s move", len(one.moved)) % {"n": len(one.moved)} if one.moved else "",
    ]
    carer = names.carer(one.carer)
    rows = [_row(carer, what, visits[v], names) for what, group in ((_("comes"), one.come), (_("goes"), one.go), (_("moves"), one.moved)) for v in group if v in visits]
    return {"name": carer, "words": listed(w for w in words if w), "rows": rows,
            "lines": [f"{r['what']}：{r['visit']} {r['before']} → {r['after']}" for r in rows]}  # fmt: skip


def _row(carer: str, what: str, visit, names: said.Names) -> dict:
    return {"carer": carer, "what": what, "visit": names.visit(visit.visit), "before": _who(visit.before, visit.start_before, names),
            "after": _who(visit.after, visit.start_after, names)}  # fmt: skip


def _who(carers: tuple[str, ...], start: int | None, names: said.Names) -> str:
    """Who goes, and when."""
    return f"{listed(names.carer(c) for c in carers)} {said.clock(start)}" if carers and start is not None else _("nobody")
