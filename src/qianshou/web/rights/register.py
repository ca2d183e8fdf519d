"""The register of purposes: what data of people the program keeps, what for, who sees it, how long, and what an erasure does with it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from qianshou.access.permissions import requires
from qianshou.access.roles import ROLES
from qianshou.exchange.queries.rights import Kept, register
from qianshou.packs.shapes_records import RecordClass
from qianshou.people.personal import files
from qianshou.people.personal.words import column_words, table_words

from ..care.catalogue import CERTAINTIES
from ..listing import Listing
from ..templatetags.shell import listed
from .said import BASES, COUNTED, HOW, KINDS, pack_of


@requires("rights.read")
def page(request: HttpRequest) -> HttpResponse:
    """From the declaration and the pack of the street shown."""
    pack, language = pack_of(request.scope.street_id), get_language()
    rows = [_row(kept, pack.retention[kept.code], language) for kept in register()]
    order = {code: place for place, code in enumerate(pack.retention)}
    rows = sorted((row for row in rows if row["kinds"]), key=lambda row: order[row["code"]])
    if answer := _paper(rows).answer(request):
        return answer
    head = next(file for file in pack.files if file.kind == "retention")
    return render(request, "web/rights/register.html", {"rows": rows, "source": head.source(language), "from": head.holds_from})


def _row(kept: Kept, one: RecordClass, language: str | None) -> dict:
    tables = [
        {"name": table_words(t.label, language), "how": HOW[t.how], "columns": listed(dict.fromkeys(w for c in t.kinds if (w := column_words(c, language, t.label))))}
        for t in kept.tables if t.kinds and t.how != "others"
    ]  # fmt: skip
    of_others = [table_words(t.label, language) for t in kept.tables if t.how == "others"]
    how = {file.name: file.how for file in files()}
    return {
        "code": kept.code, "name": one.name(language), "purpose": one.purpose(language), "basis": BASES[one.basis], "kinds": listed(KINDS[k] for k in kept.kinds) or ("…" if kept.files else ""),
        "sensitive": kept.sensitive, "years": one.years, "counted": COUNTED[one.counted], "who": listed(role.label for role in ROLES.values() if one.seen_by in role.capabilities),
        "tables": tables, "others": len(of_others), "files": [(name, how[name]) for name in kept.files], "certainty": CERTAINTIES[one.certainty], "note": one.note(language),
    }  # fmt: skip


def _paper(rows: list[dict]) -> Listing:
    return Listing(title=_("Register of purposes"), rows=rows, capability="", columns=[
        (_("Class of record"), "name"), (_("What for"), "purpose"), (_("Ground"), lambda r: str(r["basis"])), (_("What sort of data"), "kinds"),
        (_("Sensitive"), "sensitive"), (_("Who sees it"), "who"), (_("Years"), "years"), (_("Counted"), lambda r: str(r["counted"])),
        (_("Tables"), lambda r: listed(t["name"] for t in r["tables"])), (_("How sure"), lambda r: str(r["certainty"])),
    ])  # fmt: skip
