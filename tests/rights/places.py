"""Every place that a restriction names, as a question that a test can ask: is she there now, may it be done now?

A place is (purpose, set up, ask). `set up` makes what the place needs and gives it to `ask`, which answers yes or no and leaves nothing behind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from qianshou.access.scope import Scope, scope_of
from qianshou.association.models import ActivityPhoto
from qianshou.association.operations import members
from qianshou.association.operations.photos import keep_photo
from qianshou.association.queries import ideas
from qianshou.booklets.queries.booklets import booklets_of
from qianshou.care.operations import company, invitations
from qianshou.care.operations.errors import Refused
from qianshou.care.queries.company import proposals
from qianshou.care.queries.finding import find, read_question
from qianshou.care.queries.invitations import asking, candidates, to_ring
from qianshou.care.queries.vocabulary import Speech
from qianshou.merit.models import CallBack
from qianshou.merit.operations.appraisal_calls import answer_call, take_back_call
from qianshou.merit.rules.appraisal_sample import order_of
from qianshou.people.models import Paper, Person
from qianshou.people.operations import answer_consent, keep_paper
from qianshou.people.operations.family import NoConsent, make_family_link
from qianshou.people.queries.consents import paper_of
from qianshou.people.queries.family import door_of
from qianshou.people.rules.family import Door
from qianshou.people.rules.restrictions import CALLS, FAMILY, PASSING_ON, PHOTOS, TALENTS
from tests.association import club
from tests.association.timebank_street import joins
from tests.cast import DAY, LONG_AGO, NOON, elder, telephone
from tests.family.street import link_for
from tests.invitations.salon import ask as asks_to
from tests.invitations.salon import salon
from tests.merit.street import MONTH, answers, door, drawn
from tests.safeguards.covers import cover

QUESTION = "编织"


@dataclass(frozen=True)
class Spot:
    """One place."""

    purpose: str
    set_up: Callable
    ask: Callable


def undone(act: Callable) -> object:
    """What an act gives; it is undone. None when it was refused."""
    try:
        with transaction.atomic():
            found = act()
            transaction.set_rollback(True)
            return found
    except (Refused, NoConsent):
        return None


def agrees(cast, purpose):
    answer_consent(person_id=cast.shen.pk, purpose=purpose, given=True, how="paper", now=NOON, by_id=cast.officer.pk)


def by(cast):
    return {"now": NOON, "by_id": cast.officer.pk}


# photographs


def her_picture(cast):
    agrees(cast, "photos")
    return keep_paper(person_id=cast.shen.pk, kind="photo", name="头像.png", data=club.PNG, now=NOON, by_id=cast.officer.pk)


def served(cast, paper):
    try:
        return paper_of(scope_of(cast.officer, DAY), paper.pk, DAY)
    except Paper.DoesNotExist:
        return None


def in_the_booklet(cast, _paper):
    (one,), faces = booklets_of(street=cast.street, person_ids=[cast.shen.pk], on=DAY, language="zh", health=False)
    return one.face and faces


def activity_with_picture(cast):
    return club.photo(cast, club.brought(cast, "reported").activity, cast.shen)


def picture_opened(cast, photo):
    try:
        return ideas.picture(scope=scope_of(cast.secretary, DAY), photo_id=photo.pk)
    except ActivityPhoto.DoesNotExist:
        return None


def picture_kept(cast, photo):
    return undone(lambda: keep_photo(activity_id=photo.activity_id, person_ids=[cast.shen.pk], data=club.PNG, **club.by(cast)))


# the page for the family


def link_made(cast, _link):
    return undone(lambda: make_family_link(person_id=cast.shen.pk, name="沈亮", **by(cast)))


# invitations and company


def knits(cast):
    """Shen and the volunteer knit; she wishes for company, the other offers it. An occasion, to which Shen is not asked yet."""
    Person.objects.filter(pk__in=[cast.shen.pk, cast.volunteer.person_id]).update(interests=[QUESTION])
    company.wish_for_company(elder_id=cast.shen.pk, wanted=True, terms=company.Terms(), on=DAY, **by(cast))
    company.offer_company(carer_id=cast.volunteer.pk, most=2, terms=company.Terms(), on=DAY, **by(cast))
    return salon(cast, question=QUESTION)


def asked_already(cast):
    occasion = knits(cast)
    asks_to(cast, occasion, cast.shen)
    return occasion


def wanted(cast):
    speech = Speech(cast.street, DAY)
    return {"scope": scope_of(cast.officer, DAY), "street": cast.street, "today": DAY, "speech": speech,
            "wanted": read_question(street=cast.street, text=QUESTION, speech=speech)}  # fmt: skip


def invited_by_hand(cast, occasion):
    return undone(lambda: invitations.invite_by_hand(occasion_id=occasion.pk, person_id=cast.shen.pk, reason="她女儿要她来", **by(cast)))


def proposed(cast, _occasion):
    return cast.shen in [p.elder for p in proposals(scope=Scope.system(cast.street.pk), street=cast.street, today=DAY)]


def brought(cast, _occasion):
    return undone(lambda: company.bring_together(elder_id=cast.shen.pk, carer_id=cast.volunteer.pk, since=DAY, **by(cast)))


# calls about a carer


def visited(cast):
    """Shen and three others, with telephones, whom Tan visited in October."""
    others = [elder(cast.street, cast.huaide, f"阿婆{n}", cast.lane, f"{n}号", LONG_AGO.replace(year=1940), "", NOON) for n in range(3)]
    for n, one in enumerate((cast.shen, *others)):
        telephone(one, f"1391700010{n}")
        door(cast, cast.tan, one, MONTH)
    return others


def drawn_for(cast, _others):
    return undone(lambda: cast.shen.pk in drawn(cast).pool["专001"])


def to_be_rung(cast):
    """A draw with her on its list."""
    visited(cast)
    made = next(seed for seed in map(str, range(99)) if order_of(seed, "专001", pool_of(cast))[0] == cast.shen.pk)
    return CallBack.objects.get(draw=drawn(cast, seed=made), elder=cast.shen)


def pool_of(cast):
    return sorted(Person.objects.filter(visits__day=MONTH, street=cast.street).values_list("pk", flat=True).distinct())


def rung(cast, call):
    return undone(lambda: (take_back_call(callback_id=call.pk, **by(cast)), answer_call(callback_id=call.pk, answers=answers(), note="", **by(cast))))


# lists and files for others


def taken(cast, name, *args, user=None, **get) -> bool:
    """Whether she stands in a list that is taken away as text, on paper and as a spreadsheet: all three say the same."""
    client = Client()
    client.force_login(user or cast.officer)
    pages = [client.get(reverse(name, args=args), get | {"format": kind}) for kind in ("text", "print", "xlsx")]
    assert {page.status_code for page in pages} == {200}, [page.status_code for page in pages]
    rows = CalamineWorkbook.from_filelike(BytesIO(pages[2].content)).get_sheet_by_index(0).to_python()
    found = {cast.shen.name in pages[0].content.decode(), cast.shen.name in pages[1].content.decode(), any(cast.shen.name in map(str, row) for row in rows)}
    assert len(found) == 1, "one way lets her slip through"
    return found.pop()


def listed(name, **get) -> Spot:
    return Spot(PASSING_ON, lambda cast: None, lambda cast, _: taken(cast, name, **get))


def assessed(cast):
    from tests.assessment.test_make_assessment import done

    return done(cast)


def as_fhir(cast, row):
    client = Client()
    client.force_login(cast.officer)
    file = reverse("assessments-fhir", args=[row.pk, "r5"])
    answer = client.get(file)
    given = answer.status_code == 200 and answer["Content-Type"].startswith("application/fhir+json")
    assert (file in client.get(reverse("assessments-one", args=[row.pk])).content.decode()) == given, "the page offers what is given"
    return given


def filled_in(cast, _):
    client = Client()
    client.force_login(cast.officer)
    sheet = SimpleUploadedFile("district.csv", "序号,老人姓名,现住址\n,,\n".encode())
    rows = CalamineWorkbook.from_filelike(BytesIO(client.post(reverse("exchange-fill"), {"file": sheet}).content)).get_sheet_by_index(0).to_python()
    return any(row[1] == cast.shen.name for row in rows)


def in_a_group(cast):
    group = members.found_group(street_id=cast.street.pk, name="长青志愿者工作坊", begun=2004, purpose="志愿者的起点", **by(cast))
    members.enter_group(group_id=group.pk, member_id=club.member(cast, cast.shen).pk, since=LONG_AGO, **by(cast))
    return group


def in_company(cast):
    return brought_now(cast, knits(cast))


def brought_now(cast, _occasion):
    return company.bring_together(elder_id=cast.shen.pk, carer_id=cast.volunteer.pk, since=DAY, **by(cast))


PLACES: dict[str, Spot] = {
    "a photograph on a page": Spot(PHOTOS, her_picture, served),
    "the face in the booklet": Spot(PHOTOS, her_picture, in_the_booklet),
    "pictures in the report of an activity": Spot(PHOTOS, activity_with_picture, lambda cast, photo: ideas.photos(photo.activity)),
    "a picture of an activity opened": Spot(PHOTOS, activity_with_picture, picture_opened),
    "a picture with her kept": Spot(PHOTOS, activity_with_picture, picture_kept),
    "the door of the page for the family": Spot(FAMILY, lambda cast: link_for(cast)[0], lambda cast, link: door_of(link, NOON) is Door.OPEN),
    "a new link for the family": Spot(FAMILY, lambda cast: link_for(cast)[0], link_made),
    "found by a talent": Spot(TALENTS, knits, lambda cast, _: cast.shen in find(**wanted(cast))),
    "who may be asked to an occasion": Spot(TALENTS, knits, lambda cast, _: cast.shen in candidates(**wanted(cast)).people),
    "asked from the list": Spot(TALENTS, knits, lambda cast, occasion: undone(lambda: asks_to(cast, occasion, cast.shen))),
    "asked by hand": Spot(TALENTS, knits, invited_by_hand),
    "rung for an occasion": Spot(TALENTS, asked_already, lambda cast, occasion: to_ring(occasion, DAY).filter(person=cast.shen).exists()),
    "letters and messages for an occasion": Spot(TALENTS, asked_already, lambda cast, occasion: asking(occasion).filter(person=cast.shen).exists()),
    "proposed for company": Spot(TALENTS, knits, proposed),
    "brought together": Spot(TALENTS, knits, brought),
    "drawn for a call": Spot(CALLS, visited, drawn_for),
    "rung about her carer": Spot(CALLS, to_be_rung, rung),
    "an assessment as FHIR": Spot(PASSING_ON, assessed, as_fhir),
    "the district's table filled in": Spot(PASSING_ON, lambda cast: None, filled_in),
    "the list of people": listed("people-list"),
    "the list of what is found": listed("finding", q="独居"),
    "the list of consents": listed("consents-list", purpose="photos", state="not_asked"),
    "the list of assessments": Spot(PASSING_ON, assessed, lambda cast, _: taken(cast, "assessments-list", show="levels", instrument="gbt42195")),
    "the list of reviews": listed("reviews-list"),
    "the list of covers": Spot(PASSING_ON, cover, lambda cast, _: taken(cast, "safeguards-list", show="covered")),
    "the list of who is not covered": listed("safeguards-list", show="none"),
    "the list of company": Spot(PASSING_ON, in_company, lambda cast, _: taken(cast, "company-list", show="running")),
    "the list of an occasion": Spot(PASSING_ON, asked_already, lambda cast, occasion: taken(cast, "invitations-one", occasion.pk)),
    "the list of calls": Spot(PASSING_ON, to_be_rung, lambda cast, call: taken(cast, "appraisal-calls", month=f"{MONTH:%Y-%m}")),
    "the list of members": Spot(PASSING_ON, lambda cast: club.member(cast, cast.shen), lambda cast, _: taken(cast, "association-members")),
    "the list of a group": Spot(PASSING_ON, in_a_group, lambda cast, group: taken(cast, "association-group", group.pk)),
    "the list of the time bank": Spot(PASSING_ON, lambda cast: joins(cast, cast.shen), lambda cast, _: taken(cast, "timebank-members")),
}
