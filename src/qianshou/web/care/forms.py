"""One plan item on one form, and what the office does to a visit."""

from datetime import date

from django import forms
from django.utils.dates import MONTHS_3, WEEKDAYS_ABBR
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianshou.care.models import PlanItem
from qianshou.packs.shapes import Pack, Service

_DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
_TIME = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class PlanForm(forms.Form):
    """A service that recurs: on weekdays, or so many times a week."""

    service = forms.ChoiceField(label=_("Service"))
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these weekdays"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(n, WEEKDAYS_ABBR[n - 1]) for n in range(1, 8)],
    )  # fmt: skip
    times_per_week = forms.TypedChoiceField(
        label=_("or so many times a week"), coerce=int, empty_value=None, required=False,
        choices=[("", "—"), *((n, str(n)) for n in range(1, 8))], help_text=_("The program spreads them over the week."),
    )  # fmt: skip
    window_start = forms.TimeField(label=_("From"), widget=_TIME)
    window_end = forms.TimeField(label=_("Begins at the latest"), widget=_TIME)
    minutes = forms.IntegerField(label=_("Minutes"), min_value=5, max_value=480)
    carers_needed = forms.TypedChoiceField(label=_("Carers at once"), coerce=int, choices=[(1, _("one")), (2, _("two"))])
    months = forms.TypedMultipleChoiceField(
        label=_("Only in these months"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(n, capfirst(MONTHS_3[n])) for n in range(1, 13)], help_text=_("None ticked: all year."),
    )  # fmt: skip
    since = forms.DateField(label=_("First day"), widget=_DAY)
    until = forms.DateField(label=_("Last day"), widget=_DAY, required=False, help_text=_("Empty: until further notice."))
    skip_holidays = forms.BooleanField(label=_("Not on public holidays"), required=False)
    note = forms.CharField(label=_("Note for the carer"), required=False, max_length=200)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, pack: Pack, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["service"].choices = [(code, service.name(get_language())) for code, service in pack.services.items()]

    def clean(self) -> dict:
        """Exactly one way of recurring; a window that begins before it ends."""
        data = super().clean()
        if bool(data.get("weekdays")) == bool(data.get("times_per_week")):
            self.add_error("weekdays", _("Choose weekdays, or how many times a week, not both."))
        start, end = data.get("window_start"), data.get("window_end")
        if start and end and end <= start:
            self.add_error("window_end", _("The time must begin before it ends."))
        if data.get("since") and data.get("until") and data["until"] < data["since"]:
            self.add_error("until", _("The last day lies before the first."))
        return data

    def values(self) -> dict:
        """What the operation takes."""
        return {key: value for key, value in self.cleaned_data.items() if key != "version"}


def from_service(service: Service, today: date) -> dict:
    """What the form begins with for a service: the catalogue's defaults."""
    return {
        "service": service.code, "window_start": service.window[0], "window_end": service.window[1], "minutes": service.minutes,
        "carers_needed": service.carers, "months": list(service.season), "since": today,
    }  # fmt: skip


def from_item(item: PlanItem) -> dict:
    """What the form begins with for an item that is there."""
    names = ("service", "weekdays", "times_per_week", "window_start", "window_end", "minutes", "carers_needed", "months", "since", "until")
    return {name: getattr(item, name) for name in (*names, "skip_holidays", "note", "version")}


class MoveForm(forms.Form):
    """Another time for one visit, and why."""

    day = forms.DateField(label=_("Day"), widget=_DAY)
    start = forms.TimeField(label=_("From"), widget=_TIME)
    end = forms.TimeField(label=_("Begins at the latest"), widget=_TIME)
    reason = forms.CharField(label=_("Why"), max_length=200)


class DoneForm(forms.Form):
    """A visit that the office writes down as done, by whom: `choices` are carers, `likely` those to begin with, `needed` one field or two."""

    at = forms.TimeField(label=_("When it was done"), widget=_TIME)
    carer = forms.TypedChoiceField(label=_("Who went there"), coerce=int, empty_value=None, required=False, help_text=_("Her points follow from it."))
    other = forms.TypedChoiceField(label=_("And who else"), coerce=int, empty_value=None, required=False)
    text = forms.CharField(label=_("How you know"), max_length=400)

    def __init__(self, *args, choices: list[tuple[str, str]], likely: list[int], needed: int, **kwargs):
        super().__init__(*args, **kwargs)
        for name, pk in zip(("carer", "other"), (*likely, None, None), strict=False):
            self.fields[name].choices = [("", _("not known, or nobody of ours")), *choices]
            self.fields[name].initial = pk
        if needed < 2:
            del self.fields["other"]

    def carer_ids(self) -> list[int]:
        """Who is named."""
        return [pk for name in ("carer", "other") if (pk := self.cleaned_data.get(name))]
