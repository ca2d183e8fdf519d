"""Forms of ideas and activities."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from qianshou.association.models import Activity, Idea, PlanLine
from qianshou.association.operations.activities import Line
from qianshou.care.operations.errors import Refused
from qianshou.care.rules.invitations import MOST_PLACES

from ..association.forms import LIST, day, hour
from ..association.said import fen_of, yuan
from ..watch.reading import number

BLANK = 2  # empty lines below each table of the sheet


class IdeaForm(forms.Form):
    """A new idea."""

    title = forms.CharField(label=_("What would be good?"), max_length=80, widget=forms.TextInput(attrs={"placeholder": _("Calligraphy exhibition")}))
    text = forms.CharField(label=_("In more words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    source = forms.ChoiceField(label=_("Who brings it"), choices=Idea.Source.choices)
    who = forms.CharField(label=_("Name"), max_length=60, required=False, widget=forms.TextInput(attrs=LIST), help_text=_("of a member: choose from the list"))


class SheetForm(forms.Form):
    """The head of the plan sheet."""

    name = forms.CharField(label=_("Name of the activity"), max_length=80)
    kind = forms.ChoiceField(label=_("Kind"))
    purpose = forms.CharField(label=_("What it is for"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    venue = forms.CharField(label=_("Venue"), max_length=120)
    venue_code = forms.CharField(label=_("Room of the street"), max_length=60, required=False, help_text=_("its name in the list of rooms, if it is one"))
    on = day(_("Day"))
    starts = hour(_("Begins"))
    ends = hour(_("Ends"), required=False)
    places = forms.IntegerField(label=_("Places"), required=False, min_value=1, max_value=MOST_PLACES, help_text=_("empty: as many as like to come"))
    for_whom = forms.CharField(label=_("Meant for"), max_length=200, required=False)
    responsible = forms.CharField(label=_("Responsible"), max_length=60)
    telephone = forms.CharField(label=_("Telephone for answers"), max_length=40, required=False)

    def __init__(self, *args, kinds: list[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = kinds

    @classmethod
    def of(cls, row: Activity, kinds: list[tuple[str, str]]) -> "SheetForm":
        """Filled with a sheet."""
        return cls(initial={name: getattr(row, name) for name in cls.base_fields}, kinds=kinds)


TABLES = (
    (PlanLine.Kind.MATERIAL, _("Materials")), (PlanLine.Kind.GIFT, _("Gifts")), (PlanLine.Kind.DUTY, _("Who does what")), (PlanLine.Kind.RISK, _("Risks")),
)  # fmt: skip


def tables(lines: list[PlanLine]) -> list[dict]:
    """The four tables of the sheet with their lines and some empty ones, each numbered through."""
    found, n = [], 0
    for kind, label in TABLES:
        rows = []
        for line in [*(one for one in lines if one.kind == kind), *[None] * BLANK]:
            rows.append({"n": n, "line": line, "yuan": yuan(line.fen) if line and line.fen else ""})
            n += 1
        found.append({"kind": str(kind), "label": label, "rows": rows, "counted": kind in (PlanLine.Kind.MATERIAL, PlanLine.Kind.GIFT)})
    return found


def lines_of(post: QueryDict) -> tuple[Line, ...]:
    """The lines as typed; empty ones are left out. Refused "fen" for what is no sum."""
    found = []
    for n in range(200):
        what = post.get(f"what-{n}", "").strip()
        if not what:
            continue
        fen = fen_of(post.get(f"yuan-{n}"))
        if fen is None:
            raise Refused("fen")
        found.append(Line(post.get(f"kind-{n}", ""), what, number(post.get(f"quantity-{n}")), fen, post.get(f"who-{n}", ""), number(post.get(f"id-{n}"))))
    return tuple(found)


def used_of(post: QueryDict) -> dict[int, int]:
    """How many of each line were used or given: id → number; what is empty is left out."""
    found = {}
    for key, text in post.items():
        if key.startswith("used-") and text.strip() and (pk := number(key[5:])):
            found[pk] = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
    return found
