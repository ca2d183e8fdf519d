"""A file moves to another street by an act of both: what goes along, what stays, who sees it then, and nobody else's rows move."""

from datetime import time, timedelta

import pytest
from django.apps import apps
from django.db.models import F
from pghistory.models import Event

from qianshou.access.scope import scope_of
from qianshou.care import operations as care
from qianshou.care.models import Carer, KeyElder, Link, PlanItem, Visit
from qianshou.exchange.operations.moving import DECISIONS, FOLLOWS, MOVES, STAYS, offer_file, prepaid_of, take_file
from qianshou.ledger.models import Account
from qianshou.meals.models import Arrangement, MealChange, Order, Pause
from qianshou.people.models import Consent, FamilyLink, FileMove, Grant, Person
from qianshou.people.operations.moving import NewHome
from qianshou.people.queries import file_of
from qianshou.people.queries.family import NotOpen
from qianshou.watch import operations as watch
from qianshou.watch.models import Alert, Concern, Due
from tests.cast import DAY, NOON
from tests.exchange.twins import hanging_on, relations
from tests.family.street import MINUTE
from tests.family.street import scope_of as family_scope_of

YESTERDAY = DAY - timedelta(days=1)


def offer(cast, person, reason="搬到女儿家", **more) -> FileMove:
    values = {"person_id": person.pk, "to_street_id": cast.elsewhere.pk, "reason": reason, "now": NOON, "by_id": cast.officer.pk} | more
    return offer_file(**values)


def take(cast, move, home, now=NOON + MINUTE) -> FileMove:
    return take_file(move_id=move.pk, home=home, now=now, by_id=cast.outsider.pk)


def rows_with_street() -> dict[str, dict]:
    """Every table of ours with a street: id → street, whatever it is about."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if (
            model.__module__.startswith("qianshou.")
            and not issubclass(model, Event)
            and any(f.name == "street" for f in model._meta.get_fields())
        ):
            found[model._meta.label] = dict(model.objects.values_list("pk", "street_id"))
    return found


def test_every_relation_to_a_person_has_a_decision():
    assert set(relations()) == set(DECISIONS), "decide in exchange.operations.moving what a move does with it, and do it"
    for name, (model, _) in relations().items():
        has_street = any(f.name == "street" for f in model._meta.get_fields())
        assert has_street or DECISIONS[name][0] in (FOLLOWS, STAYS), f"{name} has no street that could move"


def test_what_is_said_to_move_moves_what_stays_stays_and_nothing_of_anybody_else_moves(cast, mover, home):
    hangs, before = hanging_on(mover), rows_with_street()
    take(cast, offer(cast, mover), home)
    after = rows_with_street()
    moved = {(label, pk) for label, rows in after.items() for pk, street in rows.items() if before.get(label, {}).get(pk, street) != street}
    expected = {("people.Person", mover.pk)}
    for name, (model, _) in relations().items():
        if DECISIONS[name][0] == MOVES:
            expected |= {(model._meta.label, pk) for pk in hangs.get(name, [])}
    concerns = set(Concern.objects.filter(person=mover).values_list("pk", flat=True))
    answers = {d.pk for d in Due.objects.filter(person=mover, kind="concern")}
    assert concerns and {Due.objects.get(pk=pk).ref["concern"] for pk in answers} == concerns
    expected |= {("watch.Due", pk) for pk in answers} | {("watch.Alert", a.pk) for a in Alert.objects.filter(due__in=answers)}
    assert moved == expected
    assert all(after[label][pk] == cast.elsewhere.pk for label, pk in moved)


def test_no_moved_row_is_for_a_committee_of_the_old_street(cast, mover, home):
    take(cast, offer(cast, mover), home)
    for model in apps.get_models(include_auto_created=True):
        fields = {f.name for f in model._meta.get_fields() if f.is_relation}
        if model.__module__.startswith("qianshou.") and not issubclass(model, Event) and {"street", "committee"} <= fields:
            torn = model.objects.filter(committee__isnull=False).exclude(committee__street_id=F("street_id"))
            assert not torn.exists(), model._meta.label


def test_what_hangs_on_a_row_is_in_the_same_street_as_that_row(cast, mover, home):
    """An alert and its due, an answer and its concern, a delivery and its order: never torn apart."""
    take(cast, offer(cast, mover), home)
    theirs = {model for model, _ in relations().values() if any(f.name == "street" for f in model._meta.get_fields())}
    for model in apps.get_models(include_auto_created=True):
        names = {f.name for f in model._meta.get_fields()}
        if not model.__module__.startswith("qianshou.") or issubclass(model, Event) or "street" not in names:
            continue
        for field in model._meta.get_fields():
            if field.is_relation and not field.auto_created and field.many_to_one and field.related_model in theirs - {Carer, Person}:
                torn = model.objects.filter(**{f"{field.name}__isnull": False}).exclude(**{f"{field.name}__street_id": F("street_id")})
                assert not torn.exists(), f"{model._meta.label}.{field.name}"


def test_carers_and_family_are_shut_out_at_once(cast, mover, home):
    seen = scope_of(cast.shao.person.user, DAY)
    assert file_of(seen, mover.pk, DAY).pk == mover.pk
    link = FamilyLink.objects.get(person=mover)
    take(cast, offer(cast, mover), home)
    with pytest.raises(Person.DoesNotExist):
        file_of(seen, mover.pk, DAY)
    assert (
        not Grant.objects.filter(person=mover, until__isnull=True).exists()
        and not Grant.objects.filter(person=mover, until__gte=DAY).exists()
    )
    with pytest.raises(NotOpen):
        family_scope_of(link)
    assert link.shut_why == "moved"


def test_everything_that_ran_ends_with_yesterday(cast, mover, home):
    care.add_item(elder_id=mover.pk, values={"service": "talking", "weekdays": [1, 2, 3, 4, 5], "window_start": time(16), "window_end": time(17), "minutes": 30, "since": DAY + timedelta(days=3)},
                  now=NOON, by_id=cast.officer.pk)  # fmt: skip
    Pause.objects.filter(person=mover).update(until=None)
    move = take(cast, offer(cast, mover), home)
    for model in (Link, PlanItem):
        last = model.objects.filter(elder=mover).values_list("since", "until")
        assert last and all(until is not None and until <= max(YESTERDAY, since) for since, until in last), model
    assert not KeyElder.objects.filter(elder=mover, street=cast.street, until__isnull=True).exists()
    for model in (Arrangement, Pause):
        assert (
            not model.objects.filter(person=mover, until__isnull=True).exists()
            and not model.objects.filter(person=mover, until__gte=DAY, since__lte=DAY).exists()
        )
    assert not MealChange.objects.filter(person=mover, day__gte=DAY, withdrawn_at__isnull=True).exists()
    assert not Visit.objects.filter(elder=mover, state="planned").exists()
    assert not Due.objects.filter(person=mover, street=cast.street, state__in=("open", "late")).exists()
    assert not Alert.objects.filter(person=mover, street=cast.street).exclude(state="closed").exists()
    move.refresh_from_db()
    assert move.kept["links"] == 1 and move.kept["visits"] > 0 and move.kept["dues"] >= 0 and move.kept["boxes"] == 1


def test_an_open_concern_goes_along_and_climbs_the_new_streets_ladder(cast, mover, home):
    concern = Concern.objects.filter(person=mover, state="open").first()
    watch.take_concern(concern=concern, user=cast.officer, now=NOON)
    take(cast, offer(cast, mover), home)
    concern.refresh_from_db()
    due = Due.objects.get(key=f"concern:{concern.pk}")
    assert (concern.street, concern.committee, concern.state, concern.taken_by) == (cast.elsewhere, cast.elsewhere_committee, "open", None)
    assert due.state == "open" and due.ladder == [cast.outsider.pk]
    watch.sweep(now=due.late_at + MINUTE)
    assert Alert.objects.get(due=due).street == cast.elsewhere
    watch.answer_concern(concern=concern, user=cast.outsider, answer="去看过了", now=due.late_at + 2 * MINUTE)
    due.refresh_from_db()
    assert due.state == "met_late"


def test_a_key_elder_is_a_hole_in_the_new_net(cast, mover, home):
    from qianshou.reports.queries.holes import holes_on

    take(cast, offer(cast, mover), home)
    holes = holes_on(scope=scope_of(cast.outsider, DAY), day=DAY)
    assert [person.pk for person, _ in holes] == [mover.pk]
    assert mover.pk not in [person.pk for person, _ in holes_on(scope=scope_of(cast.officer, DAY), day=DAY)]


def test_no_visit_and_no_meal_is_made_for_who_has_left(cast, mover, home):
    take(cast, offer(cast, mover), home)
    visits, orders = Visit.objects.filter(elder=mover).count(), Order.objects.filter(person=mover).count()
    for street in (cast.street, cast.elsewhere):
        care.make_visits(street_id=street.pk, first=DAY, days=14, now=NOON + MINUTE)
    assert (Visit.objects.filter(elder=mover).count(), Order.objects.filter(person=mover).count()) == (visits, orders)


def test_consents_hold_where_the_file_is(cast, mover, home):
    from qianshou.people.operations import answer_consent
    from qianshou.people.queries import said_no

    answer_consent(person_id=mover.pk, purpose="photos", given=False, how="paper", now=NOON, by_id=None)
    take(cast, offer(cast, mover), home)
    assert set(Consent.objects.filter(person=mover).values_list("street", flat=True)) == {cast.elsewhere.pk}
    assert said_no(cast.elsewhere.pk, "photos").exists() and not said_no(cast.street.pk, "photos").exists()


def test_money_stays_and_is_said(cast, mover, home):
    from qianshou.ledger import operations as ledger

    books = {"street_id": cast.street.pk, "unit": "fen", "now": NOON}
    prepaid = ledger.open_account(**books, code="meals.prepaid", name="Prepaid", person_id=mover.pk, least=0)
    cash = ledger.open_account(**books, code="cash", name="Cash", kind="outside")
    ledger.post(source="test:1", lines=[(prepaid.pk, 5000), (cash.pk, -5000)], happened_on=DAY, text="Paid in", now=NOON)
    assert prepaid_of(mover.pk) == 5000
    move = take(cast, offer(cast, mover), home)
    move.refresh_from_db()
    assert move.kept["prepaid_fen"] == 5000 and set(Account.objects.filter(person=mover).values_list("street", flat=True)) == {
        cast.street.pk
    }


def test_moved_there_and_back_again(cast, mover, home):
    take(cast, offer(cast, mover), home)
    back = offer_file(person_id=mover.pk, to_street_id=cast.street.pk, reason="搬回来", now=NOON + 2 * MINUTE, by_id=cast.outsider.pk)
    take_file(move_id=back.pk, home=NewHome(cast.huolan.pk, cast.lane.pk, "3号"), now=NOON + 3 * MINUTE, by_id=cast.officer.pk)
    person = Person.objects.select_related("file").get(pk=mover.pk)
    assert (person.street, person.file.street, person.committee) == (cast.street, cast.street, cast.huolan)
    assert Concern.objects.filter(person=mover).exclude(street=cast.street).count() == 0
    assert KeyElder.objects.get(elder=mover, until__isnull=True).street == cast.street
