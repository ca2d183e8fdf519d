"""The files of a pack, their versions, and a new version of the place's own: shown by the catalogue, written by who runs the installation."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.permissions import requires
from qianshou.care.operations.pack_versions import keep_pack_version, withdraw_pack_version
from qianshou.kernel import clock
from qianshou.packs import loader
from qianshou.packs.errors import PackError
from qianshou.packs.schema import TABLES
from qianshou.packs.site import Version
from qianshou.packs.writing import begun_on, safeguards_text

from ..care.catalogue import CERTAINTIES, KINDS
from ..toasts import toast

NAMED = "safeguards"  # the one kind whose words are filled in by a form: the district has only to send eight names
REFUSALS = {
    "past": gettext_lazy("A version begins today or later: what was is not rewritten."),
    "long": gettext_lazy("This is too long for such a file."),
    "day": gettext_lazy("Say from which day it holds."),
}


@requires("packs.read")
def page(request: HttpRequest, name: str) -> HttpResponse:
    """Every kind of file with the version that holds today, and what is to come."""
    pack, today, language = _pack(name), clock.today(), get_language()
    rows = []
    for file in pack.files:
        found = loader.versions(name, file.kind, today)
        rows.append({
            "kind": file.kind, "word": KINDS[file.kind], "file": file, "source": file.source(language), "certainty": CERTAINTIES[file.certainty],
            "own": any(one.own and one.file == file.file for one in found), "coming": [one for one in found if one.holds_from > today],
        })  # fmt: skip
    return render(request, "web/packs/page.html", {"name": name, "rows": rows})


@requires("packs.read")
def kind_page(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """One kind: its versions, the text of the one that holds, and a form for a new version."""
    found, problem, given = _versions(name, kind), "", {}
    if request.method == "POST":
        if not request.scope.may("packs.write"):
            raise Http404
        given = {"text": request.POST.get("text", ""), "day": request.POST.get("day", "")}
        problem = _keep(request, name, kind, begun_on(given["text"], _day(given["day"]) or clock.today()), _day(given["day"]))
        if not problem:
            return redirect("packs-kind", name, kind)
    held = _held(found)
    text = loader.text_of(name, next((one for one in found if one.file == request.GET.get("file")), held))
    context = {
        "name": name, "kind": kind, "word": KINDS[kind], "versions": found, "held": held, "text": text, "problem": problem,
        "given": given or {"text": text, "day": (clock.today() + timedelta(days=1)).isoformat()}, "today": clock.today(),
        "may_write": request.scope.may("packs.write"), "named": kind == NAMED, "numbers": _numbers(name) if kind == NAMED else [],
    }  # fmt: skip
    return render(request, "web/packs/kind.html", context, status=422 if problem else 200)


@requires("packs.write")
@require_POST
def names(request: HttpRequest, name: str, kind: str) -> HttpResponse:
    """The names of the eight safeguards, as the district has sent them."""
    if kind != NAMED:
        raise Http404
    given = {n: (request.POST.get(f"zh-{n}", "").strip(), request.POST.get(f"en-{n}", "").strip()) for n in range(1, 9)}
    day, source = _day(request.POST.get("day", "")), request.POST.get("source", "").strip()
    if not source:
        toast(request, _("Say where the names come from: a letter, a page, a date."), level=messages.ERROR)
        return redirect("packs-kind", name, kind)
    text = safeguards_text(names=given, known=_pack(name).safeguards, holds_from=day or clock.today(), source=source)
    if problem := _keep(request, name, kind, text, day):
        toast(request, problem, level=messages.ERROR)
    return redirect("packs-kind", name, kind)


@requires("packs.read")
def download(request: HttpRequest, name: str, kind: str, file: str) -> HttpResponse:
    """A version as the file that it is."""
    answer = HttpResponse(loader.text_of(name, _one(name, kind, file)), content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


@requires("packs.write")
@require_POST
def withdraw(request: HttpRequest, name: str, kind: str, file: str) -> HttpResponse:
    """Take back a version whose day has not come."""
    one = _one(name, kind, file)
    if not one.withdrawable:
        toast(request, _("This version is in force or ships with the program. Write a newer one instead."), level=messages.ERROR)
    else:
        withdraw_pack_version(name=name, file=one.file, now=clock.now(), by_id=request.user.pk)
        toast(request, _("Withdrawn. What holds today goes on."))
    return redirect("packs-kind", name, kind)


def _keep(request: HttpRequest, name: str, kind: str, text: str, day: date | None) -> str:
    """Keep a version; what is wrong with it, or ""."""
    if day is None:
        return str(REFUSALS["day"])
    try:
        keep_pack_version(name=name, kind=kind, text=text, holds_from=day, now=clock.now(), by_id=request.user.pk)
    except PackError as error:
        return _("Line %(line)s: %(what)s") % {"line": error.line or "–", "what": f"{error.field}: {error.message}" if error.field else error.message}
    except ValueError as error:
        return str(REFUSALS.get(str(error), error))
    except OSError:
        return _("The file could not be written. Is the disk full?")
    toast(request, _("Kept. It holds from %(day)s.") % {"day": day.isoformat()})
    return ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _pack(name: str):
    if name not in loader.catalogue():
        raise Http404
    return loader.load(name, clock.today())


def _versions(name: str, kind: str) -> list[Version]:
    if name not in loader.catalogue() or kind not in TABLES:
        raise Http404
    return loader.versions(name, kind, clock.today())


def _one(name: str, kind: str, file: str) -> Version:
    """A version by its file's name; of one day the place's own."""
    for one in _versions(name, kind):
        if one.file == file:
            return one
    raise Http404


def _held(found: list[Version]) -> Version:
    """The version that holds today."""
    today = clock.today()
    return next((one for one in found if one.holds_from <= today), found[-1])


def _numbers(name: str) -> list[dict]:
    return [{"number": one.number, "zh": one.zh, "en": one.en} for one in sorted(_pack(name).safeguards.values(), key=lambda s: s.number)]
