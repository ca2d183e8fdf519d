"""An application is written down: who it is for (a file that is there, or a newcomer), who applies, what is wished."""

from datetime import date
from uuid import UUID, uuid4

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.models import Committee
from qianshou.access.permissions import requires
from qianshou.care.models import Applicant, CameBy, IntakeCase
from qianshou.care.operations import Refused, intake
from qianshou.care.queries.intake import case_of, open_case_of
from qianshou.care.queries.intake_same import same_people
from qianshou.kernel import clock
from qianshou.kernel.identity import read_id_number
from qianshou.people import vault
from qianshou.people.models import Living, Person
from qianshou.people.models.person import Sex
from qianshou.people.queries import place_names
from qianshou.people.queries.files import file_of, people_seen

from ..net.said import pack_for
from ..toasts import toast
from .said import refused

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ApplicationForm(forms.Form):
    """Who applies, by which way, and what is wished."""

    applied_on = forms.DateField(label=gettext_lazy("Day"), widget=DAY)
    came_by = forms.ChoiceField(label=gettext_lazy("Came by"), choices=CameBy.choices)
    applicant = forms.ChoiceField(label=gettext_lazy("Who applies"), choices=Applicant.choices)
    applicant_name = forms.CharField(label=gettext_lazy("Name of whoever applies"), required=False, max_length=60, help_text=gettext_lazy("Empty when the person applies."))
    relation = forms.CharField(label=gettext_lazy("Relation"), required=False, max_length=20)
    applicant_phone = forms.CharField(label=gettext_lazy("Telephone of whoever applies"), required=False, max_length=40)
    wishes = forms.CharField(label=gettext_lazy("What is wished, in their words"), required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    wished = forms.MultipleChoiceField(label=gettext_lazy("Help that is wished"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, pack, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wished"].choices = [(code, one.name(get_language())) for code, one in pack.services.items()]

    def application(self) -> intake.Application:
        """As the operation takes it."""
        data = self.cleaned_data
        return intake.Application(
            applied_on=data["applied_on"], came_by=data["came_by"], applicant=data["applicant"], name=data["applicant_name"], relation=data["relation"],
            phone=data["applicant_phone"], wishes=data["wishes"], wished=data["wished"],
        )  # fmt: skip


class NewcomerForm(forms.Form):
    """What is asked of somebody who has no file yet; the rest is asked at the home visit."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    id_number = forms.CharField(label=gettext_lazy("ID number"), required=False, max_length=30, widget=forms.TextInput(attrs={"autocomplete": "off"}), help_text=gettext_lazy("Birth and sex are read from it."))
    sex = forms.ChoiceField(label=gettext_lazy("Sex"), required=False, choices=Sex.choices)
    birth_date = forms.DateField(label=gettext_lazy("Born"), required=False, widget=DAY)
    telephone = forms.CharField(label=gettext_lazy("Telephone"), required=False, max_length=40)
    committee_id = forms.TypedChoiceField(label=gettext_lazy("Committee"), required=False, coerce=int, empty_value=None)
    place_id = forms.TypedChoiceField(label=gettext_lazy("Lane or estate"), required=False, coerce=int, empty_value=None)
    door = forms.CharField(label=gettext_lazy("Door"), required=False, max_length=80, help_text=gettext_lazy("What follows the lane, e.g. 15号二楼前楼."))
    living = forms.ChoiceField(label=gettext_lazy("Living situation"), required=False, choices=Living.choices)

    def __init__(self, *args, scope, today: date, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.today = scope, today
        committees = Committee.objects.filter(street_id=scope.street_id)
        if not scope.street_ids:
            committees = committees.filter(pk__in=scope.committee_ids)
        self.fields["committee_id"].choices = [("", "—"), *committees.values_list("pk", "name")]
        self.fields["place_id"].choices = [("", "—"), *place_names(scope)]

    def clean_birth_date(self) -> date | None:
        """Nobody is born in the future."""
        born = self.cleaned_data["birth_date"]
        if born and born > self.today:
            raise forms.ValidationError(_("This day is in the future."))
        return born

    def clean_committee_id(self) -> int | None:
        """A committee worker keeps the file in a committee of hers: she could not see it otherwise."""
        chosen = self.cleaned_data["committee_id"]
        if chosen is None and not self.scope.street_ids:
            raise forms.ValidationError(_("Choose a committee of yours."))
        return chosen

    def newcomer(self, another: bool) -> intake.Newcomer:
        """As the operation takes it."""
        values = {name: self.cleaned_data[name] for name in ("name", "sex", "birth_date", "committee_id", "place_id", "door", "living")}
        values["birth_precision"] = "day" if values["birth_date"] else ""
        return intake.Newcomer(values=values, id_number=self.cleaned_data["id_number"], phone=self.cleaned_data["telephone"], another=another)


@requires("intake.write")
def new(request: HttpRequest) -> HttpResponse:
    """`?person=` for somebody who has a file, `?name=` to begin with. POST writes it down; a file that fits is offered before a second one is made."""
    scope, today = request.scope, clock.today()
    number = request.POST.get("person") or request.GET.get("person", "")
    person = or_404(file_of, scope, int(number), today) if number.isascii() and number.isdigit() and len(number) < 10 else None
    pack, error, same = pack_for(request), "", []
    beginning = {"applied_on": today, "came_by": "phone", "applicant": "self"}
    asked = ApplicationForm(request.POST or None, initial=beginning, pack=pack)
    about = None if person else NewcomerForm(request.POST or None, initial={"name": request.GET.get("name", "")}, scope=scope, today=today)
    if request.method == "POST" and asked.is_valid() and (about is None or about.is_valid()):
        batch = _batch(request)
        try:
            case = intake.apply(
                street_id=person.street_id if person else scope.street_id, person_id=person.pk if person else None,
                newcomer=about.newcomer("another" in request.POST) if about else None, application=asked.application(), batch=batch, now=clock.now(), by_id=request.user.pk,
            )  # fmt: skip
        except Refused as refusal:
            error = refused(refusal, pack)
            same = _same(request, about) if about and refusal.code in ("same_id", "same_name") else []
        else:
            toast(request, _("The application is written down. Next: check it."))
            return redirect("intake-case", case.pk)
    context = {
        "person": person, "asked": asked, "about": about, "error": error, "same": same, "batch": request.POST.get("batch") or uuid4(),
        "open": open_case_of(person.pk) if person else None,
    }  # fmt: skip
    return render(request, "web/intake/new.html", context, status=422 if request.method == "POST" else 200)


def _batch(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("batch", ""))
    except ValueError as error:
        raise Http404 from error


def _same(request: HttpRequest, about: NewcomerForm) -> list[dict]:
    """Who it may be; of a file that this user may not see, only that there is one."""
    data = about.cleaned_data
    reading = read_id_number(data["id_number"])
    found = same_people(
        street_id=request.scope.street_id, name=data["name"], birth=data["birth_date"] or reading.birth, id_number=reading.number if reading.state == "ok" else ""
    )
    mine = set(people_seen(request.scope, clock.today()).filter(pk__in=[one.person.pk for one in found]).values_list("pk", flat=True))
    return [{"one": one, "may_see": one.person.pk in mine, "id_number": _masked(one.person) if one.person.pk in mine else ""} for one in found]


def _masked(person: Person) -> str:
    return vault.masked_id_number(person)


@requires("intake.write")
def change(request: HttpRequest, intake_id: int) -> HttpResponse:
    """Mend what was written down at the beginning."""
    case: IntakeCase = or_404(case_of, scope=request.scope, case_id=intake_id)
    pack, error = pack_for(request), ""
    initial = {
        "applied_on": case.applied_on, "came_by": case.came_by, "applicant": case.applicant, "applicant_name": case.applicant_name, "relation": case.applicant_relation,
        "applicant_phone": vault.opened(case.applicant_phone), "wishes": case.wishes, "wished": case.wished,
    }  # fmt: skip
    asked = ApplicationForm(request.POST or None, initial=initial, pack=pack)
    if request.method == "POST" and asked.is_valid():
        version = request.POST.get("version", "")
        try:
            intake.change_application(
                case_id=case.pk, version=int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0, batch=_batch(request),
                application=asked.application(), now=clock.now(), by_id=request.user.pk,
            )  # fmt: skip
        except Refused as refusal:
            error = refused(refusal, pack)
            case = case_of(scope=request.scope, case_id=intake_id)
        else:
            toast(request, _("Changed."))
            return redirect("intake-case", case.pk)
    context = {"case": case, "asked": asked, "error": error, "batch": uuid4()}
    return render(request, "web/intake/change.html", context, status=422 if request.method == "POST" else 200)
