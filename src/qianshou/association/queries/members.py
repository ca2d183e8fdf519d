"""Members, groups and offices, within the user's sight."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from qianshou.access.scope import Scope
from qianshou.care.models import Carer

from ..models import Group, GroupMember, Member, OfficeTerm, Seat

CARER, VOLUNTEER, ELDER, NO_FILE, LEFT = "carer", "volunteer", "elder", "no_file", "left"


def members_on(street_id: int, on: date) -> QuerySet[Member]:
    """Who was a member on a day."""
    return Member.objects.filter(Q(left__isnull=True) | Q(left__gte=on), street_id=street_id, joined__lte=on)


def _seen(scope: Scope) -> Q:
    return scope.rows(committee=None) & Q(street_id=scope.street_id)


def members(*, scope: Scope, text: str = "", group: int | None = None, role: str = "", left: bool = False) -> QuerySet[Member]:
    """Members by name, those who left instead where asked for. `text`: of a name, its pinyin or a card; `role`: carer | volunteer | elder | no_file.

    Each with `is_carer`, `is_volunteer`, her groups (`in_groups`) and offices (`in_office`).
    """
    mine = Carer.objects.filter(person=OuterRef("person"), left_on__isnull=True)
    rows = Member.objects.filter(_seen(scope), left__isnull=not left).annotate(
        is_volunteer=Exists(mine.filter(tier="volunteer")), is_carer=Exists(mine.exclude(tier="volunteer"))
    )
    if text := text.strip():
        rows = rows.filter(Q(person__name__contains=text) | Q(person__name_key__startswith=text.lower()) | Q(card=text) | Q(card=text.zfill(4)))
    if group:
        rows = rows.filter(groups__group_id=group, groups__until__isnull=True)
    if role == CARER:
        rows = rows.filter(is_carer=True)
    elif role == VOLUNTEER:
        rows = rows.filter(is_volunteer=True)
    elif role in (ELDER, NO_FILE):
        rows = rows.filter(person__file__isnull=role == NO_FILE)
    running = GroupMember.objects.filter(until__isnull=True).select_related("group")
    terms = OfficeTerm.objects.filter(taken_back_at__isnull=True).select_related("seat__group").order_by("-since")
    prefetches = Prefetch("groups", running, to_attr="in_groups"), Prefetch("terms", terms, to_attr="in_office")
    return rows.select_related("person__place", "person__committee", "person__file").prefetch_related(*prefetches).order_by("person__name_key", "pk")


def member_of(*, scope: Scope, member_id: int) -> Member:
    """One member; DoesNotExist for outsiders."""
    return members(scope=scope).model.objects.select_related("person__place", "person__file", "street", "made_by").get(_seen(scope), pk=member_id)


def groups(*, scope: Scope) -> QuerySet[Group]:
    """The groups that are, with how many belong (`size`), the oldest first."""
    size = Count("belonging", filter=Q(belonging__until__isnull=True))
    return Group.objects.filter(_seen(scope), ended__isnull=True).annotate(size=size).order_by("begun", "name")


def group_of(*, scope: Scope, group_id: int) -> Group:
    """One group; DoesNotExist for outsiders."""
    return Group.objects.get(_seen(scope), pk=group_id)


def belonging(group: Group) -> QuerySet[GroupMember]:
    """Who belongs to a group."""
    return GroupMember.objects.filter(group=group, until__isnull=True).select_related("member__person__place").order_by("member__person__name_key", "pk")


def belonging_of(*, scope: Scope, belonging_id: int) -> GroupMember:
    """One belonging; DoesNotExist for outsiders."""
    return GroupMember.objects.select_related("group", "member__person").get(scope.rows(street="group__street_id", committee=None), pk=belonging_id)


def terms(*, scope: Scope, group: Group | None = None) -> QuerySet[OfficeTerm]:
    """Terms of the association's offices, or of a group's, the newest first."""
    seats = Seat.objects.filter(_seen(scope), group=group)
    return OfficeTerm.objects.filter(seat__in=seats, taken_back_at__isnull=True).select_related("seat", "member__person").order_by("-since", "-pk")


def term_of(*, scope: Scope, term_id: int) -> OfficeTerm:
    """One term; DoesNotExist for outsiders."""
    return OfficeTerm.objects.select_related("seat", "member__person").get(scope.rows(street="seat__street_id", committee=None), pk=term_id)
