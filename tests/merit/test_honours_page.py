"""The list of honours stays short: pages, filters in the address, counts beside them; who acts comes back to where she was."""

from datetime import date

import pytest
from django.urls import reverse

from qianshou.care.models import Carer
from qianshou.kernel import clock
from qianshou.merit.models import Honour
from qianshou.merit.operations.honours import propose_honours
from tests.cast import NOON, carer

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(cast, client):
    """Thirty volunteers of twelve years, two carers of five; the officer is signed in."""
    for n in range(30):
        carer(cast.street, f"志{n:03d}9", f"钱桂{'珍芳英'[n % 3]}", "volunteer", None, NOON, skills=[])
    Carer.objects.filter(number__endswith="9").update(joined_on=date(2014, 1, 1))
    Carer.objects.filter(pk__in=[cast.tan.pk, cast.shao.pk]).update(joined_on=date(2021, 1, 1))
    propose_honours(street_id=cast.street.pk, now=NOON)
    assert Honour.objects.count() == 32
    with clock.frozen(NOON):
        client.force_login(cast.officer)
        yield client


def page(client, query=""):
    answer = client.get(reverse("honours-list") + query)
    assert answer.status_code == 200
    return answer


def test_twenty_on_a_page_and_counts_beside_each_filter(many, cast):
    first = page(many)
    assert len(first.context["rows"]) == 20 and first.context["page"].paginator.count == 32
    assert [(code, n) for code, _words, n in first.context["kinds"]] == [("years_5", 2), ("years_10", 30)]
    assert [(code, n) for code, _words, n in first.context["states"]] == [("proposed", 32)]
    assert len(page(many, "?page=2").context["rows"]) == 12
    fives = page(many, "?honour=years_5")
    assert {line["row"].carer_id for line in fives.context["rows"]} == {cast.tan.pk, cast.shao.pk} and fives.context["states"][0][2] == 2
    assert page(many, "?q=桂芳").context["page"].paginator.count == 10 and page(many, "?q=专001").context["page"].paginator.count == 1
    assert "没有符合的" in page(many, "?q=无此人").content.decode() and page(many, "?state=confirmed").context["rows"] == []
    assert page(many, "?format=text&honour=years_10").content.decode().count("\n") == 31, "the paper has all of them"


def test_who_acts_comes_back_to_the_filtered_page(many):
    row = Honour.objects.filter(code="years_5").first()
    address = reverse("honours-decide", args=[row.pk]) + "?honour=years_5"
    assert f'action="{address}"' in page(many, "?honour=years_5").content.decode()
    wrong = many.post(address, {"approve": "1", "reason": ""})
    assert wrong.status_code == 422 and len(wrong.context["rows"]) == 2
    assert many.post(address, {"approve": "1", "reason": "表现突出"}).url == reverse("honours-list") + "?honour=years_5"
    assert [(code, n) for code, _words, n in page(many, "?honour=years_5").context["states"]] == [("proposed", 1), ("approved", 1)]


def test_outsiders_see_none_of_it(many, cast, client):
    client.force_login(cast.outsider)
    assert page(client).context["rows"] == [] and page(client).context["kinds"] == []
    assert client.post(reverse("honours-decide", args=[Honour.objects.first().pk]) + "?honour=years_5", {"approve": "1", "reason": "x"}).status_code == 404
    client.logout()
    assert client.get(reverse("honours-list") + "?honour=years_5").status_code == 302
