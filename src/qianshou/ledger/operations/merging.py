"""Two files of one person become one: accounts go over to the staying file, and back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from qianshou.kernel import clock
from qianshou.people.models import Person
from qianshou.people.operations.handing_over import hand_back, hand_over
from qianshou.people.operations.merging import NotMergeable

from ..models import Account, Transaction
from .errors import BelowLeast
from .locks import locked
from .passing_on import MERGED_SOURCE, pass_on
from .reversing import mirror

TAKEN_BACK = gettext_noop("Two files merged, taken back")  # as stored; translated when shown


@transaction.atomic
def hand_over_accounts(*, later: Person, earlier: Person, now: datetime, by_id: int) -> dict:
    """Every account of `later` belongs to `earlier`. Where both have one of a code, the later's closes and its balance goes over.

    A closed account has no least balance: it only passes on what reversals of old transactions still bring. Returns what
    `hand_back_accounts` needs. NotMergeable("balance") when the staying account cannot bear what the closed one owes.
    """
    own = {(one.unit, one.code): one for one in Account.objects.filter(person=later, successor__isnull=True)}
    stay = {(one.unit, one.code): one for one in Account.objects.filter(person=earlier, successor__isnull=True)}
    both = sorted(own.keys() & stay.keys(), key=lambda key: own[key].pk)
    locked([one.pk for key in both for one in (own[key], stay[key])])
    closed = [[own[key].pk, own[key].least] for key in both]
    for key in both:
        Account.objects.filter(pk=own[key].pk).update(successor=stay[key], least=None)
        _or_not_mergeable(pass_on, account_id=own[key].pk, happened_on=clock.local_date(now), now=now, by_id=by_id)
    return {"accounts": hand_over(Account.objects.filter(person=later), "person_id", earlier.pk), "closed": closed}


@transaction.atomic
def hand_back_accounts(*, later: Person, earlier: Person, undo: dict, now: datetime, by_id: int) -> None:
    """Take that back: closed accounts open again with all that they had passed on. What was posted since on an account goes with it.

    NotMergeable("balance") when the staying account no longer has what is to be given back.
    """
    ids = [pk for pk, _ in undo["closed"]]
    successors = Account.objects.filter(pk__in=ids, successor__isnull=False).values_list("successor_id", flat=True)
    locked([*ids, *successors])
    # To whom they belong changes in the same statement: a person holds one open account of a code.
    Account.objects.filter(pk__in=ids).update(successor=None, person=later)
    for pk, least in undo["closed"]:
        passed = Transaction.objects.filter(
            postings__account=pk, source__startswith=f"{MERGED_SOURCE}{pk}:", reverses__isnull=True, reversed_by__isnull=True
        )
        for one in passed.order_by("-pk"):
            _or_not_mergeable(mirror, one, happened_on=max(one.happened_on, clock.local_date(now)), text=TAKEN_BACK, params={}, now=now, by_id=by_id)
        if least is not None and Account.objects.get(pk=pk).balance < least:
            raise NotMergeable("balance")
        Account.objects.filter(pk=pk).update(least=least)
    hand_back(Account, "person_id", undo["accounts"], held_by=earlier.pk, to=later.pk)


def _or_not_mergeable(act, *args, **kwargs) -> None:
    try:
        act(*args, **kwargs)
    except BelowLeast as error:
        raise NotMergeable("balance") from error
