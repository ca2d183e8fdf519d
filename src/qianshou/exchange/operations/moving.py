"""A file moves to another street with its history, by an act of both sides.

What says how the person is goes along; what says what the old street did stays in its books, and can be read on the file all the same.
People may not know of care or meals, so the whole is done here, by one act of each room in one transaction.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import Sum

from qianshou.access.queries import ladder_of_roles
from qianshou.assessment.operations.moving import move_assessments
from qianshou.association.operations.club_moving import end_membership
from qianshou.association.operations.timebank_moving import end_timebank
from qianshou.care.models import Carer, IntakeCase
from qianshou.care.operations.locks import lock_street
from qianshou.care.operations.moving import end_care, take_care_over
from qianshou.care.rules.intake import OPEN as IN_INTAKE
from qianshou.kernel import clock
from qianshou.ledger.models import Account
from qianshou.meals.operations.locks import lock_meals
from qianshou.meals.operations.moving import end_meals, move_diets
from qianshou.notify.operations import tell
from qianshou.people.models import Erasure, FileMove, Person, RightsRequest
from qianshou.people.operations.moving import MoveRefused, NewHome, check_home, claim_move, move_person, note_taken, offer_move, refuse_move
from qianshou.venues.operations.moving import end_classes
from qianshou.watch.operations.moving import end_dues, move_concerns

from ..models import ReviewCase

FOLLOWS, MOVES, STAYS = "follows", "moves", "stays"
ANSWERED = "file_move"  # code of the notice that the offering officer gets
LADDER = ("street_officer", "duty_desk")
# Every relation to a person, and what a move does with it. follows: has no street of its own. moves: its street becomes the new one.
# stays: in the old street's books, ended where it still ran. A test fails when a new one is not decided here, or does not do what is said.
DECISIONS: dict[str, tuple[str, str]] = {
    "people.ElderFile.person": (MOVES, "the file itself"),
    "people.Person.merged_into": (MOVES, "files merged into it are the same person"),
    "people.Phone.person": (FOLLOWS, "whom to call"),
    "people.Contact.elder": (FOLLOWS, "whom to call"),
    "people.Contact.person": (FOLLOWS, "whose contact this person is"),
    "people.SpareKey.elder": (FOLLOWS, "who has the key; for the new street to look at"),
    "people.SpareKey.holder": (FOLLOWS, "whose key this person holds"),
    "people.Grant.person": (STAYS, "ended at once: no carer of the old street sees the file"),
    "people.PersonKey.person": (FOLLOWS, "opens her papers"),
    "people.Paper.person": (MOVES, "scans and signatures belong to the file"),
    "people.WallCode.person": (FOLLOWS, "the card that hangs by her door"),
    "people.Consent.person": (MOVES, "what she allowed and refused holds wherever the file is"),
    "people.FamilyLink.person": (MOVES, "shut: the new street makes its own, when she agrees to that"),
    "people.FileMove.person": (STAYS, "is what the old street still sees"),
    "people.Medicine.person": (MOVES, "what she takes"),
    "people.Habit.person": (MOVES, "how she lives"),
    "people.RightsRequest.person": (STAYS, "the street that was asked has answered; a file with an open request is not offered"),
    "people.Restriction.person": (MOVES, "what she had restricted is restricted wherever the file is"),
    "people.Erasure.person": (STAYS, "a file that waits for its erasure is not offered"),
    "people.SealedRow.person": (FOLLOWS, "how the file was before, under her own key"),
    "watch.Concern.person": (MOVES, "what was noticed, and the answer that is still owed"),
    "watch.Due.person": (STAYS, "what the old street did and did not do; open ones are excused. Answers to concerns go with them"),
    "watch.Alert.person": (STAYS, "with its due; those about concerns go with them"),
    "watch.Call.person": (STAYS, "who of the old street rang when"),
    "ledger.Receipt.person": (STAYS, "the old street took the money and holds the second sheet"),
    "ledger.Account.person": (STAYS, "money is the old street's to pay back: shown before and after"),
    "care.Carer.person": (STAYS, "a file of somebody who is a carer does not move: her work is the old street's"),
    "care.KeyElder.elder": (STAYS, "ended; a new span begins in the new street and shows as a hole there"),
    "care.Link.elder": (STAYS, "ended: who answered for her"),
    "care.PlanItem.elder": (STAYS, "ended: the new street makes its own plan"),
    "care.CompanyWish.elder": (MOVES, "what she wishes"),
    "care.Companionship.elder": (STAYS, "ended: the volunteer is of the old street"),
    "care.Visit.elder": (STAYS, "who came when; visits to come are withdrawn"),
    "care.FamilyNote.person": (MOVES, "with its concern"),
    "care.Safeguard.person": (MOVES, "she is covered wherever she lives, with what happened under it; the new street renews it"),
    "care.Invitation.person": (STAYS, "to what she was asked; she is taken off the lists of what is to come"),
    "care.Attendance.person": (STAYS, "where she came"),
    "care.IntakeCase.person": (STAYS, "how she came into the net; a file whose intake is under way is not offered"),
    "meals.Diet.person": (MOVES, "what she must not eat"),
    "meals.DietAnswer.person": (MOVES, "what was settled about it"),
    "meals.Arrangement.person": (STAYS, "ended"),
    "meals.Pause.person": (STAYS, "ended"),
    "meals.MealChange.person": (STAYS, "those to come are withdrawn"),
    "meals.Order.person": (STAYS, "what was cooked, brought and charged; what is not over is taken away"),
    "meals.BoxMove.person": (STAYS, "boxes are the old street's"),
    "meals.BoxHome.person": (STAYS, "boxes still out are for the old street to fetch: shown before and after"),
    "venues.Enrolment.person": (STAYS, "ended: her place in the old street's class goes to the next"),
    "venues.Arrival.person": (STAYS, "where she came"),
    "assessment.Assessment.person": (MOVES, "how she was found to be"),
    "merit.CallBack.elder": (STAYS, "what was said about a carer of the old street"),
    "merit.SpotVisit.elder": (STAYS, "where somebody of the old street looked in"),
    "merit.Feedback.elder": (STAYS, "about a carer of the old street"),
    "association.TimebankMember.person": (STAYS, "what she was to do for others there waits for somebody else"),
    "association.TimebankMember.heir": (STAYS, "to whom hours of the old street go"),
    "association.TimebankAsk.elder": (STAYS, "what she still asked for is withdrawn; what was done is the old street's"),
    "association.TimebankHours.elder": (STAYS, "what was done for her there; her minutes follow by timebank_transfers, when both streets say so"),
    "association.TimebankTransfer.person": (STAYS, "hours that the old street offered"),
    "association.TimebankTransfer.taken_as": (STAYS, "hours that the old street took"),
    "merit.ElectionVoter.person": (STAYS, "on the roll of the old street's election, which is frozen"),
    "association.Member.person": (STAYS, "ended: the association is the old street's; she may join the new one's"),
    "association.PhotoPerson.person": (STAYS, "the photograph is in the old street's report, and shown only while she agrees"),
    "exchange.ImportRow.person": (STAYS, "from which row of the old street's register the file came"),
    "exchange.ReviewCase.person": (STAYS, "settled ones are history; a file with an open doubt is not offered"),
    "exchange.ReviewCase.other": (STAYS, "as above"),
}


@transaction.atomic
def offer_file(*, person_id: int, to_street_id: int, reason: str, now: datetime, by_id: int) -> FileMove:
    """Offer a file to another street. MoveRefused as `offer_move`, "carer" for somebody who is one, "doubt" while a doubtful row is open,
    "unfinished" while an intake, a request about her data or an erasure waits."""
    _may_go(person_id)
    return offer_move(person_id=person_id, to_street_id=to_street_id, reason=reason, now=now, by_id=by_id)


def _may_go(person_id: int) -> None:
    if Person.objects.filter(pk=person_id, merged_into__isnull=False).exists():
        raise MoveRefused("merged")
    if Carer.objects.filter(person_id=person_id).exists():
        raise MoveRefused("carer")
    held = ReviewCase.objects.filter(state=ReviewCase.State.OPEN)
    if held.filter(person_id=person_id).exists() or held.filter(other_id=person_id).exists():
        raise MoveRefused("doubt")
    asked = RightsRequest.objects.filter(person_id=person_id, state=RightsRequest.State.OPEN).exists()
    erasing = Erasure.objects.filter(person_id=person_id, ended_at__isnull=True).exclude(state=Erasure.State.DROPPED).exists()
    if asked or erasing or IntakeCase.objects.filter(person_id=person_id, state__in=IN_INTAKE).exists():
        raise MoveRefused("unfinished")


@transaction.atomic
def take_file(*, move_id: int, home: NewHome, now: datetime, by_id: int) -> FileMove:
    """The other street takes the file, at this address. All of it or nothing. MoveRefused "gone", "home", "merged", "carer" or "doubt"."""
    move = claim_move(move_id=move_id, now=now, by_id=by_id)
    check_home(street_id=move.to_street_id, home=home)
    _may_go(move.person_id)
    for street in sorted((move.street_id, move.to_street_id)):  # in one order: two streets may exchange files at one moment
        lock_street(street)
    for street in sorted((move.street_id, move.to_street_id)):
        lock_meals(street)
    person = Person.objects.select_for_update(of=("self",)).select_related("street").get(pk=move.person_id)
    care = end_care(elder_id=person.pk, street_id=move.street_id, now=now, by_id=by_id)
    end_membership(person_id=person.pk, street_id=move.street_id, now=now, by_id=by_id)
    end_classes(person_id=person.pk, why=move.reason, now=now, by_id=by_id)
    meals = end_meals(person=person, now=now, by_id=by_id)
    asks = end_timebank(person_id=person.pk, street_id=move.street_id, now=now, by_id=by_id)
    dues = end_dues(person_id=person.pk, street_id=move.street_id, now=now, by_id=by_id)
    grants = move_person(move=move, home=home, now=now, by_id=by_id)
    move_assessments(person_id=person.pk, to_street_id=move.to_street_id, to_committee_id=home.committee_id)
    move_diets(person_id=person.pk, to_street_id=move.to_street_id)
    ladder = ladder_of_roles(street_id=move.to_street_id, roles=LADDER, on=clock.local_date(now))
    concerns = move_concerns(person_id=person.pk, to_street_id=move.to_street_id, to_committee_id=home.committee_id, ladder=ladder, now=now)
    take_care_over(elder_id=person.pk, to_street_id=move.to_street_id, key=care.key, now=now)
    kept = {
        "links": care.links, "plan": care.items, "visits": care.visits, "companions": care.companions, "arrangements": meals.arrangements,
        "orders": meals.orders, "boxes": meals.boxes, "dues": dues, "asks": asks, "grants": grants, "concerns": concerns, "prepaid_fen": prepaid_of(person.pk),
    }  # fmt: skip
    note_taken(move=move, kept=kept, now=now, by_id=by_id)
    _tell_offerer(move, now)
    return move


@transaction.atomic
def refuse_file(*, move_id: int, reason: str, now: datetime, by_id: int) -> FileMove:
    """The other street says no, and why; whoever had offered the file is told. MoveRefused "reason" or "gone"."""
    move = refuse_move(move_id=move_id, reason=reason, now=now, by_id=by_id)
    _tell_offerer(move, now)
    return move


def _tell_offerer(move: FileMove, now: datetime) -> None:
    if move.offered_by_id:
        tell(
            street_id=move.street_id,
            code=ANSWERED,
            told={move.offered_by_id: {"move": move.pk, "state": str(move.state)}},
            now=now,
            ref=f"move:{move.pk}",
        )


def prepaid_of(person_id: int) -> int:
    """Money in fen that the person has with the street that holds its accounts: to be paid back when the file goes."""
    return Account.objects.filter(person_id=person_id, unit="fen", successor__isnull=True).aggregate(n=Sum("balance"))["n"] or 0
