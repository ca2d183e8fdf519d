"""The pages as secretary and officer use them; whoever is of another street, or not signed in, does not get in."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from qianshou.association.models import ActivityPhoto, Idea, Meeting, MeetingAttendance, MeetingTask, Member, PlanLine
from qianshou.association.operations.meeting_tasks import answer_task, drop_task, give_task
from qianshou.association.operations.meetings import close_minutes
from qianshou.association.operations.photos import forget_photos
from qianshou.association.queries.meetings import code_of
from qianshou.care.operations.errors import Refused
from qianshou.kernel import clock
from qianshou.people.models import Consent
from qianshou.people.operations import withdraw_consent
from qianshou.watch.models import Due
from tests.association.club import PNG, TOMORROW, brought, by, gathered, idea, meeting, member, photo, some
from tests.cast import DAY, NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(cast, client, settings, tmp_path):
    """The secretary at the desk, at noon."""
    settings.DATA_DIR = tmp_path
    with clock.frozen(NOON):
        client.force_login(cast.secretary, backend="qianshou.access.backends.PasswordBackend")
        yield client


def told(answer) -> list[str]:
    return [str(message) for message in answer.context["messages"]] if answer.context else []


def test_a_meeting_is_planned_and_the_idea_is_voted_for(cast, room):
    some(cast)
    one = idea(cast)
    answer = room.post(reverse("association-meeting-new"), {"title": "十二月例会", "on": DAY, "starts": "09:30", "where": "活动室", "chair": "0001 沈玉芳"})
    row = Meeting.objects.get()
    assert answer.url == reverse("association-meeting", args=[row.pk]) and row.chair.person == cast.shen
    for card in ("1", "0002", "0002"):
        room.post(reverse("association-came", args=[row.pk]), {"card": card})
    assert MeetingAttendance.objects.filter(how="card").count() == 2
    room.post(reverse("association-vote", args=[row.agenda.get().pk]), {"ayes": 2, "noes": 0, "abstained": 0})
    one.refresh_from_db()
    assert one.state == "proposed"
    page = room.get(reverse("association-meeting", args=[row.pk])).content.decode()
    assert "赞成2，反对0，弃权0" in page and "等街道决定" in page


def test_a_member_signs_in_by_the_square_once_and_on_the_day_only(cast, room):
    member(cast, cast.shen)
    today, later = meeting(cast), meeting(cast, on=TOMORROW)
    room.logout()
    here = reverse("association-here", args=[code_of(today)])
    assert room.get(here).status_code == 200
    wrong = room.post(here, {"card": "0001", "name": "陆根宝"})
    assert wrong.status_code == 422 and "对不上" in wrong.content.decode() and not MeetingAttendance.objects.exists()
    for _ in range(2):
        assert room.post(here, {"card": "1", "name": "沈玉芳"}).status_code == 302
    assert MeetingAttendance.objects.get().how == "scan"
    assert room.post(reverse("association-here", args=[code_of(later)]), {"card": "1", "name": "沈玉芳"}).status_code == 422
    forged = f"{later.pk}.{code_of(today).partition('.')[2]}"
    assert room.get(reverse("association-here", args=[forged])).status_code == 404
    with clock.frozen(NOON + timedelta(days=1)):
        assert "只有开会当天" in room.get(here).content.decode()


def test_the_secretary_does_not_decide_for_the_street(cast, room):
    row = brought(cast, "proposed")
    decide = reverse("activity-decide", args=[row.pk])
    assert room.post(decide, {"outcome": "approved", "reason": "好"}).status_code == 403
    assert "activity-decide" not in room.get(reverse("activity", args=[row.pk])).content.decode()
    room.force_login(cast.officer, backend="qianshou.access.backends.PasswordBackend")
    room.post(decide, {"outcome": "approved", "reason": "", "street": "300"})
    row.refresh_from_db()
    assert row.state == "proposed"
    room.post(decide, {"outcome": "approved", "reason": "丰富生活", "street": "300.50"})
    row.refresh_from_db()
    assert (row.state, row.decisions.get().street_fen) == ("approved", 30_050)


def test_the_sheet_is_typed_kept_and_printed(cast, room):
    row = brought(cast, "approved")
    head = {"name": "书法展", "kind": "exhibition", "purpose": "看字", "venue": "活动室", "on": TOMORROW, "starts": "14:00", "ends": "", "places": "20", "responsible": "裘惠芬"}
    lines = {"kind-0": "material", "what-0": "宣纸", "quantity-0": "50", "yuan-0": "150", "who-0": "秘书处", "kind-9": "risk", "what-9": "滑倒", "who-9": "垫子"}
    sheet = reverse("activity-sheet", args=[row.pk])
    assert room.post(sheet, head | lines | {"yuan-0": "一百"}).status_code == 422 and not PlanLine.objects.exists()
    assert room.post(sheet, head | lines).status_code == 302
    assert set(PlanLine.objects.values_list("kind", "what", "fen")) == {("material", "宣纸", 15_000), ("risk", "滑倒", 0)}
    for name in ("activity-plan-pdf", "activity-report-pdf"):
        for language in ("zh", "en"):
            assert room.get(reverse(name, args=[row.pk]), {"language": language}).content.startswith(b"%PDF")


def test_minutes_are_printed_with_votes_and_tasks(cast, room):
    row = brought(cast, "proposed")
    held = Meeting.objects.get()
    give_task(meeting_id=held.pk, what="借展板", who="老周", by_on=TOMORROW, **by(cast))
    for language in ("zh", "en"):
        assert room.get(reverse("association-minutes-pdf", args=[held.pk]), {"language": language}).content.startswith(b"%PDF")
    close_minutes(meeting_id=held.pk, **by(cast))
    held.refresh_from_db()
    assert (held.members, held.needed) == (4, 1) and row.state == "proposed"
    page = room.get(reverse("association-meeting", args=[held.pk])).content.decode()
    assert "记录已定稿" in page and 'name="minutes"' not in page


def test_whoever_is_erased_is_on_no_photograph_any_more(cast, room):
    plan = brought(cast, "held").activity
    first, second = photo(cast, plan, cast.shen, cast.lu), photo(cast, plan, cast.bao)
    assert forget_photos(person_id=cast.lu.pk) == 1 and forget_photos(person_id=cast.lu.pk) == 0
    assert list(ActivityPhoto.objects.values_list("pk", flat=True)) == [second.pk]
    assert room.get(reverse("activity-photo-picture", args=[first.pk])).status_code == 404


def test_a_photograph_needs_the_consent_of_those_on_it(cast, room):
    plan = brought(cast, "held").activity
    add = reverse("activity-photo", args=[plan.pk])

    def keep(**more):
        return room.post(add, {"photo": SimpleUploadedFile("p.png", PNG, "image/png"), **more}, follow=True)

    assert "没有同意" in told(keep(person=cast.shen.pk))[0]
    assert not ActivityPhoto.objects.exists()
    first = photo(cast, plan, cast.shen, cast.lu)
    picture = reverse("activity-photo-picture", args=[first.pk])
    assert room.get(picture).content == PNG
    said = Consent.objects.get(person=cast.lu, purpose="photos")
    withdraw_consent(consent_id=said.pk, reason="不想上墙", now=NOON, by_id=cast.officer.pk)
    assert room.get(picture).status_code == 404 and "photos/" not in room.get(reverse("activity", args=[plan.idea_id])).content.decode()
    keep(taken_by="0003")  # nobody can be recognised: the volunteer took it
    assert ActivityPhoto.objects.exclude(pk=first.pk).get().paper.person == cast.volunteer.person
    assert "请写由谁" in told(keep())[0]


def test_tasks_are_owed_answered_or_dropped(cast):
    held = gathered(cast, *some(cast))
    first, second = (give_task(meeting_id=held.pk, what=what, who="老周", by_on=DAY, **by(cast)) for what in ("借展板", "买笔"))
    due = Due.objects.get(key=first.due_key)
    assert due.ladder == [cast.secretary.pk, cast.officer.pk] and due.title["params"] == {"what": "借展板"}
    assert answer_task(task_id=first.pk, answer="借到了", **by(cast)) and not answer_task(task_id=first.pk, answer="借到了", **by(cast))
    assert drop_task(task_id=second.pk, reason="有了", **by(cast))
    assert list(Due.objects.filter(kind="meeting_task").order_by("pk").values_list("state", flat=True)) == ["met", "excused"]
    with pytest.raises(Refused):
        answer_task(task_id=second.pk, answer="买了", **by(cast))
    assert MeetingTask.objects.filter(answer="借到了", answered_at=NOON).exists()


def test_a_late_task_is_shown_late(cast, room):
    held = gathered(cast, *some(cast))
    give_task(meeting_id=held.pk, what="借展板", who="老周", by_on=DAY, **by(cast))
    with clock.frozen(NOON + timedelta(days=2)):
        page = room.get(reverse("association-tasks")).content.decode()
    assert 'class="state late">逾期' in page and "借展板" in page


def test_signing_up_on_the_thread(cast, room):
    row = brought(cast, "open")
    for person in (cast.shen, cast.lu, cast.bao):
        room.post(reverse("activity-sign-up", args=[row.pk]), {"person": person.pk, "batch": uuid4()})
    page = room.get(reverse("activity", args=[row.pk])).content.decode()
    assert '<dd class="standing">2<span class="soft"> / 2</span></dd>' in page
    room.post(reverse("activity-hold", args=[row.pk]), {f"used-{PlanLine.objects.first().pk}": "45", "note": "热闹"})
    row.refresh_from_db()
    assert row.state == "held" and PlanLine.objects.first().used == 45


def test_another_streets_officer_finds_nothing_here(cast, room):
    row = brought(cast, "open")
    held = Meeting.objects.get()
    room.force_login(cast.outsider, backend="qianshou.access.backends.PasswordBackend")
    for address in (reverse("activity", args=[row.pk]), reverse("association-meeting", args=[held.pk]), reverse("association-member", args=[Member.objects.first().pk])):
        assert room.get(address).status_code == 404
    for name in ("association", "association-members", "activities", "association-meetings"):
        page = room.get(reverse(name)).content.decode()
        assert "书法展" not in page and "沈玉芳" not in page
    assert room.post(reverse("activity-withdraw", args=[row.pk]), {"reason": "x"}).status_code == 404
    assert Idea.objects.get().state == "open"
    room.logout()
    assert room.get(reverse("association")).url.startswith("/login/")
