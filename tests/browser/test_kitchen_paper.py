"""The kitchen's sheet folds a long list in on the screen and prints all of it."""

from __future__ import annotations

import pytest

from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.people.models import ElderFile
from tests.cast import DAY, NOON, person
from tests.meals.kitchen import describe, forbid, serve
from tests.meals_orders.days import AFTER, stand, take

pytestmark = pytest.mark.browser


def test_who_is_folded_in_on_the_screen_is_on_the_paper(cast, visit):
    describe(cast)
    serve(cast, day=DAY)
    for n in range(14):
        one = person(cast.street, f"试{n:02d}", NOON, committee=cast.huaide)
        ElderFile.objects.create(person=one, street=cast.street, opened_on=DAY, updated_at=NOON)
        forbid(cast, one, "allergy", "crustacean")
        stand(one, {2: meals.Wish(1)})
    take(cast.street)
    with clock.frozen(AFTER):
        page = visit(cast.officer)
        page.goto(f"/kitchen/{DAY}/")
        last = page.locator("details.quiet li").last
        assert page.locator(".held li").count() == 14 and not last.is_visible()
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
        assert last.is_visible()
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert not last.is_visible()
