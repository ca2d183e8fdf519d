"""Telephones, contacts in the order in which they are called, and the spare key."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.kernel.phones import read_phones
from qianshou.people import vault
from qianshou.people.models import Person
from qianshou.people.operations import ContactEntry, Stale, end_spare_key, set_contacts_and_phones, set_spare_key
from qianshou.people.queries import file_of, telephones

from ..toasts import toast

EMPTY_ROWS = 2  # blank lines offered under the contacts


class Telephone(forms.CharField):
    """One telephone number, kept in its normal form."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(required=False, max_length=30, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}), **kwargs)

    def clean(self, value: object) -> str:
        text = super().clean(value)
        found = read_phones(text)
        if text and (len(found.phones) != 1 or found.unread or found.phones[0].kind == "other"):
            raise forms.ValidationError(_("This is not one telephone number: 11 digits for a mobile, 8 for a Shanghai line."))
        return found.phones[0].number if text else ""


class ContactForm(forms.Form):
    """One line of the contacts."""

    id = forms.IntegerField(required=False, widget=forms.HiddenInput)
    place = forms.IntegerField(label=_("Order"), min_value=1, max_value=99, widget=forms.NumberInput(attrs={"inputmode": "numeric"}))
    name = forms.CharField(label=_("Name"), required=False, max_length=60)
    relation = forms.CharField(label=_("Relation"), required=False, max_length=20)
    phone = Telephone(label=_("Telephone"))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)

    def clean(self) -> dict:
        """A line with only a note says nothing about whom to call."""
        data = super().clean()
        if data.get("note") and not (data.get("name") or data.get("phone")):
            self.add_error("name", _("Whom does this note mean?"))
        return data


class OwnForm(forms.Form):
    """The person's own numbers."""

    first = Telephone(label=_("Own telephone"))
    second = Telephone(label=_("Second telephone"))
    version = forms.IntegerField(widget=forms.HiddenInput)


class KeyForm(forms.Form):
    """Who holds the spare key."""

    holder_name = forms.CharField(label=_("Who holds the spare key"), max_length=60)
    phone = Telephone(label=_("Telephone of the holder"))
    note = forms.CharField(label=_("Note"), required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)


ContactLines = forms.formset_factory(ContactForm, extra=0, max_num=20)


@requires("files.write")
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Set telephones and contacts; the order is the number in front, a line without name and number goes."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    if request.method != "POST":
        return _page(request, person, OwnForm(initial=_own(person)), ContactLines(initial=_lines(person), prefix="c"))
    own, lines = OwnForm(request.POST), ContactLines(request.POST, prefix="c")
    if not (own.is_valid() and lines.is_valid()):
        return _page(request, person, own, lines, status=422)
    rows = sorted((row for row in lines.cleaned_data if row.get("name") or row.get("phone")), key=lambda row: row["place"])
    try:
        set_contacts_and_phones(
            person=person, version=own.cleaned_data["version"], now=clock.now(), by_id=request.user.pk,
            numbers=[n for n in (own.cleaned_data["first"], own.cleaned_data["second"], *telephones(person)[2:]) if n],
            contacts=[ContactEntry(r["name"], r["relation"], r["phone"], r["note"], r["id"]) for r in rows],
        )  # fmt: skip
    except Stale:
        return _stale(request, person_id)
    toast(request, gettext("Telephones and contacts have been saved."))
    return redirect("people-file", person_id)


@requires("files.write")
def give_key(request: HttpRequest, person_id: int) -> HttpResponse:
    """Write down who holds the spare key from today."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    form = KeyForm(request.POST or None, initial={"version": person.version})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            set_spare_key(person=person, since=clock.today(), now=clock.now(), by_id=request.user.pk, **data)
        except Stale:
            return _stale(request, person_id)
        toast(request, gettext("%(name)s now holds the spare key.") % {"name": data["holder_name"]})
        return redirect("people-file", person_id)
    return render(request, "web/people/key.html", {"form": form, "person": person}, status=422 if form.errors else 200)


@requires("files.write")
@require_POST
def key_back(request: HttpRequest, person_id: int) -> HttpResponse:
    """The key came back."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    end_spare_key(person=person, version=person.version, on=clock.today(), now=clock.now(), by_id=request.user.pk)
    toast(request, gettext("Nobody holds a spare key now."))
    return redirect("people-file", person_id)


def _page(request: HttpRequest, person: Person, own: OwnForm, lines: forms.BaseFormSet, status: int = 200) -> HttpResponse:
    return render(request, "web/people/contacts.html", {"person": person, "own": own, "lines": lines}, status=status)


def _own(person: Person) -> dict[str, object]:
    numbers = [*telephones(person), "", ""]
    return {"first": numbers[0], "second": numbers[1], "version": person.version}


def _lines(person: Person) -> list[dict]:
    rows = [
        {"id": c.pk, "place": n, "name": c.name, "relation": c.relation, "phone": vault.phone(c), "note": c.note}
        for n, c in enumerate(person.contacts.all(), start=1)
    ]
    return [*rows, *({"place": len(rows) + n} for n in range(1, EMPTY_ROWS + 1))]


def _stale(request: HttpRequest, person_id: int) -> HttpResponse:
    toast(request, gettext("Somebody changed this file meanwhile. Look at it as it is now, and enter your change again."), level=messages.ERROR)
    return redirect(request.path)
