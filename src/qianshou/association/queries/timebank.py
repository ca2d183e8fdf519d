"""The time bank as it is shown: asks in their order, hours, members with what they have, the pot, hours on their way."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from qianshou.access.scope import Scope
from qianshou.ledger.models import Account
from qianshou.people.models import Person

from ..models import TimebankAsk, TimebankHours, TimebankMatch, TimebankMember, TimebankTransfer

HOURS, POT, ON_THE_WAY = "timebank.hours", "timebank.pot", "timebank.on_the_way"


def _mine(scope: Scope, model, street: str = "street_id"):
    """Rows of the scope's street; none without the capability."""
    if not scope.may("timebank.read"):
        return model.objects.none()
    rows = model.objects.filter(scope.rows(street=street, committee=None))
    return rows.filter(**{street: scope.street_id}) if scope.street_id and not scope.everything else rows


def asks(scope: Scope, *, state: str = "", text: str = "") -> QuerySet[TimebankAsk]:
    """Asks of the street, those of a state or name; the nearest day first."""
    rows = _mine(scope, TimebankAsk).select_related("elder__committee", "elder__place", "street")
    if state:
        rows = rows.filter(state=state)
    return _named(rows, text, "elder").order_by("on", "asked_at", "pk")


def ask_of(scope: Scope, ask_id: int) -> TimebankAsk:
    """One ask; TimebankAsk.DoesNotExist for another street's."""
    return _mine(scope, TimebankAsk).select_related("elder__committee", "elder__place", "street", "asked_by").get(pk=ask_id)


def going(ask_ids: list[int]) -> dict[int, TimebankMatch]:
    """Ask → the match that stands (somebody was asked, or goes)."""
    rows = TimebankMatch.objects.filter(ask__in=ask_ids, state__in=("proposed", "agreed")).select_related("member__person")
    return {one.ask_id: one for one in rows}


def match_of(scope: Scope, match_id: int) -> TimebankMatch:
    """One match with its ask; TimebankMatch.DoesNotExist for another street's."""
    return _mine(scope, TimebankMatch).select_related("ask", "member__person").get(pk=match_id)


def hours(scope: Scope, *, state: str = "", text: str = "", before: date | None = None) -> QuerySet[TimebankHours]:
    """Hours of the street; those that wait the longest first, of others the newest. `before`: logged for a day before this one."""
    rows = _mine(scope, TimebankHours).select_related("member__person", "elder", "logged_by", "confirmed_by", "street")
    if state:
        rows = rows.filter(state=state)
    if before:
        rows = rows.filter(on__lt=before)
    if text.strip():
        rows = rows.filter(_called(text, "elder") | _called(text, "member__person"))
    return rows.order_by("on", "pk") if state in ("logged", "disputed") else rows.order_by("-on", "-pk")


def hours_of(scope: Scope, hours_id: int) -> TimebankHours:
    """One entry; TimebankHours.DoesNotExist for another street's."""
    return _mine(scope, TimebankHours).select_related("member__person", "elder", "street", "ask", "logged_by", "confirmed_by").get(pk=hours_id)


def members(scope: Scope, *, left: bool = False, kind: str = "", text: str = "") -> QuerySet[TimebankMember]:
    """Who takes part (or did), by pinyin, with what `with_balance` adds."""
    rows = _mine(scope, TimebankMember).filter(left_on__isnull=not left).select_related("person__committee", "person__place", "heir", "street")
    if kind:
        rows = rows.filter(kind=kind)
    return with_balance(_named(rows, text, "person")).order_by("person__name_key", "pk")


def with_balance(rows: QuerySet[TimebankMember]) -> QuerySet[TimebankMember]:
    """Members with `balance`, what lies on their accounts, and `gave`, all that was ever confirmed."""
    account = Account.objects.filter(
        street=OuterRef("street"), unit="minutes", code=HOURS, person=OuterRef("person"), successor__isnull=True
    )
    gave = TimebankHours.objects.filter(member=OuterRef("pk"), state="confirmed").order_by().values("member").annotate(n=Sum("minutes")).values("n")
    return rows.annotate(
        balance=Coalesce(Subquery(account.values("balance")[:1], output_field=BigIntegerField()), 0),
        gave=Coalesce(Subquery(gave, output_field=BigIntegerField()), 0),
    )


def member_of(scope: Scope, member_id: int) -> TimebankMember:
    """One member; TimebankMember.DoesNotExist for another street's."""
    return _mine(scope, TimebankMember).select_related("person__committee", "person__place", "heir", "street").get(pk=member_id)


def standing_member(scope: Scope, person_id: int) -> TimebankMember | None:
    """The membership of a person: the one that runs, else the newest; None when she never took part."""
    rows = _mine(scope, TimebankMember).filter(person_id=person_id).select_related("person", "heir", "street")
    return rows.order_by("left_on").last() if not rows.filter(left_on__isnull=True).exists() else rows.get(left_on__isnull=True)


def person_in(scope: Scope, person_id: int) -> Person:
    """Somebody of the street whom the time bank may show; also one who has moved away and left hours here. Person.DoesNotExist otherwise."""
    if not scope.may("timebank.read"):
        raise Person.DoesNotExist
    here = Q(scope.rows(committee=None)) if scope.everything or not scope.street_id else Q(street_id=scope.street_id) & scope.rows(committee=None)
    held = Account.objects.filter(scope.rows(committee=None), unit="minutes", code=HOURS, person_id=person_id)
    rows = Person.objects.filter(merged_into__isnull=True).select_related("street", "committee", "place", "file")
    return rows.get(here | Q(pk__in=held.values("person_id")), pk=person_id)


def account_id_of(scope: Scope, person_id: int) -> int | None:
    """The account on which a person's minutes lie in the scope's street; None before anything was entered."""
    rows = Account.objects.filter(scope.rows(committee=None), unit="minutes", code=HOURS, person_id=person_id, successor__isnull=True)
    return (rows.filter(street_id=scope.street_id) if scope.street_id else rows).values_list("pk", flat=True).first()


@dataclass(frozen=True, slots=True)
class Sums:
    """The bank at one glance, in minutes and numbers."""

    pot: int
    saved: int
    on_the_way: int
    members: int
    waiting: int
    to_confirm: int
    overdue: int
    doubted: int
    arriving: int


def sums(scope: Scope, *, before: date) -> Sums:
    """How the bank stands; `before`: hours of earlier days are overdue."""
    lying = dict(_mine(scope, Account).filter(unit="minutes", code__in=(HOURS, POT, ON_THE_WAY)).order_by().values_list("code").annotate(n=Sum("balance")))
    waiting = hours(scope, state="logged")
    return Sums(
        pot=int(lying.get(POT, 0)), saved=int(lying.get(HOURS, 0)), on_the_way=int(lying.get(ON_THE_WAY, 0)),
        members=_mine(scope, TimebankMember).filter(left_on__isnull=True).count(), waiting=asks(scope, state="open").count(), to_confirm=waiting.count(),
        overdue=waiting.filter(on__lt=before).count(), doubted=hours(scope, state="disputed").count(),
        arriving=_mine(scope, TimebankTransfer, "to_street_id").filter(state="offered").count(),
    )  # fmt: skip


def sent(scope: Scope) -> QuerySet[TimebankTransfer]:
    """Hours that this street offered to others, the newest first."""
    return _mine(scope, TimebankTransfer).select_related("person", "to_street").order_by("-offered_at", "-pk")


def arriving(scope: Scope) -> QuerySet[TimebankTransfer]:
    """Hours that others offered to this street: those that wait first."""
    rows = _mine(scope, TimebankTransfer, "to_street_id").select_related("street", "taken_as")
    return rows.order_by("answered_at", "-offered_at")


def transfer_of(scope: Scope, transfer_id: int, *, own: bool) -> TimebankTransfer:
    """One transfer that this street offered (`own`) or that was offered to it; TimebankTransfer.DoesNotExist otherwise."""
    return (sent(scope) if own else arriving(scope)).get(pk=transfer_id)


def _called(text: str, way: str) -> Q:
    text = text.strip()[:40]
    return Q(**{f"{way}__name__contains": text}) | Q(**{f"{way}__name_key__startswith": text.lower()})


def _named(rows: QuerySet, text: str, way: str) -> QuerySet:
    return rows.filter(_called(text, way)) if text.strip() else rows


def balance_of(scope: Scope, person_id: int) -> int:
    """Minutes that a person has in the scope's street."""
    account_id = account_id_of(scope, person_id)
    return Account.objects.values_list("balance", flat=True).get(pk=account_id) if account_id else 0


def pot_id_of(scope: Scope) -> int | None:
    """The account of the street's pot; None before anything was given."""
    return _mine(scope, Account).filter(unit="minutes", code=POT).values_list("pk", flat=True).first()


def done_for(scope: Scope, person_id: int, limit: int = 10) -> list[TimebankHours]:
    """What was done for an elder, the newest first."""
    return list(hours(scope).filter(elder_id=person_id)[:limit])
