"""People are asked, answer, come; who must not be asked is left out with the reason; every slip is taken back; who must not get in."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from qianshou.access.scope import scope_of
from qianshou.care.models import Answer, Attendance, Invitation, Occasion
from qianshou.care.operations import attending, invitations, occasions
from qianshou.care.operations.errors import Refused
from qianshou.care.queries import invitations as queries
from qianshou.care.queries.finding import read_question
from qianshou.care.queries.vocabulary import Speech
from qianshou.people.models import ElderFile, Person
from qianshou.people.operations.consents import answer_consent
from tests.assessment.test_assessment_pages import at_noon, signed_in  # noqa: F401
from tests.cast import DAY, NOON
from tests.invitations.salon import ask, dancers, plan, salon, say


@pytest.fixture
def dancing(cast):
    """Shen, Lu and Bao dance; Bao is in hospital, Lu said no to being asked for talents."""
    Person.objects.filter(pk__in=[cast.shen.pk, cast.lu.pk, cast.bao.pk]).update(interests=["会跳广场舞"])
    answer_consent(person_id=cast.lu.pk, purpose="talents", given=False, how="spoken", now=NOON, by_id=cast.officer.pk)
    return cast


def found(cast, text="跳舞", user=None):
    speech = Speech(cast.street, DAY)
    wanted = read_question(street=cast.street, text=text, speech=speech)
    return queries.candidates(scope=scope_of(user or cast.officer, DAY), street=cast.street, wanted=wanted, today=DAY, speech=speech)


def by(cast):
    return {"now": NOON, "by_id": cast.officer.pk}


def fresh(row):
    row.refresh_from_db()
    return row


def test_who_must_not_be_asked_is_left_out_with_the_reason(dancing):
    seen = found(dancing)
    assert [p.name for p in seen.people] == ["沈玉芳"]
    assert {p.name: why for p, why in seen.left_out} == {"陆根宝": "no_consent", "鲍秀英": "hospital"}
    made, left = invitations.invite(occasion_id=salon(dancing).pk, person_ids=[dancing.shen.pk, dancing.lu.pk, dancing.bao.pk, dancing.stranger.pk], **by(dancing))
    assert [one.person_id for one in made] == [dancing.shen.pk] and set(left) == {dancing.lu.pk, dancing.bao.pk}


def test_by_hand_with_a_reason_and_never_the_dead(dancing):
    row = salon(dancing)
    with pytest.raises(Refused, match="reason"):
        invitations.invite_by_hand(occasion_id=row.pk, person_id=dancing.bao.pk, reason=" ", **by(dancing))
    made = invitations.invite_by_hand(occasion_id=row.pk, person_id=dancing.bao.pk, reason="明天出院", **by(dancing))
    assert made.by_hand == "明天出院"
    ElderFile.objects.filter(pk=dancing.lu.pk).update(status="dead")
    with pytest.raises(Refused, match="dead"):
        invitations.invite_by_hand(occasion_id=row.pk, person_id=dancing.lu.pk, reason="x", **by(dancing))
    with pytest.raises(Refused, match="person"):
        invitations.invite_by_hand(occasion_id=row.pk, person_id=dancing.stranger.pk, reason="x", **by(dancing))


def test_asking_twice_asks_once_and_who_was_taken_off_comes_back(dancing):
    row = salon(dancing)
    (one,) = ask(dancing, row, dancing.shen)
    assert ask(dancing, row, dancing.shen) == [] and invitations.take_off(invitation_id=one.pk, **by(dancing))
    assert not invitations.take_off(invitation_id=one.pk, **by(dancing))
    assert [back.pk for back in ask(dancing, row, dancing.shen)] == [one.pk] and fresh(one).taken_off_at is None


def test_the_third_waits_and_moves_up_when_a_place_is_given_up(cast):
    row = salon(cast, places=2)
    first, second, third = ask(cast, row, *dancers(cast, 3))
    for one in (first, second, third):
        said = say(cast, one, "yes")
    assert [fresh(one).seat for one in (first, second, third)] == [1, 2, None]
    no = say(cast, first, "no", note="要看医生")
    assert fresh(third).seat == 1 and third.moved_up_at and not third.told_at
    assert queries.to_ring(row, DAY)[0].pk == third.pk, "who moved up is rung first"
    assert invitations.told(invitation_id=third.pk, **by(cast)) and not invitations.told(invitation_id=third.pk, **by(cast))
    assert invitations.take_back_answer(answer_id=no.pk, **by(cast)) and not invitations.take_back_answer(answer_id=no.pk, **by(cast))
    assert fresh(first).seat is None and first.since_answer and fresh(third).seat == 1, "the place that went on stays there; she waits"
    assert invitations.take_back_answer(answer_id=said.pk, **by(cast)) and fresh(first).seat == 1


def test_whoever_asks_to_be_rung_again_comes_up_on_her_day(cast):
    row = salon(cast)
    (one,) = ask(cast, row, cast.shen)
    say(cast, one, "again", call_on=DAY + timedelta(days=1))
    assert not queries.to_ring(row, DAY) and queries.to_ring(row, DAY + timedelta(days=1)).get().pk == one.pk
    say(cast, one, "unreached")
    assert queries.to_ring(row, DAY).get().pk == one.pk and fresh(one).call_on is None
    for bad, code in (({"kind": "maybe"}, "kind"), ({"kind": "yes", "via": "pigeon"}, "via")):
        with pytest.raises(Refused, match=code):
            say(cast, one, **bad)


def test_counts_of_asked_yes_and_came(cast):
    row = salon(cast, places=2, on=DAY)
    people = ask(cast, row, *dancers(cast, 5))
    for one in people[:3]:
        say(cast, one, "yes")
    say(cast, people[3], "no")
    attending.sign_in(occasion_id=row.pk, person_id=people[0].person_id, **by(cast))
    unasked = attending.sign_in(occasion_id=row.pk, person_id=cast.shen.pk, **by(cast))
    assert unasked.unasked and attending.sign_in(occasion_id=row.pk, person_id=cast.shen.pk, **by(cast)).pk == unasked.pk
    seen = queries.occasion_of(scope=scope_of(cast.officer, DAY), occasion_id=row.pk)
    assert (seen.asked, seen.seated, seen.waiting, seen.no, seen.silent, seen.came, seen.unasked, seen.missed) == (5, 2, 1, 1, 1, 2, 1, 1)
    assert attending.take_back_attendance(attendance_id=unasked.pk, **by(cast)) and not attending.take_back_attendance(attendance_id=unasked.pk, **by(cast))
    assert queries.occasion_of(scope=scope_of(cast.officer, DAY), occasion_id=row.pk).came == 1
    with pytest.raises(Refused, match="early"):
        attending.sign_in(occasion_id=salon(cast).pk, person_id=cast.shen.pk, **by(cast))


def test_closed_or_called_off_nothing_is_written_until_it_is_opened_again(cast):
    row = salon(cast)
    (one,) = ask(cast, row, cast.shen)
    with pytest.raises(Refused, match="reason"):
        occasions.call_off(occasion_id=row.pk, reason="", **by(cast))
    occasions.call_off(occasion_id=row.pk, reason="下雪", **by(cast))
    for act in (lambda: say(cast, one, "yes"), lambda: ask(cast, row, cast.lu), lambda: occasions.close(occasion_id=row.pk, result="", **by(cast))):
        with pytest.raises(Refused, match="over"):
            act()
    assert occasions.reopen(occasion_id=row.pk, **by(cast)) and not occasions.reopen(occasion_id=row.pk, **by(cast))
    say(cast, one, "yes")
    assert fresh(occasions.close(occasion_id=row.pk, result="很开心", **by(cast))).result == "很开心"


def test_a_plan_that_makes_no_sense_is_refused(cast):
    for bad, code in (({"name": " "}, "name"), ({"where": ""}, "where"), ({"organiser": ""}, "organiser"), ({"places": 0}, "places"), ({"ends": plan().starts}, "ends"), ({"answer_by": DAY + timedelta(days=9)}, "answer_by")):
        with pytest.raises(Refused, match=code):
            salon(cast, **bad)
    row = salon(cast)
    with pytest.raises(Refused, match="stale"):
        occasions.change_occasion(occasion_id=row.pk, plan=plan(), version=9, **by(cast))
    with pytest.raises(Refused, match="committee"):
        salon(cast, committee=cast.elsewhere_committee)


def test_from_the_question_to_the_file_on_the_pages(dancing):
    cast, officer = dancing, signed_in(dancing.officer)
    page = officer.get(reverse("invitations-new"), {"q": "跳舞"}).content.decode()
    for words in ("Plan it and ask 1 person", "沈玉芳", "does not wish to be asked", "is in hospital"):
        assert words in page, words
    form = {"q": "跳舞", "name": "Salon", "on": DAY.isoformat(), "starts": "14:00", "where": "Room 2", "organiser": "Street", "places": "1"}
    assert officer.post(reverse("invitations-new"), form | {"where": ""}).status_code == 422 and not Occasion.objects.exists()
    answer = officer.post(reverse("invitations-new"), form)
    row = Occasion.objects.get()
    assert answer.url == reverse("invitations-one", args=[row.pk])
    one = row.invitations.get()
    calls = officer.get(reverse("invitations-calls", args=[row.pk])).content.decode()
    assert "138 1700 1234" in calls and "1 place free" in calls
    said = officer.post(reverse("invitations-answer", args=[one.pk]), {"kind": "yes", "note": "with her stick", "next": "calls", "batch": str(uuid4())}, follow=True).content.decode()
    assert "沈玉芳 has place 1." in said and "Everybody was rung." in said
    listed = officer.get(reverse("invitations-one", args=[row.pk])).content.decode()
    for words in ("with her stick", "place 1", "Left out by the list", "鲍秀英"):
        assert words in listed, words
    assert "Say why" in officer.post(reverse("invitations-ask-one", args=[row.pk]), {"person": cast.bao.pk}, follow=True).content.decode()
    added = officer.post(reverse("invitations-ask-one", args=[row.pk]), {"person": cast.bao.pk, "reason": "back tomorrow"}, follow=True).content.decode()
    assert "by hand: back tomorrow" in added
    here = officer.post(reverse("invitations-came", args=[row.pk]), {"person": cast.shen.pk}, follow=True).content.decode()
    assert "沈玉芳 is here." in here and "1 is here" in here
    assert "Salon" in officer.get(reverse("people-file", args=[cast.shen.pk])).content.decode()
    officer.post(reverse("invitations-came-undo", args=[Attendance.objects.get().pk]))
    assert Attendance.objects.get().taken_back_at
    officer.post(reverse("invitations-close", args=[row.pk]), {"result": "lovely"})
    assert "lovely" in officer.get(reverse("invitations"), {"show": "past", "format": "text"}).content.decode() or Occasion.objects.get().result == "lovely"
    officer.post(reverse("invitations-reopen", args=[row.pk]))
    officer.post(reverse("invitations-answer-undo", args=[Answer.objects.get().pk]))
    assert fresh(one).answer == "" and fresh(one).seat is None
    officer.post(reverse("invitations-off", args=[one.pk]))
    officer.post(reverse("invitations-back", args=[one.pk]))
    assert Invitation.objects.get(pk=one.pk).taken_off_at is None


def test_only_the_picked_are_asked(dancing):
    answer_consent(person_id=dancing.lu.pk, purpose="talents", given=True, how="spoken", witness="王敏", now=NOON, by_id=dancing.officer.pk)
    officer = signed_in(dancing.officer)
    form = {"q": "跳舞", "pick": [dancing.lu.pk], "name": "Salon", "on": DAY.isoformat(), "starts": "14:00", "where": "Room 2", "organiser": "Street"}
    officer.post(reverse("invitations-new"), form)
    assert Invitation.objects.get().person == dancing.lu


def test_paper_and_words_to_take_away(dancing):
    officer, row = signed_in(dancing.officer), salon(dancing, question="跳舞")
    assert officer.get(reverse("invitations-letters-pdf", args=[row.pk])).status_code == 302, "nobody to write to"
    (one,) = ask(dancing, row, dancing.shen)
    say(dancing, one, "yes")
    for name in ("call-list", "letters", "sign-in"):
        for language in ("zh", "en"):
            answer = officer.get(reverse(f"invitations-{name}-pdf", args=[row.pk]), {"language": language})
            assert answer.status_code == 200 and answer.content.startswith(b"%PDF"), name
    text = officer.get(reverse("invitations-message", args=[row.pk]), {"format": "text"}).content.decode()
    assert "一起跳舞" in text and "平凉活动室" in text
    assert "does not write to old people" in officer.get(reverse("invitations-message", args=[row.pk])).content.decode()
    assert officer.get(reverse("invitations-one", args=[row.pk]), {"format": "xlsx"}).status_code == 200
    assert officer.get(reverse("invitations"), {"format": "xlsx"}).status_code == 200


def test_a_committee_sees_its_own_and_the_secretary_rings_without_the_files(dancing):
    street, own = salon(dancing), salon(dancing, committee=dancing.huaide)
    ask(dancing, own, dancing.shen)
    worker = signed_in(dancing.committee_worker)
    assert worker.get(reverse("invitations-one", args=[street.pk])).status_code == 404 and worker.get(reverse("invitations-one", args=[own.pk])).status_code == 200
    assert worker.post(reverse("invitations-ask-one", args=[own.pk]), {"person": dancing.lu.pk, "reason": "x"}).status_code == 404, "of another committee"
    worker.post(reverse("invitations-new"), {"q": "跳舞", "name": "Salon", "on": DAY.isoformat(), "starts": "14:00", "where": "Room 2", "organiser": "Committee"})
    assert Occasion.objects.get(name="Salon").committee == dancing.huaide
    secretary = signed_in(dancing.secretary)
    page = secretary.get(reverse("invitations-one", args=[own.pk])).content.decode()
    assert "沈玉芳" in page and reverse("people-file", args=[dancing.shen.pk]) not in page
    assert secretary.get(reverse("finding")).status_code == 403


def test_the_outsider_gets_in_nowhere(dancing):
    row = salon(dancing, on=DAY)
    (one,) = ask(dancing, row, dancing.shen)
    said = say(dancing, one, "yes")
    here = attending.sign_in(occasion_id=row.pk, person_id=dancing.shen.pk, **by(dancing))
    outsider = signed_in(dancing.outsider)
    gets = ["one", "calls", "day", "message", "change", "found", "call-list-pdf", "letters-pdf", "sign-in-pdf"]
    posts = [("call-off", row.pk), ("close", row.pk), ("reopen", row.pk), ("ask", row.pk), ("ask-one", row.pk), ("came", row.pk), ("answer", one.pk), ("told", one.pk), ("off", one.pk), ("back", one.pk), ("answer-undo", said.pk), ("came-undo", here.pk)]
    for name in gets:
        assert outsider.get(reverse(f"invitations-{name}", args=[row.pk])).status_code == 404, name
    for name, pk in posts:
        address = reverse(f"invitations-{name}", args=[pk])
        assert outsider.post(address, {"person": dancing.shen.pk, "reason": "x", "kind": "no"}).status_code == 404, name
        assert Client().post(address).status_code == 302, name
    assert "舞蹈沙龙" not in outsider.get(reverse("invitations")).content.decode()
    own = salon(dancing)
    mine = Occasion.objects.filter(pk=own.pk)
    mine.update(street_id=dancing.elsewhere.pk)  # an occasion of the outsider's own: our people cannot be put on it
    assert outsider.post(reverse("invitations-ask-one", args=[own.pk]), {"person": dancing.shen.pk, "reason": "x"}).status_code == 404
    assert outsider.post(reverse("invitations-came", args=[own.pk]), {"person": dancing.shen.pk}).status_code == 404
    assert not own.invitations.exists() and Invitation.objects.get().seat == 1
