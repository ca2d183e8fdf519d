"""Change a file, or open a new one. Two people at one file: what only one changed is kept; where they differ, the second decides."""

import json
from datetime import date

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.care.operations import status_changed
from qianshou.kernel import clock
from qianshou.meals import operations as meals
from qianshou.people.models import Person
from qianshou.people.operations import Stale, register_person, update_file
from qianshou.people.queries import file_of, search
from qianshou.people.rules import FILE_FIELDS, PERSON_FIELDS, three_way

from ..templatetags.shell import listed
from ..toasts import toast
from .forms import FileForm
from .labels import field_label, said


@requires("files.write")
def new(request: HttpRequest) -> HttpResponse:
    """Open a file. People of the same name are shown first, so that nobody gets two."""
    today = clock.today()
    form = FileForm(request.POST or None, scope=request.scope, today=today, initial={"status": "active", "name": request.GET.get("name", "")})
    alike: list[Person] = []
    if request.method == "POST" and form.is_valid():
        alike = [p for p in search(scope=request.scope, text=form.cleaned_data["name"], today=today, limit=8, elders_only=True).people if p.name == form.cleaned_data["name"]]
        if not alike or request.POST.get("another") == "1":
            person = register_person(
                street_id=request.scope.street_id, name=form.cleaned_data["name"], opened_on=today, now=clock.now(), by_id=request.user.pk,
                id_number=form.cleaned_data["id_number"] or "", values=form.values(),
            )  # fmt: skip
            toast(request, _("The file of %(name)s has been opened.") % {"name": person.name})
            return redirect("people-file", person.pk)
    return render(request, "web/people/edit.html", {"form": form, "alike": alike}, status=422 if form.errors else 200)


@requires("files.write")
def edit(request: HttpRequest, person_id: int) -> HttpResponse:
    """Change a file."""
    today = clock.today()
    person = or_404(file_of, request.scope, person_id, today)
    now_values = _values_of(person)
    if request.method != "POST":
        form = FileForm(initial=now_values, scope=request.scope, person=person, today=today)
        return _page(request, form, person, now_values)
    form = FileForm(request.POST, scope=request.scope, person=person, today=today)
    base = _read_base(request.POST.get("base"))
    if not form.is_valid():
        return _page(request, form, person, base or now_values, status=422)
    mine = form.values()
    merge = three_way(base, _plain(now_values), _plain(mine))
    if merge.conflicts:
        return _ask(request, form, person, now_values, merge.conflicts, merge.values)
    try:
        with transaction.atomic():
            changed = update_file(
                person=person, version=person.version, values={f: mine[f] for f in merge.values}, id_number=form.cleaned_data["id_number"],
                now=clock.now(), by_id=request.user.pk,
            )  # fmt: skip
            if "status" in changed:  # who is in hospital, away, moved or deceased is not visited from this moment
                status_changed(elder_id=person.pk, now=clock.now(), by_id=request.user.pk)
                meals.status_changed(elder_id=person.pk, now=clock.now(), by_id=request.user.pk)  # and gets no box
    except Stale:  # written by somebody else in these very milliseconds
        return redirect("people-edit", person_id)
    if changed:
        toast(request, _("Saved: %(fields)s.") % {"fields": listed(field_label(f) for f in changed)})
    else:
        toast(request, _("Nothing had been changed."))
    return redirect("people-file", person_id)


def _page(request: HttpRequest, form: FileForm, person: Person, base: dict, status: int = 200) -> HttpResponse:
    context = {"form": form, "person": person, "base": json.dumps(_plain(base))}
    return render(request, "web/people/edit.html", context, status=status)


def _ask(request: HttpRequest, form: FileForm, person: Person, now_values: dict, conflicts: dict, merged: dict) -> HttpResponse:
    """The merge page: for each field on which the two differ, both values; what only one changed goes along silently."""
    differing = [
        {"field": name, "label": field_label(name), "theirs": said(name, now_values[name]), "mine": said(name, form.cleaned_data[name]),
         "theirs_text": _text(now_values[name]), "mine_text": _text(form.cleaned_data[name])}
        for name in conflicts
    ]  # fmt: skip
    settled = {name: _text(form.cleaned_data[name] if name in merged else now_values[name]) for name in now_values if name not in conflicts}
    settled["id_number"] = form.cleaned_data["id_number"] or ""
    context = {"person": person, "differing": differing, "settled": settled, "base": json.dumps(_plain(now_values))}
    return render(request, "web/people/merge.html", context, status=409)


def _values_of(person: Person) -> dict[str, object]:
    """The file's fields as the form has them."""
    return {**{f: getattr(person, f) for f in PERSON_FIELDS}, **{f: getattr(person.file, f) for f in FILE_FIELDS}}


def _plain(values: dict) -> dict:
    """Values as JSON has them, so that both sides of a merge compare alike."""
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in values.items()}


def _text(value: object) -> str:
    """A value as its form field posts it."""
    if value is None or value is False:
        return ""
    if value is True:
        return "on"
    if isinstance(value, list):
        return ",".join(str(v) for v in value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _read_base(text: str | None) -> dict:
    try:
        found = json.loads(text or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
