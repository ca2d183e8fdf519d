"""Company: wishes and offers, two people brought together, what they do, its end; and who must not get in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from qianshou.access.scope import Scope, scope_of
from qianshou.care.models import Companionship, CompanyEntry
from qianshou.care.operations import company
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.company import is_silent, offers, pairs, proposals, waiting
from qianshou.people.models import ElderFile, Grant, Person
from qianshou.people.queries.files import people_seen
from tests.assessment.test_assessment_pages import at_noon, signed_in  # noqa: F401
from tests.assessment.test_make_assessment import done
from tests.cast import DAY, NOON


def wish(cast, person=None, wanted=True, **terms):
    person = person or cast.shen
    return company.wish_for_company(elder_id=person.pk, wanted=wanted, terms=company.Terms(**terms), on=DAY, now=NOON, by_id=cast.officer.pk)


def offer(cast, most=1, carer=None, **terms):
    carer = carer or cast.volunteer
    return company.offer_company(carer_id=carer.pk, most=most, terms=company.Terms(**terms), on=DAY, now=NOON, by_id=cast.officer.pk)


def bring(cast, person=None, carer=None):
    return company.bring_together(
        elder_id=(person or cast.shen).pk, carer_id=(carer or cast.volunteer).pk, since=DAY, now=NOON, by_id=cast.officer.pk
    )


def tell(cast, pair, kind="visit", on=DAY, minutes=60, text="", batch=None):
    return company.tell(
        companionship_id=pair.pk, kind=kind, on=on, minutes=minutes, text=text, batch=batch or uuid4(), now=NOON, by_id=cast.officer.pk
    )


def proposed(cast, user=None):
    scope = scope_of(user, DAY) if user else Scope.system(cast.street.pk)
    return [(p.elder.name, p.carer.person.name) for p in proposals(scope=scope, street=cast.street, today=DAY)]


@pytest.fixture
def knitting(cast):
    """Shen knits, and so does the volunteer Qiu."""
    Person.objects.filter(pk__in=[cast.shen.pk, cast.volunteer.person_id]).update(interests=["编织"])
    wish(cast)
    offer(cast)
    return cast


@pytest.fixture
def pair(knitting) -> Companionship:
    return bring(knitting)


def test_who_wishes_and_who_offers_are_proposed_with_their_reasons(knitting):
    (found,) = proposals(scope=scope_of(knitting.officer, DAY), street=knitting.street, today=DAY)
    assert (found.elder, found.carer) == (knitting.shen, knitting.volunteer)
    assert ("interest", ["编织"]) in [(r.code, r.what) for r in found.pair.weighed.reasons]
    assert proposed(knitting, knitting.outsider) == [] == proposed(knitting, knitting.kitchen)


def test_two_words_for_one_talent_are_one(knitting):
    Person.objects.filter(pk=knitting.shen.pk).update(interests=["会结绒线", "滚灯"])
    (found,) = proposals(scope=scope_of(knitting.officer, DAY), street=knitting.street, today=DAY)
    assert ("interest", ["编织"]) in [(r.code, r.what) for r in found.pair.weighed.reasons]


def test_whoever_is_in_hospital_or_said_no_is_not_proposed(knitting):
    ElderFile.objects.filter(person=knitting.shen).update(status="hospital")
    assert proposed(knitting) == []
    ElderFile.objects.filter(person=knitting.shen).update(status="active")
    wish(knitting, wanted=False)
    assert proposed(knitting) == []
    with pytest.raises(Refused, match="not_wanted"):
        bring(knitting)


def test_brought_together_the_volunteer_sees_the_file_until_it_ends(pair, knitting):
    user = knitting.volunteer.person.user
    sees = lambda day: people_seen(scope_of(user, day), day).filter(pk=knitting.shen.pk).exists()
    assert bring(knitting).pk == pair.pk and Companionship.objects.count() == 1
    assert sees(DAY) and proposed(knitting) == []
    with pytest.raises(Refused, match="reason"):
        company.part(companionship_id=pair.pk, last_day=DAY, reason=" ", now=NOON, by_id=knitting.officer.pk)
    company.part(companionship_id=pair.pk, last_day=DAY, reason="搬家", now=NOON, by_id=knitting.officer.pk)
    assert sees(DAY) and not sees(DAY + timedelta(days=1)) and Grant.objects.filter(why="company").count() == 1
    assert proposed(knitting) == [], "a pair that ended is not proposed again"
    with pytest.raises(Refused, match="ended"):
        company.part(companionship_id=pair.pk, last_day=DAY, reason="x", now=NOON, by_id=knitting.officer.pk)


def test_a_volunteer_takes_no_more_than_she_offers(pair, knitting):
    wish(knitting, knitting.lu)
    assert proposed(knitting) == []
    with pytest.raises(Refused, match="full"):
        bring(knitting, knitting.lu)
    offer(knitting, most=2)
    assert proposed(knitting) == [("陆根宝", knitting.volunteer.person.name)]


def test_two_streets_are_not_brought_together(knitting):
    with pytest.raises(Refused, match="street"):
        bring(knitting, knitting.stranger)


def test_not_these_two_is_not_proposed_again_and_gives_no_sight(knitting):
    company.not_these_two(elder_id=knitting.shen.pk, carer_id=knitting.volunteer.pk, reason="合不来", on=DAY, now=NOON, by_id=knitting.officer.pk)
    assert proposed(knitting) == [] and not Grant.objects.filter(why="company").exists()
    (row,) = waiting(scope=scope_of(knitting.officer, DAY), street=knitting.street, today=DAY)
    assert row.elder == knitting.shen


def test_the_lonelier_comes_first_where_places_are_few(knitting):
    Person.objects.filter(pk=knitting.lu.pk).update(interests=["编织"])
    wish(knitting, knitting.lu)
    answers = {f"{who}_{what}": "p0" for who in ("family", "friends") for what in ("seen", "private", "help")}
    done(knitting, person=knitting.lu, instrument="lsns6", answers=answers)
    assert proposed(knitting) == [("陆根宝", knitting.volunteer.person.name)]


def test_what_they_do_is_told_once_and_taken_back(pair, knitting):
    batch = uuid4()
    assert tell(knitting, pair, batch=batch).pk == tell(knitting, pair, batch=batch).pk
    for bad, code in (({"kind": "dance"}, "kind"), ({"minutes": -1}, "minutes"), ({"on": DAY + timedelta(days=9)}, "future"), ({"kind": "result"}, "text")):
        with pytest.raises(Refused, match=code):
            tell(knitting, pair, **bad)
    tell(knitting, pair, kind="result", minutes=0, text="围巾展出了")
    entry = CompanyEntry.objects.get(batch=batch)
    assert company.take_back_entry(entry_id=entry.pk, now=NOON, by_id=knitting.officer.pk)
    assert not company.take_back_entry(entry_id=entry.pk, now=NOON, by_id=knitting.officer.pk)
    (shown,) = pairs(scope=scope_of(knitting.officer, DAY), street=knitting.street, today=DAY)
    assert (shown.last, shown.lately) == (None, 0)  # a result is no visit, and the visit was taken back


def test_a_pair_of_which_nothing_is_heard_for_a_month_is_silent(pair, knitting):
    later = DAY + timedelta(days=40)

    def silent():
        (shown,) = pairs(scope=Scope.system(knitting.street.pk), street=knitting.street, today=later)
        return is_silent(shown, later)

    assert silent()
    tell(knitting, pair, on=DAY)
    assert silent()
    CompanyEntry.objects.update(on=later - timedelta(days=30))
    assert not silent()


def test_the_pages_from_the_wish_to_what_came_of_it(knitting):
    Companionship.objects.all().delete()
    officer = signed_in(knitting.officer)
    shown = officer.get(reverse("company-list")).content.decode()
    assert "both like 编织" in shown and "沈玉芳" in shown
    two = {"elder": knitting.shen.pk, "carer": knitting.volunteer.pk}
    answer = officer.post(reverse("company-together"), two)
    pair = Companionship.objects.get()
    assert answer.url == reverse("company-one", args=[pair.pk]) and ["interest", ["编织"], -40] in pair.reasons
    done(knitting, instrument="lsns6")
    tell_url = reverse("company-tell", args=[pair.pk])
    assert officer.post(tell_url, {"kind": "result", "text": "", "batch": str(uuid4())}).status_code == 422
    officer.post(tell_url, {"kind": "visit", "minutes": "90", "text": "一起织围巾", "batch": str(uuid4()), "on": DAY.isoformat()})
    page = officer.get(reverse("company-one", args=[pair.pk])).content.decode()
    for words in ("一起织围巾", "both like 编织", '<svg class="curve"', "1 time together", "2 hours"):
        assert words in page, words
    officer.post(reverse("company-part", args=[pair.pk]), {"reason": "moved"})
    assert "moved" in officer.get(reverse("company-list"), {"show": "ended"}).content.decode()
    for show in ("running", "waiting", "offers"):
        assert officer.get(reverse("company-list"), {"show": show}).status_code == 200


def test_terms_are_written_down_and_what_makes_no_sense_is_refused(knitting):
    officer = signed_in(knitting.officer)
    elder, volunteer = reverse("company-elder", args=[knitting.shen.pk]), reverse("company-volunteer", args=[knitting.volunteer.pk])
    officer.post(elder, {"wanted": "no", "wishes_sex": "f", "days": ["2", "4"], "note": "下午"})
    knitting.shen.company_wish.refresh_from_db()
    assert (knitting.shen.company_wish.wanted, knitting.shen.company_wish.days) == (False, [2, 4])
    assert officer.post(volunteer, {"most": "99"}).status_code == 422
    officer.post(volunteer, {"most": "3"})
    (row,) = offers(scope=scope_of(knitting.officer, DAY), street=knitting.street)
    assert (row.most, row.has) == (3, 0)


def test_the_outsider_finds_no_company(pair, knitting):
    entry, outsider = tell(knitting, pair), signed_in(knitting.outsider)
    assert outsider.get(reverse("company-one", args=[pair.pk])).status_code == 404
    assert outsider.post(reverse("company-part", args=[pair.pk]), {"reason": "x"}).status_code == 404
    assert outsider.post(reverse("company-undo", args=[entry.pk])).status_code == 404
    assert outsider.post(reverse("company-together"), {"elder": knitting.shen.pk, "carer": knitting.volunteer.pk}).status_code == 404
    assert outsider.get(reverse("company-elder", args=[knitting.shen.pk])).status_code == 404
    assert outsider.get(reverse("company-volunteer", args=[knitting.volunteer.pk])).status_code == 404
    assert "沈玉芳" not in outsider.get(reverse("company-list"), {"show": "running"}).content.decode()
