"""The form of an occasion."""

from django import forms
from django.utils.translation import gettext_lazy as _

from qianshou.care.models import Occasion
from qianshou.care.operations.occasions import Plan
from qianshou.care.rules.invitations import MOST_PLACES


def _day(label: object, *, required: bool = True, help_text: object = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def _time(label: object, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(label=label, required=required, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))


class OccasionForm(forms.Form):
    """What, when, where, for how many, who invites."""

    name = forms.CharField(label=_("What is it?"), max_length=80, widget=forms.TextInput(attrs={"placeholder": _("Dancing salon")}))
    on = _day(_("Day"))
    starts = _time(_("Begins"))
    ends = _time(_("Ends"), required=False)
    where = forms.CharField(label=_("Venue"), max_length=120)
    places = forms.IntegerField(label=_("Places"), required=False, min_value=1, max_value=MOST_PLACES, help_text=_("empty: as many as like to come"))
    organiser = forms.CharField(label=_("Who invites"), max_length=80)
    telephone = forms.CharField(label=_("Telephone for answers"), required=False, max_length=40)
    answer_by = _day(_("Answer by"), required=False)
    text = forms.CharField(label=_("What the letter says"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 5}), help_text=_("when and where are put below by themselves"))

    @classmethod
    def of(cls, row: Occasion) -> "OccasionForm":
        """Filled with an occasion."""
        return cls(initial={name: getattr(row, name) for name in cls.base_fields})

    def plan(self) -> Plan:
        """What was written; the form is valid."""
        return Plan(**self.cleaned_data)
