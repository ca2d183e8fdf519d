"""Forms of the association."""

from django import forms
from django.utils.translation import gettext_lazy as _

LIST = {"list": "members", "autocomplete": "off"}


def day(label: object, **more) -> forms.DateField:
    """A day, chosen."""
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def hour(label: object, **more) -> forms.TimeField:
    """A time of day."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), **more)


class MeetingForm(forms.Form):
    """When and where the members meet."""

    title = forms.CharField(label=_("What is it called?"), max_length=80)
    on = day(_("Day"))
    starts = hour(_("Begins"))
    where = forms.CharField(label=_("Venue"), max_length=120)
    chair = forms.CharField(label=_("Chair"), required=False, max_length=80, widget=forms.TextInput(attrs=LIST), help_text=_("card or name of a member; may stay empty"))


class NewMemberForm(forms.Form):
    """Somebody of whom the program knows nothing yet."""

    name = forms.CharField(label=_("Name"), max_length=60)
    phone = forms.CharField(label=_("Telephone"), max_length=20, required=False)
    joined = day(_("Member since"))
    card = forms.CharField(label=_("Card number"), max_length=12, required=False, help_text=_("empty: the next free one"))


class GroupForm(forms.Form):
    """A new group."""

    name = forms.CharField(label=_("Name of the group"), max_length=60)
    begun = forms.IntegerField(label=_("Begun in the year"), required=False, min_value=1900, max_value=2100)
    purpose = forms.CharField(label=_("What it does"), max_length=300, required=False)


class TermForm(forms.Form):
    """Who holds which office from when until when."""

    office = forms.ChoiceField(label=_("Office"))
    seat = forms.IntegerField(label=_("Seat"), min_value=1, max_value=20, initial=1)
    member = forms.CharField(label=_("Member"), max_length=80, widget=forms.TextInput(attrs=LIST))
    since = day(_("From"))
    until = day(_("Until"), required=False)

    def __init__(self, *args, offices: list[tuple[str, str]] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].choices = offices
