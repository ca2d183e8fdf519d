"""The form of a new campaign."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from qianshou.kernel import clock
from qianshou.watch.rules.campaigns import QUERY_FIELDS, clean_query


class CampaignForm(forms.Form):
    """Who, what, until when, and who is told first when it does not come."""

    title = forms.CharField(label=_("What it is called"), max_length=80, help_text=_("Carers and the desk read this."))
    committees = forms.TypedMultipleChoiceField(
        label=_("Committees"), required=False, coerce=int, help_text=_("None chosen means all."), widget=forms.CheckboxSelectMultiple
    )
    min_age = forms.IntegerField(label=_("From age"), min_value=0, max_value=120, required=False)
    max_age = forms.IntegerField(label=_("Up to age"), min_value=0, max_value=120, required=False)
    living_alone = forms.BooleanField(label=_("only people living alone"), required=False)
    key_elder = forms.BooleanField(label=_("only key elders"), required=False)
    day = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    hour = forms.TimeField(label=_("at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    ladder = forms.ChoiceField(
        label=_("Who is told first when nothing is heard"), widget=forms.RadioSelect,
        choices=[("carers", _("the linked carers, then officers and duty desk")), ("desk", _("the duty desk at once"))],
    )  # fmt: skip

    def __init__(self, *args, committees, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["committees"].choices = [(c.pk, c.short) for c in committees]

    def by_at(self) -> datetime:
        """Day and hour as one moment."""
        return clock.at(self.cleaned_data["day"], self.cleaned_data["hour"])

    def query(self) -> dict:
        """The cleaned query."""
        return clean_query({name: self.cleaned_data.get(name) for name in QUERY_FIELDS})

    def clean(self) -> dict:
        data = super().clean()
        if data.get("day") and data.get("hour") and self.by_at() <= clock.now():
            self.add_error("hour", _("Choose a moment to come."))
        if data.get("min_age") and data.get("max_age") and data["min_age"] > data["max_age"]:
            self.add_error("max_age", _("The upper age is below the lower one."))
        return data
