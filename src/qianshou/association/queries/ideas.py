"""Ideas within the user's sight: where each stands, who waits for what, its thread; the activity that came of it."""

from django.db.models import Count, Prefetch, Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.people.models import Paper
from qianshou.people.queries.consents import has_consent
from qianshou.people.queries.restrictions import restricted_among
from qianshou.people.rules.restrictions import PHOTOS

from ..models import Activity, ActivityCost, ActivityPhoto, Idea, IdeaDecision, IdeaEntry, PlanLine
from ..rules.activities import Money, money
from ..rules.ideas import OVER, RUNNING

PURPOSE = "photos"


def _seen(scope: Scope) -> Q:
    return scope.rows(committee=None) & Q(street_id=scope.street_id)


def ideas(*, scope: Scope, state: str = "", over: bool = False) -> QuerySet[Idea]:
    """Those under way, the longest in its state first; or in one state; or those that are over, the newest first."""
    rows = Idea.objects.filter(_seen(scope)).select_related("member__person", "activity__occasion")
    if state:
        return rows.filter(state=state).order_by("state_since", "pk")
    return rows.filter(state__in=OVER).order_by("-state_since", "-pk") if over else rows.filter(state__in=RUNNING).order_by("state_since", "pk")


def counts(*, scope: Scope) -> dict[str, int]:
    """How many ideas stand in each state."""
    return dict(Idea.objects.filter(_seen(scope)).values_list("state").annotate(n=Count("pk")).order_by())


def idea_of(*, scope: Scope, idea_id: int) -> Idea:
    """One idea; DoesNotExist for outsiders."""
    return Idea.objects.select_related("street", "member__person", "made_by", "activity__occasion").get(_seen(scope), pk=idea_id)


def thread(idea: Idea) -> QuerySet[IdeaEntry]:
    """Everything that happened to it, in order."""
    return IdeaEntry.objects.filter(idea=idea).select_related("by", "meeting", "vote").order_by("pk")


def decision(idea: Idea) -> IdeaDecision | None:
    """The street's last word on it."""
    return IdeaDecision.objects.filter(idea=idea).select_related("by").order_by("-pk").first()


def activity_of(*, scope: Scope, activity_id: int) -> Activity:
    """One activity; DoesNotExist for outsiders."""
    return Activity.objects.select_related("idea__street", "occasion").get(_seen(scope), pk=activity_id)


def lines(activity: Activity) -> list[PlanLine]:
    """What stands on its sheet."""
    return list(PlanLine.objects.filter(activity=activity, gone_at__isnull=True))


def costs(activity: Activity) -> QuerySet[ActivityCost]:
    """What it cost, the reversed ones too."""
    return ActivityCost.objects.filter(activity=activity).select_related("by", "line")


def cost_of(*, scope: Scope, cost_id: int) -> ActivityCost:
    """One cost; DoesNotExist for outsiders."""
    return ActivityCost.objects.select_related("activity").get(scope.rows(street="activity__street_id", committee=None), pk=cost_id)


def money_of(activity: Activity) -> Money:
    """Planned, given by the street, spent."""
    given = decision(activity.idea)
    spent = [(one.street_fen, one.own_fen) for one in costs(activity) if one.reversed_at is None]
    return money(planned=[one.fen for one in lines(activity)], given=given.street_fen if given else 0, spent=spent)


def photos(activity: Activity) -> list[ActivityPhoto]:
    """Photographs that may be shown now: everybody on them agrees, and nobody has had photographs restricted. With `names` of those on it."""
    rows = ActivityPhoto.objects.filter(activity=activity, gone_at__isnull=True).select_related("paper__key", "paper__person")
    rows, found = list(rows.prefetch_related(Prefetch("people__person"))), []
    barred = restricted_among({one.person_id for row in rows for one in row.people.all()}, PHOTOS)
    for row in rows:
        people = [one.person for one in row.people.all()]
        if not barred.intersection(one.pk for one in people) and all(has_consent(one.pk, PURPOSE) for one in people):
            row.names = [one.name for one in people]
            found.append(row)
    return found


def photo_of(*, scope: Scope, photo_id: int) -> ActivityPhoto:
    """One photograph, whether or not it may be shown; DoesNotExist for outsiders."""
    return ActivityPhoto.objects.select_related("activity", "paper__key").get(scope.rows(street="activity__street_id", committee=None), pk=photo_id)


def picture(*, scope: Scope, photo_id: int) -> Paper:
    """The paper of a photograph that may be shown now. ActivityPhoto.DoesNotExist otherwise."""
    row = photo_of(scope=scope, photo_id=photo_id)
    ids = [one.person_id for one in row.people.all()]
    if row.gone_at or restricted_among(ids, PHOTOS) or not all(has_consent(pk, PURPOSE) for pk in ids):
        raise ActivityPhoto.DoesNotExist
    return row.paper
