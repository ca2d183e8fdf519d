"""Find people, list them, read one file and its history."""

from collections.abc import Iterable
from datetime import date
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.models import Committee
from qianshou.access.operations import log
from qianshou.access.permissions import requires
from qianshou.exchange.queries.rights import erased
from qianshou.kernel import clock
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.phones import read_phones
from qianshou.meals.queries.diets import diet_of
from qianshou.meals.queries.menus import pack_of
from qianshou.people import vault
from qianshou.people.models import Living, Person, Status
from qianshou.people.queries import Filters, changes_of, counts, elders, file_of, place_names, search, telephones, whole
from qianshou.people.queries.changes import acts_of
from qianshou.people.queries.reads import named, reads
from qianshou.people.queries.restrictions import holding_of
from qianshou.people.rules import age_on, birth_text, identity_doubts
from qianshou.reports.queries import picture_of

from ..diets.said import question_words, restriction_words
from ..fed.eaten import eaten_of
from ..invitations.panel import invited_of
from ..listing import Listing
from ..reads import note
from ..rights.said import read_words
from ..rooms import address
from ..safeguards.card import card_of
from ..templatetags.shell import listed
from .labels import ACTS, CHOICES, DOUBTS, MISSING, TABLES, field_label, said
from .raw import raw_rows

PAGE = 50
READS = 5  # who read the file lately; all of them on a page of their own


@requires("files.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Search results when something is searched for, otherwise the list under its filters."""
    today, text = clock.today(), request.GET.get("q", "").strip()
    number = {} if text else counts(request.scope)
    if text:
        page, found = _searched(request, text, today)
        if len(found) == page.paginator.count == 1 and request.GET.get("stay") != "1" and "format" not in request.GET:
            return redirect("people-file", found[0].pk)
        title = _("People found for %(text)s") % {"text": text}
        rows, total = found, page.paginator.count
    else:
        asked = Filters.read(request.GET)
        found = elders(request.scope, asked, today)
        title = _("People")
        paginator = Paginator(found.select_related(None).values_list("pk", flat=True), PAGE)
        if asked == Filters():  # the list as it opens: its length is known from the counts, and counting it again takes long
            paginator.count = sum(number[s] for s in (Status.ACTIVE, Status.HOSPITAL, Status.AWAY))
        page = paginator.get_page(request.GET.get("page"))
        rows, total = whole(list(page.object_list)), page.paginator.count
    if answer := _take_away(request, found, title, today):
        return answer
    for person in rows:
        person.age = age_on(person.birth_date, today)
    context = {
        "people": rows, "page": page, "total": total, "text": text, "counts": number, "get": request.GET,
        "lists": {} if text else _lists(request), "new_address": f"?{urlencode({'name': text})}" if text else "",
        "may_write": request.scope.may("files.write"), "imports_url": address("exchange-list") if request.scope.may("import.run") else "",
    }  # fmt: skip
    return render(request, "web/people/list.html", context, status=200)


def _searched(request: HttpRequest, text: str, today: date) -> tuple[Page, list[Person]]:
    """One page of the matches, the best first; all of them to take away."""
    asked, size = request.GET.get("page", ""), None if "format" in request.GET else PAGE
    number = max(1, int(asked)) if size and asked.isascii() and asked.isdigit() and len(asked) < 6 else 1
    found = search(scope=request.scope, text=text, today=today, limit=size, offset=(number - 1) * PAGE)
    page = Paginator(range(found.total), size or max(1, found.total)).get_page(number)
    if found.total and not found.people:  # past the end: the last page, as lists do
        found = search(scope=request.scope, text=text, today=today, limit=size, offset=page.start_index() - 1)
    return page, found.people


@requires("files.read")
def file(request: HttpRequest, person_id: int) -> HttpResponse:
    """One person on one page. A merged file leads to the one it was merged into."""
    today = clock.today()
    merged = Person.objects.filter(request.scope.rows(), pk=person_id, merged_into__isnull=False).first()
    if merged:
        return redirect("people-file", merged.merged_into_id)
    person = or_404(file_of, request.scope, person_id, today)
    if stub := erased(person.pk):
        return render(request, "web/people/erased.html", {"one": stub, "may_see": request.scope.may("rights.erase")})
    reading = read_id_number(vault.id_number(person))
    doubts = identity_doubts(reading, sex=person.sex, birth=person.birth_date, precision=person.birth_precision)
    own = getattr(person, "file", None)
    context = {
        "person": person, "file": own, "age": age_on(person.birth_date, today), "born": birth_text(person.birth_date, person.birth_precision),
        "id_number": vault.masked_id_number(person), "doubts": [DOUBTS[code] for code in doubts],
        "phones": [_number(n) for n in telephones(person)],
        "contacts": [{"row": c, "phone": _number(vault.phone(c))} for c in person.contacts.all()],
        "keys": [{"row": k, "phone": _number(vault.phone(k))} for k in person.spare_keys.all() if k.until is None],
        "facts": _facts(person), "diet": _diet(person), "raw": raw_rows(person), "picture": (picture := picture_of(scope=request.scope, person=person, now=clock.now())),
        "eaten": eaten_of(picture), "safeguards": card_of(request.scope, person), "invited": invited_of(request, person),
        "reads": [read_words(one) for one in named(list(reads(person)[:READS]))] if request.scope.may("rights.read") else [],
        "restricted": holding_of(person.pk), "may_see_rights": request.scope.may("rights.read"), **_ways(request, person),
    }  # fmt: skip
    return render(request, "web/people/file.html", context)


def _ways(request: HttpRequest, person: Person) -> dict:
    """What this user may do from here, and the ways to other rooms' pages about this person."""
    scope = request.scope
    rooms = (("diets-person", "diets.read", _("Diet")), ("net-elder", "care.read", _("Carers")), ("plans-elder", "care.read", _("Care plan")), ("booklets-forms", "booklets.read", _("Monthly forms")),
              ("orders-person", "meals.order", _("Meals")), ("assessments-person", "assessments.read", _("Assessments")), ("company-elder", "company.write", _("Company")), ("safeguards-person", "safeguards.read", _("Safeguards")), ("intake-person", "intake.read", _("Intake")),
             ("booklet-person", "files.read", _("Booklet")), ("booklet-daily", "health.read", _("Medicines and habits")), ("rights-person", "rights.read", _("Rights")),
             ("concerns-new", "watch.act", _("Write down a concern")), ("consents-person", "files.read", _("Consents")), ("family-links", "files.read", _("Page for the family")),
             ("timebank-person", "timebank.read", _("Time bank")), ("moves-offer", "files.move", _("To another street")))  # fmt: skip
    return {
        "may_write": scope.may("files.write"), "may_open_id": scope.may("files.write") or scope.may("calls.make"), "show_care": scope.may("care.read"),
        "review_url": address("review-list") if scope.may("review.settle") else "", "alerts_name": "alerts-one" if address("alerts-one", 1) else "",
        "doors": [(url, label) for name, capability, label in rooms if scope.may(capability) and (url := address(name, person.pk))],
    }  # fmt: skip


@requires("files.read")
def history(request: HttpRequest, person_id: int) -> HttpResponse:
    """Every change: who, when, which field, from what to what."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    changes = changes_of(person)
    rows = [
        {"at": c.at, "by": c.by or _("the program"), "where": str(TABLES[c.table]), "field": field_label(c.field) if c.field else "",
         "before": _("not shown") if c.secret else said(c.field, c.before), "after": _("not shown") if c.secret else _("removed") if c.removed else said(c.field, c.after)}
        for c in changes
    ]  # fmt: skip
    columns = [(_("When"), "at"), (_("Who"), "by"), (_("Part"), "where"), (_("Field"), "field"), (_("From what"), "before"), (_("To what"), "after")]
    answer = Listing(title=_("Changes of %(name)s") % {"name": person.name}, columns=columns, rows=rows, text_columns=(0, 1, 3, 4, 5)).answer(request)
    acts = [{"at": e.at, "who": e.who or _("the program"), "what": ACTS.get(e.act, e.act), "fields": listed(field_label(f) for f in e.detail.get("fields", []))} for e in acts_of(person)]
    return answer or render(request, "web/people/history.html", {"person": person, "rows": rows, "acts": acts})


@requires("files.write", "calls.make")
@require_POST
def id_number(request: HttpRequest, person_id: int) -> HttpResponse:
    """The whole ID number, when somebody asks for it; that they did is written down."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    log(act="file.id_shown", now=clock.now(), by_id=request.user.pk, street_id=person.street_id, target="person", target_id=person.pk)
    return HttpResponse(vault.id_number(person), content_type="text/plain; charset=utf-8")


def _lists(request: HttpRequest) -> dict:
    """What the filters offer."""
    committees = Committee.objects.filter(street_id=request.scope.street_id)
    if not request.scope.street_ids:
        committees = committees.filter(pk__in=request.scope.committee_ids)
    return {
        "committees_pairs": committees.values_list("pk", "name"), "places": place_names(request.scope), "statuses": Status.choices,
        "livings": [("alone_any", _("lives alone, any kind")), *((v, label) for v, label in Living.choices if v), ("unknown", _("not known"))],
        "sexes": [c for c in CHOICES["sex"].choices if c[0]], "missing": MISSING.items(),
    }  # fmt: skip


def _take_away(request: HttpRequest, people: Iterable[Person], title: str, today: date) -> HttpResponse | None:
    """The list as a spreadsheet, on paper or as text; telephones go along, ID numbers do not."""
    if "format" not in request.GET:
        return None
    people = list(people)
    prefetch_related_objects(people, "phones", "contacts")
    columns = [
        (_("Name"), "name"), (_("Age"), lambda p: age_on(p.birth_date, today)), (_("Address"), "address"),
        (_("Telephone"), lambda p: listed(_number(n) for n in telephones(p))), (_("Sex"), lambda p: said("sex", p.sex)),
        (_("Committee"), lambda p: p.committee.name if p.committee else ""), (_("Status"), lambda p: said("status", p.file.status) if hasattr(p, "file") else ""),
        (_("Living situation"), lambda p: said("living", p.file.living) if hasattr(p, "file") else ""), (_("Contacts"), lambda p: listed(_contact(c) for c in p.contacts.all())),
    ]  # fmt: skip
    listing = Listing(title=title, columns=columns, rows=people, about="pk")
    answer = listing.answer(request)
    note(request, [one.pk for one in listing.rows], way="export")
    return answer


def _contact(row: object) -> str:
    return " ".join(part for part in (row.name, row.relation, _number(vault.phone(row))) if part)


def _number(number: str) -> str:
    """A telephone number as it is read aloud."""
    found = read_phones(number).phones
    return found[0].display() if found else number


WHAT_TO_KNOW = ("health", "hardship", "meal_days")  # what one must not eat: `_diet`
ABOUT = ("dialects", "interests")


def _diet(person: Person) -> dict:
    """What the person must not eat as labels have it, and what is still to be settled about it."""
    found, pack = diet_of(person.street_id, person.pk), pack_of(person.street_id)
    return {
        "hard": listed(restriction_words(one, pack) for one in found.restrictions if one.hard), "questions": listed(question_words(one) for one in found.questions),
        "soft": listed(restriction_words(one, pack) for one in found.restrictions if not one.hard),
    }  # fmt: skip


def _facts(person: Person) -> list[tuple[str, str]]:
    """What to know before one rings the bell; empty ones are left out."""
    own = getattr(person, "file", None)
    pairs = [(f, getattr(own, f)) for f in WHAT_TO_KNOW if own] + [(f, getattr(person, f)) for f in ABOUT]
    return [(field_label(f), said(f, value)) for f, value in pairs if value]

