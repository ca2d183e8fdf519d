"""The forms of rooms, bookings and classes."""

from datetime import date, time

from django import forms
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee
from qianshou.people.models import Place
from qianshou.venues.models import Course, Venue
from qianshou.venues.operations.bookings import Wish
from qianshou.venues.operations.courses import CoursePlan
from qianshou.venues.operations.rooms import RoomPlan

from ..association.said import fen_of, yuan


def day_field(label: object, *, required: bool = True, help_text: object = "") -> forms.DateField:
    """A day with the browser's own picker."""
    return forms.DateField(label=label, required=required, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))


def time_field(label: object) -> forms.TimeField:
    """A time of day with the browser's own picker."""
    return forms.TimeField(label=label, widget=forms.TimeInput(attrs={"type": "time", "step": "900"}, format="%H:%M"))


class RoomForm(forms.Form):
    """A room: name, sort, where, for how many."""

    name = forms.CharField(label=_("Name of the room"), max_length=60, widget=forms.TextInput(attrs={"placeholder": _("Huaide activity room")}))
    sort = forms.ChoiceField(label=_("Sort"), required=False)
    address = forms.CharField(label=_("Address of the room"), required=False, max_length=120)
    place_id = forms.TypedChoiceField(label=_("Lane, for the map"), required=False, coerce=int, empty_value=None)
    committee_id = forms.TypedChoiceField(label=_("Whose room"), required=False, coerce=int, empty_value=None)
    capacity = forms.IntegerField(label=_("For how many people"), required=False, min_value=1, max_value=2000)
    telephone = forms.CharField(label=_("Telephone of the room"), required=False, max_length=40)
    note = forms.CharField(label=_("What one must know"), required=False, max_length=300, help_text=_("where the key is, stairs, toilet"))

    def __init__(self, *args: object, scope, sorts: list[tuple[str, str]], **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["sort"].choices = [("", "—"), *sorts]
        places = Place.objects.filter(street_id=scope.street_id).order_by("name")
        self.fields["place_id"].choices = [("", "—"), *((p.pk, p.name) for p in places)]
        whole = scope.street_id in scope.street_ids
        rows = Committee.objects.filter(street_id=scope.street_id).order_by("position", "pk")
        rows = rows if whole else rows.filter(pk__in=scope.committee_ids)
        self.fields["committee_id"].choices = [*([("", _("of the whole street"))] if whole else []), *((c.pk, c.name) for c in rows)]
        self.fields["committee_id"].required = not whole

    def plan(self) -> RoomPlan:
        """What was written; the form is valid."""
        return RoomPlan(**self.cleaned_data)

    @staticmethod
    def of(row: Venue) -> dict:
        """Filled with a room."""
        return {name: getattr(row, name) for name in RoomForm.base_fields}


class InRoom(forms.Form):
    """A form that chooses a room; only who may overrule its hours is asked why."""

    def __init__(self, *args: object, rooms: list[Venue], may_overrule: bool, **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["venue_id"].choices = [(one.pk, one.name) for one in rooms]
        if not may_overrule:
            del self.fields["overrule"]


class BookingForm(InRoom):
    """What, where, when, once or each week."""

    title = forms.CharField(label=_("What is it for?"), max_length=80, widget=forms.TextInput(attrs={"placeholder": _("Choir practice")}))
    booker = forms.CharField(label=_("Who answers for it"), max_length=60, help_text=_("group or person"))
    venue_id = forms.TypedChoiceField(label=_("Room"), coerce=int)
    day = day_field(_("Day"))
    starts = time_field(_("Begins"))
    ends = time_field(_("Ends"))
    people = forms.IntegerField(label=_("How many people"), required=False, min_value=1, max_value=2000)
    until = day_field(_("Each week until"), required=False, help_text=_("empty: only this once"))
    open_to_all = forms.BooleanField(label=_("Open to all: its name stands in the public calendar"), required=False)
    overrule = forms.CharField(label=_("Outside the hours, because"), required=False, max_length=120, help_text=_("only where an officer lets it be"))

    def wish(self) -> Wish:
        """What was written; the form is valid."""
        return Wish(**{key: value for key, value in self.cleaned_data.items() if key != "until"})


class FeeField(forms.CharField):
    """A fee in yuan as typed, in fen; empty: free."""

    def __init__(self) -> None:
        super().__init__(label=_("Fee for the whole term, in yuan"), required=False, max_length=12, help_text=_("empty: free"), widget=forms.TextInput(attrs={"inputmode": "decimal"}))

    def clean(self, value: object) -> int:
        """Fen."""
        fen = fen_of(str(super().clean(value) or ""))
        if fen is None:
            raise forms.ValidationError(_("Write yuan like 60 or 60.50."))
        return fen


class CourseForm(InRoom):
    """A class: what, who teaches, where, from when to when, how many."""

    name = forms.CharField(label=_("What is taught"), max_length=60, widget=forms.TextInput(attrs={"placeholder": _("Calligraphy")}))
    teacher = forms.CharField(label=_("Teacher"), max_length=60)
    venue_id = forms.TypedChoiceField(label=_("Room"), coerce=int)
    since = day_field(_("First session"), help_text=_("it comes again each week on this day of the week"))
    until = day_field(_("Last session"))
    starts = time_field(_("Begins"))
    ends = time_field(_("Ends"))
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=500)
    fee_fen = FeeField()
    note = forms.CharField(label=_("What to bring, what else to know"), required=False, max_length=300)
    overrule = forms.CharField(label=_("Outside the hours, because"), required=False, max_length=120, help_text=_("only where an officer lets it be"))

    def plan(self) -> CoursePlan:
        """What was written; the form is valid."""
        return CoursePlan(**{key: value for key, value in self.cleaned_data.items() if key != "venue_id"})


class ChangeCourseForm(forms.Form):
    """What may change while a class runs: sessions are moved one by one."""

    name = forms.CharField(label=_("What is taught"), max_length=60)
    teacher = forms.CharField(label=_("Teacher"), max_length=60)
    places = forms.IntegerField(label=_("Places"), min_value=1, max_value=500)
    fee_fen = FeeField()
    note = forms.CharField(label=_("What to bring, what else to know"), required=False, max_length=300)

    @staticmethod
    def of(row: Course) -> dict:
        """Filled with a class."""
        return {name: getattr(row, name) for name in ChangeCourseForm.base_fields} | {"fee_fen": yuan(row.fee_fen) if row.fee_fen else ""}


def slot_of(day: date | None, starts: time | None, ends: time | None) -> dict:
    """First values of a booking form from an address."""
    return {key: value for key, value in (("day", day), ("starts", starts), ("ends", ends)) if value}
