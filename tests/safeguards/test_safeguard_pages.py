"""The pages of safeguards: lists with filters, one policy for many, one person's covers and claims; another street's officer gets nothing."""

from uuid import uuid4

import pytest
from django.urls import reverse

from qianshou.care.models import Safeguard, SafeguardIncident, SafeguardStep
from tests.assessment.test_assessment_pages import at_noon, signed_in  # noqa: F401
from tests.cast import DAY
from tests.safeguards.covers import cover, days, incident, step

pytestmark = pytest.mark.usefixtures("at_noon")
TERMS = {"kind": 1, "provider": "人保", "since": DAY.isoformat(), "until": (DAY + days(364)).isoformat(), "premium": "120.50", "amount": "20,000"}


@pytest.fixture
def officer(cast):
    return signed_in(cast.officer)


def listed(client, **asked) -> str:
    return client.get(reverse("safeguards-list"), asked).content.decode()


def test_lists_say_what_their_filters_say(cast, officer):
    assert "Nobody is covered yet" in listed(officer)
    cover(cast, until=DAY + days(20), provider="人保")
    cover(cast, cast.lu, kind=2)
    assert "沈玉芳" in listed(officer) and "No. 2 (the district has not named it yet)" in listed(officer)
    assert "陆根宝" not in listed(officer, kind=1) and "沈玉芳" not in listed(officer, provider="平安")
    assert "20 days left" in listed(officer, show="ending", days=30) and "陆根宝" not in listed(officer, show="ending", days=90)
    assert "鲍秀英" in listed(officer, show="none") and "沈玉芳" not in listed(officer, show="none")
    assert "沈玉芳" in listed(officer, show="none", kind=2)
    book = officer.get(reverse("safeguards-list"), {"show": "covered", "format": "xlsx"})
    assert book.content.startswith(b"PK")
    text = listed(officer, show="covered", format="text")
    assert "沈玉芳 No. 1 (the district has not named it yet) 人保 2026-12-14" in text
    assert "No. 1" in listed(officer, show="nonsense", kind="x", days="7")


def test_a_cover_is_written_renewed_and_taken_back_on_the_persons_page(cast, officer):
    page = reverse("safeguards-person", args=[cast.shen.pk])
    wrong = officer.post(page, TERMS | {"premium": "viel"})
    assert wrong.status_code == 422 and "in yuan" in wrong.content.decode() and "20,000" in wrong.content.decode()
    assert officer.post(page, TERMS).status_code == 302
    row = Safeguard.objects.get()
    assert (row.premium_fen, row.amount_fen) == (12_050, 2_000_000)
    refused = officer.post(page, TERMS)
    assert refused.status_code == 422 and "人保 covers the same" in refused.content.decode()
    renew = officer.get(page, {"kind": 1}).content.decode()
    assert f'value="{(row.until + days(1)).isoformat()}"' in renew and 'value="120.50"' in renew
    officer.post(reverse("safeguards-end", args=[row.pk]), {"on": DAY.isoformat(), "reason": "换了公司"})
    assert "换了公司" in officer.get(page).content.decode()
    officer.post(reverse("safeguards-runs-on", args=[row.pk]))
    officer.post(reverse("safeguards-undo", args=[row.batch]), {"person": cast.shen.pk})
    assert Safeguard.objects.get().taken_back_at and "taken back" in officer.get(page).content.decode()
    file = officer.get(reverse("people-file", args=[cast.shen.pk])).content.decode()
    assert "Covered by none of the eight." in file and page in file


def test_one_policy_for_a_whole_list_and_one_persons_part_taken_back(cast, officer):
    cover(cast, until=DAY + days(20))
    many = reverse("safeguards-many")
    assert "Nobody is chosen" in officer.get(many, {"show": "ending", "who": "all"}).content.decode()
    asked = officer.get(many, {"show": "none", "kind": 1, "who": "all"}).content.decode()
    assert "陆根宝" in asked and "鲍秀英" in asked and "沈玉芳" not in asked and "单国栋" not in asked
    batch = uuid4()
    ticks = f"{many}?show=none&person={cast.shen.pk}&person={cast.lu.pk}&person={cast.stranger.pk}"
    assert officer.post(ticks, TERMS | {"provider": "", "batch": batch}).status_code == 422
    assert officer.post(ticks, TERMS | {"batch": batch}).status_code == 302
    assert {r.person.name: r.since for r in Safeguard.objects.filter(batch=batch)} == {"沈玉芳": DAY + days(21), "陆根宝": DAY}
    officer.post(reverse("safeguards-undo", args=[batch]), {"person": cast.lu.pk})
    assert [r.person.name for r in Safeguard.objects.filter(batch=batch, taken_back_at=None)] == ["沈玉芳"]
    assert officer.post(reverse("safeguards-undo", args=[batch]), {"person": cast.stranger.pk}).status_code == 404


def test_a_claim_on_the_page_step_by_step(cast, officer):
    row, page = cover(cast), reverse("safeguards-person", args=[cast.shen.pk])
    empty = officer.post(reverse("safeguards-incident", args=[row.pk]), {"text": ""})
    assert empty.status_code == 422 and "Write what happened" in empty.content.decode()
    officer.post(reverse("safeguards-incident", args=[row.pk]), {"text": "在家滑倒", "on": DAY.isoformat(), "reported_by": "女儿"})
    fall = SafeguardIncident.objects.get()
    go_on = reverse("safeguards-step", args=[fall.pk])
    officer.post(go_on, {"state": "reported"})
    assert officer.post(go_on, {"state": "paid"}).status_code == 422
    officer.post(go_on, {"state": "paid", "paid": "1200"})
    shown = officer.get(page).content.decode()
    assert "¥1,200.00" in shown and "told by 女儿" in shown
    assert "在家滑倒" in listed(officer, show="claims")
    officer.post(go_on, {"state": "closed"})
    assert "在家滑倒" in listed(officer, show="closed") and "在家滑倒" not in listed(officer, show="claims")
    newest = SafeguardStep.objects.latest("pk")
    officer.post(reverse("safeguards-step-undo", args=[newest.pk]))
    assert "在家滑倒" in listed(officer, show="claims")


def test_whoever_may_only_read_finds_no_button(cast):
    cover(cast)
    desk = signed_in(cast.desk)
    assert "<details" not in desk.get(reverse("safeguards-person", args=[cast.shen.pk])).content.decode().partition("<main")[2].replace(
        'class="quiet"', ""
    )
    assert desk.post(reverse("safeguards-person", args=[cast.shen.pk]), TERMS).status_code == 200
    assert Safeguard.objects.count() == 1


def test_the_outsider_gets_nothing(cast):
    row = cover(cast)
    fall = incident(cast, row)
    made = step(cast, fall, "reported")
    outsider = signed_in(cast.outsider)
    assert "沈玉芳" not in listed(outsider) and "沈玉芳" not in listed(outsider, show="claims")
    assert outsider.get(reverse("safeguards-person", args=[cast.shen.pk])).status_code == 404
    assert "沈玉芳" not in outsider.get(reverse("safeguards-many"), {"person": cast.shen.pk}).content.decode()
    for name, key in (
        ("end", row.pk),
        ("runs-on", row.pk),
        ("incident", row.pk),
        ("step", fall.pk),
        ("incident-undo", fall.pk),
        ("step-undo", made.pk),
        ("undo", row.batch),
    ):
        assert outsider.post(reverse(f"safeguards-{name}", args=[key]), {"reason": "x", "text": "x"}).status_code == 404, name
    assert Safeguard.objects.filter(ended_on=None, taken_back_at=None).count() == 1
