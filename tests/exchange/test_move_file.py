"""A file moves to another street by an act of both: what goes along, what stays, who sees it then, and nobody else's rows move."""

from datetime import time, timedelta

import pytest
from django.apps import apps
from django.db.models import F
from django.urls import reverse
from pghistory.models import Event

from qianshou.access.models import LogEntry
from qianshou.access.scope import scope_of
from qianshou.care import operations as care
from qianshou.care.models import Carer, KeyElder, Link, PlanItem, Visit
from qianshou.exchange.models import ReviewCase
from qianshou.exchange.operations.moving import DECISIONS, FOLLOWS, MOVES, STAYS, offer_file, prepaid_of, refuse_file, take_file
from qianshou.kernel import clock
from qianshou.ledger.models import Account
from qianshou.meals.models import Arrangement, MealChange, Order, Pause
from qianshou.notify.models import Notice
from qianshou.people.models import Consent, FamilyLink, FileMove, Grant, Person
from qianshou.people.operations.moving import MoveRefused, NewHome, withdraw_move
from qianshou.people.queries import file_of
from qianshou.people.queries.family import NotOpen
from qianshou.reports.queries import picture_of
from qianshou.watch import operations as watch
from qianshou.watch.models import Alert, Concern, Due
from tests.cast import DAY, NOON
from tests.exchange.test_merge_files import hanging_on, relations, twin  # noqa: F401  twin: somebody with everything that can hang on a person
from tests.family.street import BACKEND, MINUTE
from tests.family.street import scope_of as family_scope_of

YESTERDAY = DAY - timedelta(days=1)


@pytest.fixture
def mover(cast, twin):  # noqa: F811
    """The twin without what keeps a file where it is: no carer's row, no open doubt; with a carer who was linked by hand and a key span."""
    Carer.objects.filter(person=twin).delete()
    ReviewCase.objects.all().delete()
    return twin


@pytest.fixture
def home(cast) -> NewHome:
    return NewHome(committee_id=cast.elsewhere_committee.pk, door="海州路 9 号")


def offer(cast, person, reason="搬到女儿家", **more) -> FileMove:
    values = {"person_id": person.pk, "to_street_id": cast.elsewhere.pk, "reason": reason, "now": NOON, "by_id": cast.officer.pk} | more
    return offer_file(**values)


def take(cast, move, home, now=NOON + MINUTE) -> FileMove:
    return take_file(move_id=move.pk, home=home, now=now, by_id=cast.outsider.pk)


def rows_with_street() -> dict[str, dict]:
    """Every table of ours with a street: id → street, whatever it is about."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        if model.__module__.startswith("qianshou.") and not issubclass(model, Event) and any(f.name == "street" for f in model._meta.get_fields()):
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
        fields = {f.name for f in model._meta.get_fields()}
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


def test_until_it_is_taken_nothing_changes_and_the_offer_can_be_taken_back(cast, mover, home):
    before, held = rows_with_street(), hanging_on(mover)
    move = offer(cast, mover)
    withdraw_move(move_id=move.pk, now=NOON + MINUTE, by_id=cast.officer.pk)
    with pytest.raises(MoveRefused, match="gone"):
        take(cast, move, home)
    with pytest.raises(MoveRefused, match="gone"):
        withdraw_move(move_id=move.pk, now=NOON, by_id=cast.officer.pk)
    left = rows_with_street()
    left["people.FileMove"] = before["people.FileMove"]
    assert left == before
    assert {k: v for k, v in hanging_on(mover).items() if k != "people.FileMove.person"} == held


def test_the_old_street_gets_404_and_the_new_one_reads_the_history(cast, mover, home, client):
    with clock.frozen(NOON + MINUTE):
        take(cast, offer(cast, mover), home)
        client.force_login(cast.officer, backend=BACKEND)
        assert client.get(reverse("people-file", args=[mover.pk])).status_code == 404
        stub = client.get(reverse("moves-list") + "?show=out").content.decode()
        assert "沈玉芳" in stub and "定海路街道" in stub and reverse("people-file", args=[mover.pk]) not in stub
        client.force_login(cast.outsider, backend=BACKEND)
        page = client.get(reverse("people-file", args=[mover.pk])).content.decode()
        assert "海州居委会" in page and "咳嗽" in page and "多喝水" in page
    picture = picture_of(scope=scope_of(cast.outsider, DAY), person=Person.objects.get(pk=mover.pk), now=NOON + MINUTE)
    assert picture.past and not picture.links and picture.key.street == cast.elsewhere
    assert Visit.objects.filter(elder=mover, street=cast.street, events__isnull=False).exists()  # who came when stays in the old books


def test_carers_and_family_are_shut_out_at_once(cast, mover, home):
    seen = scope_of(cast.shao.person.user, DAY)
    assert file_of(seen, mover.pk, DAY).pk == mover.pk
    link = FamilyLink.objects.get(person=mover)
    take(cast, offer(cast, mover), home)
    with pytest.raises(Person.DoesNotExist):
        file_of(seen, mover.pk, DAY)
    assert not Grant.objects.filter(person=mover, until__isnull=True).exists() and not Grant.objects.filter(person=mover, until__gte=DAY).exists()
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
        assert not model.objects.filter(person=mover, until__isnull=True).exists() and not model.objects.filter(person=mover, until__gte=DAY, since__lte=DAY).exists()
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
    assert move.kept["prepaid_fen"] == 5000 and set(Account.objects.filter(person=mover).values_list("street", flat=True)) == {cast.street.pk}


def test_both_streets_have_it_in_their_log_and_the_offerer_is_told(cast, mover, home):
    take(cast, offer(cast, mover), home)
    acts = LogEntry.objects.filter(target="person", target_id=str(mover.pk), act__startswith="move.").order_by("pk").values_list("act", "street_id", "user_id")
    here, there = cast.street.pk, cast.elsewhere.pk
    assert list(acts) == [("move.offered", here, cast.officer.pk), ("move.left", here, cast.outsider.pk), ("move.taken", there, cast.outsider.pk)]
    assert Notice.objects.get(code="file_move").user == cast.officer


def test_refused_with_a_reason_it_stays(cast, mover, home):
    move = offer(cast, mover)
    with pytest.raises(MoveRefused, match="reason"):
        refuse_file(move_id=move.pk, reason=" ", now=NOON, by_id=cast.outsider.pk)
    refuse_file(move_id=move.pk, reason="不住在我们这里", now=NOON, by_id=cast.outsider.pk)
    with pytest.raises(MoveRefused, match="gone"):
        take(cast, move, home)
    assert Person.objects.get(pk=mover.pk).street == cast.street
    assert Notice.objects.get(code="file_move").params["state"] == "refused"
    assert offer(cast, mover).state == "offered"  # and can be offered again


@pytest.mark.parametrize("code", ["same", "street", "reason", "offered", "account", "carer", "doubt", "merged"])
def test_what_keeps_a_file_where_it_is(cast, mover, code):
    more = {"same": {"to_street_id": cast.street.pk}, "street": {"to_street_id": 0}, "reason": {"reason": " "}}.get(code, {})
    if code == "offered":
        offer(cast, mover)
    elif code == "account":
        Person.objects.filter(pk=mover.pk).update(user=cast.family)
    elif code == "carer":
        Carer.objects.create(person=mover, street=cast.street, number="志777", tier="volunteer")
    elif code == "doubt":
        ReviewCase.objects.create(street=cast.street, person=mover, fingerprint="x", reasons=[], made_at=NOON)
    elif code == "merged":
        Person.objects.filter(pk=mover.pk).update(merged_into=cast.shen)
    with pytest.raises(MoveRefused, match=code):
        offer(cast, mover, **more)


@pytest.mark.parametrize("field", ["committee_id", "place_id"])
def test_committee_and_lane_must_be_of_the_new_street_and_nothing_is_written_otherwise(cast, mover, home, field):
    foreign = {"committee_id": cast.huaide.pk, "place_id": cast.lane.pk}[field]
    values = {"committee_id": home.committee_id, field: foreign}
    move = offer(cast, mover)
    with pytest.raises(MoveRefused, match="home"):
        take(cast, move, NewHome(**values))
    move.refresh_from_db()
    assert move.state == "offered" and Person.objects.get(pk=mover.pk).street == cast.street


def test_moved_there_and_back_again(cast, mover, home):
    take(cast, offer(cast, mover), home)
    back = offer_file(person_id=mover.pk, to_street_id=cast.street.pk, reason="搬回来", now=NOON + 2 * MINUTE, by_id=cast.outsider.pk)
    take_file(move_id=back.pk, home=NewHome(cast.huolan.pk, cast.lane.pk, "3号"), now=NOON + 3 * MINUTE, by_id=cast.officer.pk)
    person = Person.objects.select_related("file").get(pk=mover.pk)
    assert (person.street, person.file.street, person.committee) == (cast.street, cast.street, cast.huolan)
    assert Concern.objects.filter(person=mover).exclude(street=cast.street).count() == 0
    assert KeyElder.objects.get(elder=mover, until__isnull=True).street == cast.street


def test_pages_of_both_sides_and_the_outsider(cast, mover, client):
    with clock.frozen(NOON):
        client.force_login(cast.officer, backend=BACKEND)
        assert client.get(reverse("moves-offer", args=[mover.pk])).status_code == 200
        assert client.post(reverse("moves-offer", args=[mover.pk]), {"street": cast.elsewhere.pk, "reason": ""}).status_code == 422
        client.post(reverse("moves-offer", args=[mover.pk]), {"street": cast.elsewhere.pk, "reason": "搬家"})
        move = FileMove.objects.get()
        for name in ("moves-one", "moves-take", "moves-refuse"):  # the offering side may not answer for the other
            assert client.get(reverse(name, args=[move.pk])).status_code in (404, 405)
            assert client.post(reverse(name, args=[move.pk])).status_code == 404
        client.force_login(cast.outsider, backend=BACKEND)
        listed = client.get(reverse("moves-list")).content.decode()
        assert "沈玉芳" in listed and "怀德路" not in listed and "139000" not in listed
        assert client.get(reverse("people-file", args=[mover.pk])).status_code == 404  # not before it is taken
        assert client.post(reverse("moves-withdraw", args=[move.pk])).status_code == 404
        assert client.post(reverse("moves-take", args=[move.pk]), {"committee": cast.huaide.pk}).status_code == 422
        answer = client.post(reverse("moves-take", args=[move.pk]), {"committee": cast.elsewhere_committee.pk, "door": "1号"})
        assert answer.url == reverse("people-file", args=[mover.pk]) and client.get(answer.url).status_code == 200
        for user in (cast.committee_worker, cast.desk, cast.district_officer, cast.tan.person.user):
            client.force_login(user, backend=BACKEND)
            assert client.get(reverse("moves-list")).status_code == 403

