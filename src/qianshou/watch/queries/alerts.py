"""Alerts: lists, one alert with its ladder, and what a channel is told of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from django.db.models import F, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from qianshou.access.models import User
from qianshou.access.scope import Scope
from qianshou.notify.rules import discreet_name
from qianshou.people.models import Contact, Phone
from qianshou.watch.models import Alert, AlertStep
from qianshou.watch.words import alert_words, due_title

MESSAGE_LINES = 12  # a robot's text holds about forty; nobody reads more than a dozen


def alerts(*, scope: Scope, state: str = "", committee_id: int | None = None, kind: str = "") -> QuerySet[Alert]:
    """Alerts of the scope: raised first and oldest first among those; closed ones the newest first."""
    found = Alert.objects.filter(scope.rows()).select_related("due", "person__place", "person__committee", "taken_by", "closed_by")
    if state in Alert.State.values:
        found = found.filter(state=state)
    if committee_id:
        found = found.filter(committee_id=committee_id)
    if kind:
        found = found.filter(due__kind=kind)
    return found.order_by(*(("-closed_at", "-pk") if state == "closed" else ("raised_at", "pk")))


def alert(*, scope: Scope, alert_id: int) -> Alert:
    """One alert; DoesNotExist for outsiders."""
    return alerts(scope=scope).get(pk=alert_id)


def counts(*, scope: Scope) -> dict[str, int]:
    """How many alerts are raised and how many taken."""
    rows = list(Alert.objects.filter(scope.rows()).exclude(state="closed").values_list("state", flat=True))
    return {"raised": rows.count("raised"), "taken": rows.count("taken")}


def oldest_open(*, scope: Scope) -> datetime | None:
    """When the longest-waiting alert was raised."""
    found = Alert.objects.filter(scope.rows(), state="raised").order_by("raised_at")
    return found.values_list("raised_at", flat=True).first()


def ladder_of(alert: Alert) -> list[dict]:
    """The ladder as a picture: each person on it, when told, and who took it."""
    told: dict[int, list[datetime]] = {}
    for step in alert.steps.filter(kind="told").order_by("at", "pk"):
        told.setdefault(step.user_id, []).append(step.at)
    ladder = list(dict.fromkeys([*(alert.due.ladder if alert.due else ()), *told]))
    users = User.objects.in_bulk(ladder)
    return [
        {"user": users[u], "told": told.get(u, []), "took": u == alert.taken_by_id, "next": alert.state == "raised" and u not in told}
        for u in ladder
        if u in users
    ]


def numbers_to_call(alert: Alert) -> list[Contact | Phone]:
    """Her own telephones first, then her emergency contacts in their order; sealed, as `people.vault` opens them."""
    if not alert.person_id:
        return []
    return [*Phone.objects.filter(person_id=alert.person_id), *Contact.objects.filter(elder_id=alert.person_id).exclude(sealed=b"")]


def message_lines(*, alert_ids: Collection[int], names: bool, language: str = "zh-hans") -> str:
    """What a group is told: how many, and for each the lane and a discreet name, no more than it takes to act.

    `names` is the street's decision for this channel: the whole name and the lane; else surname and committee only.
    """
    found = (
        Alert.objects.filter(pk__in=list(alert_ids))
        .select_related("due", "person__place", "person__committee")
        .order_by(F("raised_at"), "pk")
    )
    rows = list(found[:MESSAGE_LINES])
    with translation.override(language):
        count = len(alert_ids)
        lines = [ngettext("Qianshou: %(n)d alert wants somebody", "Qianshou: %(n)d alerts want somebody", count) % {"n": count}]
        lines += [message_line(row, names=names) for row in rows]
        if count > len(rows):
            lines.append(_("… and %(n)d more") % {"n": count - len(rows)})
    return "\n".join(lines)


def message_line(alert: Alert, *, names: bool) -> str:
    """One alert in one line."""
    if not alert.person:
        return f"· {alert_words(alert)}"
    person = alert.person
    where = person.place.name if names and person.place else (person.committee.short if person.committee else "")
    who = discreet_name(person.name, full=names)
    what = due_title(alert.due.title) if alert.due else ""
    return "· " + " ".join(filter(None, (where, who, what, alert_words(alert))))


def with_told(rows: Sequence[Alert]) -> Sequence[Alert]:
    """Give each alert `told_to`: the names told last, for a list."""
    last: dict[int, list[str]] = {}
    steps = AlertStep.objects.filter(alert__in=[r.pk for r in rows], kind="told", rung=F("alert__rung")).select_related("user")
    for step in steps:
        if step.user:
            last.setdefault(step.alert_id, []).append(str(step.user))
    for row in rows:
        row.told_to = last.get(row.pk, [])
    return rows
