"""Two files turn out to be one person, or a file moves: the points of the carers who acted follow, and are not lost."""

from datetime import timedelta

from qianshou.care.models import Companionship, PointCredit
from qianshou.care.operations.credits import credit_street
from tests.care.test_points import balance, sound
from tests.care.test_points_beside_visits import LATER, MONTH, OUTING, REVIEW, review, withdraw
from tests.cast import DAY, NOON
from tests.company.test_company_acts import tell
from tests.exchange.test_merge_files import case, merge, undo  # noqa: F401
from tests.exchange.test_move_file import offer, take

HOUR = timedelta(hours=1)


def test_two_forms_of_one_person_count_once_while_the_files_are_one(cast, twin, case):  # noqa: F811
    first, second = review(cast, cast.shen), review(cast, twin, now=NOON + HOUR)
    assert balance(cast.tan) == 2 * REVIEW
    merge(case, cast, now=NOON + 2 * HOUR)
    assert balance(cast.tan) == REVIEW and PointCredit.objects.get(points__gt=0).task == f"review:{first.pk}"
    undo(case, cast, now=NOON + 3 * HOUR)
    assert balance(cast.tan) == 2 * REVIEW and sound()
    assert PointCredit.objects.get(task=f"review:{second.pk}").revision == 3


def test_where_the_first_of_two_forms_is_taken_back_the_other_counts(cast, twin, case):  # noqa: F811
    first, second = review(cast, cast.shen), review(cast, twin, now=NOON + HOUR)
    merge(case, cast, now=NOON + 2 * HOUR)
    withdraw(first, now=NOON + 3 * HOUR)
    assert balance(cast.tan) == REVIEW and PointCredit.objects.get(points__gt=0).task == f"review:{second.pk}"
    assert credit_street(street_id=cast.street.pk, first=MONTH, last=DAY, now=LATER) == 0


def test_two_carers_who_each_made_a_form_both_keep_it(cast, twin, case):  # noqa: F811
    review(cast, cast.shen)
    review(cast, twin, carer=cast.shao, now=NOON + HOUR)
    merge(case, cast, now=NOON + 2 * HOUR)
    assert (balance(cast.tan), balance(cast.shao)) == (REVIEW, REVIEW)


def test_when_somebody_moves_to_another_street_her_carers_points_stay(cast, mover, home):
    review(cast, mover)
    tell(cast, Companionship.objects.create(elder=mover, carer=cast.feng, street=cast.street, since=DAY), kind="outing")
    take(cast, offer(cast, mover), home)
    assert credit_street(street_id=cast.street.pk, first=MONTH, last=DAY, now=LATER) == 0
    assert (balance(cast.tan), balance(cast.feng)) == (REVIEW, OUTING) and sound()
    assert credit_street(street_id=cast.elsewhere.pk, first=MONTH, last=DAY, now=LATER) == 0, "the other street's carers did nothing"
