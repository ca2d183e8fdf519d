"""Two files of one person become one, with all that hangs on them in every room; and two again.

People may not know of care or the watch, so the whole is done here, by one act of each room in one transaction.
"""

from datetime import datetime

from django.db import transaction

from qianshou.assessment.operations.merging import hand_back_assessments, hand_over_assessments
from qianshou.association.operations.club_merging import hand_back_member, hand_over_member
from qianshou.association.operations.timebank_merging import hand_back_timebank, hand_over_timebank
from qianshou.care.operations.forms import follow_merged_forms
from qianshou.care.operations.merging import hand_back_elder, hand_over_elder
from qianshou.ledger.operations.merging import hand_back_accounts, hand_over_accounts
from qianshou.meals.operations.diets_merging import hand_back_diets, hand_over_diets
from qianshou.meals.operations.merging import hand_back_meals, hand_over_meals
from qianshou.merit.operations.appraisal_merging import hand_back_appraisal, hand_over_appraisal
from qianshou.merit.operations.election_merging import lines_back_on_the_roll, one_line_on_the_roll
from qianshou.people.models import ElderFile, Person
from qianshou.people.operations.handing_over import hand_back, hand_over
from qianshou.people.operations.merging import merge_person, unmerge_person
from qianshou.venues.operations.merging import hand_back_rooms, hand_over_rooms
from qianshou.watch.operations.merging import hand_back_person, hand_over_person

from ..models import ReviewCase

MOVES, STAYS = "moves", "stays"
# Every relation to a person, and what a merge does with it. A test fails when a new one is not decided here, or does not move.
DECISIONS: dict[str, tuple[str, str]] = {
    "people.ElderFile.person": (STAYS, "the later file is kept as it was: it is what an undo gives back"),
    "people.Person.merged_into": (MOVES, "files merged into the later one belong to the staying one as well"),
    "people.Phone.person": (MOVES, "numbers that the staying file lacks"),
    "people.Contact.elder": (MOVES, "contacts that the staying file lacks"),
    "people.Contact.person": (MOVES, "whose contact this person is"),
    "people.SpareKey.elder": (MOVES, "two neighbours may hold a key"),
    "people.SpareKey.holder": (MOVES, "whose key this person holds"),
    "people.PersonKey.person": (STAYS, "each file's papers open with the key that sealed them; an erasure destroys both"),
    "people.Paper.person": (MOVES, "papers, with the name of the key that opens them"),
    "people.WallCode.person": (STAYS, "the card by the door says the later file until a new one is printed, and still counts"),
    "people.Consent.person": (MOVES, "for each purpose the newest word holds, a withdrawal too; the rest as history"),
    "people.Medicine.person": (MOVES, "what either file has; the office looks at what stands there twice"),
    "people.Habit.person": (MOVES, "notes of a kind of which the staying file says nothing"),
    "people.FamilyLink.person": (MOVES, "whoever looked in on the one looks in on the other, for it is one person"),
    "people.FileMove.person": (STAYS, "history of a file; an open offer of a file that was merged away is not taken over"),
    "people.Grant.person": (MOVES, "whoever may see the one may see the other, for it is one person"),
    "people.RightsRequest.person": (MOVES, "what one of the files asked, the person asked"),
    "people.Restriction.person": (MOVES, "what either file restricted is restricted"),
    "people.Erasure.person": (STAYS, "one that is asked for is dropped or done first; a stub stays where it is"),
    "people.SealedRow.person": (STAYS, "old rows are sealed under the key of the file they were of; an erasure takes both"),
    "watch.Due.person": (MOVES, "what is owed, and the history of it"),
    "watch.Alert.person": (MOVES, "with the due"),
    "watch.Call.person": (MOVES, "what was said on the telephone"),
    "watch.Concern.person": (MOVES, "what was noticed, and the answer owed"),
    "ledger.Account.person": (MOVES, "money, points and hours; where both hold an account of one kind the later's closes and its balance goes over"),
    "ledger.Receipt.person": (MOVES, "what the person paid, with the name that was printed"),
    "care.Carer.person": (MOVES, "somebody who is looked after may be a carer too; not two of them"),
    "care.KeyElder.elder": (MOVES, "one running span; a second one ends"),
    "care.Link.elder": (MOVES, "running links where the staying file has none in that rank; the rest as history"),
    "care.PlanItem.elder": (MOVES, "plans are added up"),
    "care.CompanyWish.elder": (MOVES, "unless both have said something: then the staying file's word holds"),
    "care.Companionship.elder": (MOVES, "unless both go with the same volunteer: then the later file's ends"),
    "care.Safeguard.person": (MOVES, "with what happened under it; where both files were covered at once the later's is marked as double"),
    "care.Invitation.person": (MOVES, "unless both were asked to one occasion: then the later file's is taken off its list"),
    "care.Attendance.person": (MOVES, "where she came, once"),
    "care.IntakeCase.person": (MOVES, "where both have an open one the later file's is withdrawn"),
    "care.FamilyNote.person": (MOVES, "what the family wrote, with its concern"),
    "care.Visit.elder": (MOVES, "visits to come and made"),
    "meals.Diet.person": (MOVES, "what either file forbids is forbidden"),
    "meals.DietAnswer.person": (MOVES, "words that were settled stay settled: the later file's words are still read"),
    "meals.Arrangement.person": (MOVES, "the one that began later holds where both ask for a meal"),
    "meals.Pause.person": (MOVES, "whoever is away is away"),
    "meals.MealChange.person": (MOVES, "what was said about single meals"),
    "meals.Order.person": (MOVES, "but where both had ordered the same meal: one person gets one box"),
    "meals.BoxMove.person": (MOVES, "boxes that are still out are with this one person"),
    "meals.BoxHome.person": (MOVES, "worked out anew from the moves, which go over"),
    "venues.Enrolment.person": (MOVES, "unless both learn in one class: then the later file's enrolment ends"),
    "venues.Arrival.person": (MOVES, "where she came"),
    "assessment.Assessment.person": (MOVES, "how the person was found to be; where both have the form of a month each keeps its own"),
    "merit.CallBack.elder": (MOVES, "what was said about a carer on the telephone"),
    "merit.SpotVisit.elder": (MOVES, "in whose home somebody looked in"),
    "merit.Feedback.elder": (MOVES, "praise and complaints"),
    "association.TimebankMember.person": (MOVES, "with the hours given; where both take part the later's membership ends"),
    "association.TimebankMember.heir": (MOVES, "to whom hours go"),
    "association.TimebankAsk.elder": (MOVES, "what she asked for"),
    "association.TimebankHours.elder": (MOVES, "what was done for her"),
    "association.TimebankTransfer.person": (MOVES, "hours that went to another street"),
    "association.TimebankTransfer.taken_as": (MOVES, "hours that came from another street"),
    "merit.ElectionVoter.person": (STAYS, "a roll is frozen at the opening; of two lines of one person one becomes void while the vote is open"),
    "association.Member.person": (MOVES, "what she was in the association; where both are members the later file's membership ends"),
    "association.PhotoPerson.person": (MOVES, "on which photographs she is: her consent decides"),
    "exchange.ImportRow.person": (STAYS, "says which file the row made"),
    "exchange.ReviewCase.person": (MOVES, "doubts that are still open; settled ones are history"),
    "exchange.ReviewCase.other": (MOVES, "open doubts that name the later file as the other one"),
}


@transaction.atomic
def merge(*, person: Person, into: Person, take: list[str], case_id: int, now: datetime, by_id: int) -> dict:
    """Merge `person` into `into` with everything that hangs on it. Returns what `unmerge` needs, as plain JSON values.

    `case_id` is the doubt that is settled by it. NotMergeable as the `operations.merging` of people, care and ledger say.
    """
    undo = merge_person(person=person, into=into, take=take, now=now, by_id=by_id)
    later, earlier = _fresh(person.pk), _fresh(into.pk)
    undo["watch"] = hand_over_person(later=later, earlier=earlier)
    undo["care"] = hand_over_elder(later=later, earlier=earlier, now=now, by_id=by_id)
    undo["assessments"] = hand_over_assessments(later=later, earlier=earlier)
    follow_merged_forms(person_ids=[later.pk, earlier.pk], now=now, by_id=by_id)
    undo["diets"] = hand_over_diets(later=later, earlier=earlier)
    undo["meals"] = hand_over_meals(later=later, earlier=earlier, now=now, by_id=by_id)
    undo["appraisal"] = hand_over_appraisal(later=later, earlier=earlier)
    undo["timebank"] = hand_over_timebank(later=later, earlier=earlier, now=now)
    undo["rooms"] = hand_over_rooms(later=later, earlier=earlier, now=now, by_id=by_id)
    undo["ledger"] = hand_over_accounts(later=later, earlier=earlier, now=now, by_id=by_id)
    undo["association"] = hand_over_member(later=later, earlier=earlier, now=now)
    undo["roll"] = one_line_on_the_roll(later=later, earlier=earlier, now=now, by_id=by_id)
    doubts = ReviewCase.objects.filter(state=ReviewCase.State.OPEN).exclude(pk=case_id)
    undo["cases"] = hand_over(doubts.filter(person=later).exclude(other=earlier), "person_id", earlier.pk)
    undo["others"] = hand_over(doubts.filter(other=later).exclude(person=earlier), "other_id", earlier.pk)
    _mark_reviews(later, earlier)
    return undo


@transaction.atomic
def unmerge(*, person: Person, undo: dict, now: datetime, by_id: int) -> None:
    """Take a merge back. One that was made before this room knew of the others gives back what it had taken."""
    unmerge_person(person=person, undo=undo, now=now, by_id=by_id)
    later, earlier = _fresh(person.pk), _fresh(undo["into"])
    keys = hand_back_elder(later=later, earlier=earlier, undo=undo["care"], now=now, by_id=by_id) if "care" in undo else []
    if "watch" in undo:
        hand_back_person(later=later, earlier=earlier, undo=undo["watch"], keys=keys)
    hand_back_diets(later=later, earlier=earlier, undo=undo.get("diets", {}))
    hand_back_assessments(later=later, earlier=earlier, moved=undo.get("assessments", []))
    follow_merged_forms(person_ids=[later.pk, earlier.pk], now=now, by_id=by_id)
    hand_back_appraisal(later=later, earlier=earlier, undo=undo.get("appraisal", {}))
    if "meals" in undo:
        hand_back_meals(later=later, earlier=earlier, undo=undo["meals"], now=now, by_id=by_id)
    hand_back_timebank(later=later, earlier=earlier, undo=undo.get("timebank", {}))
    if "rooms" in undo:
        hand_back_rooms(later=later, earlier=earlier, undo=undo["rooms"], now=now, by_id=by_id)
    if "ledger" in undo:
        hand_back_accounts(later=later, earlier=earlier, undo=undo["ledger"], now=now, by_id=by_id)
    hand_back_member(later=later, earlier=earlier, undo=undo.get("association", {}))
    lines_back_on_the_roll(undo=undo.get("roll", {}), now=now, by_id=by_id)
    hand_back(ReviewCase, "person_id", undo.get("cases", []), held_by=earlier.pk, to=later.pk)
    hand_back(ReviewCase, "other_id", undo.get("others", []), held_by=earlier.pk, to=later.pk)
    _mark_reviews(later, earlier)


def _fresh(person_id: int) -> Person:
    return Person.objects.select_related("file").get(pk=person_id)


def _mark_reviews(*people: Person) -> None:
    """A file is in review while a doubt about it is open."""
    for person in people:
        waits = ReviewCase.objects.filter(person=person, state=ReviewCase.State.OPEN).exists()
        ElderFile.objects.filter(pk=person.pk).update(in_review=waits)
