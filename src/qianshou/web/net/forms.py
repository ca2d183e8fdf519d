"""Forms about carers: enrol, change, week, absence."""

import re
from datetime import time

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qianshou.care.models import Absence
from qianshou.care.rules.shifts import LONGEST_BREAK
from qianshou.kernel.phones import read_phones
from qianshou.packs.shapes import Pack
from qianshou.people.models import Sex

from .said import MODES

_SPAN = re.compile(r"^(\d{1,2})[:.]?(\d{2})?\s*[-–—~至到]\s*(\d{1,2})[:.]?(\d{2})?$")


def _words(text: str) -> list[str]:
    """Words as people separate them: comma, 、, slash, space."""
    return list(dict.fromkeys(part for part in re.split(r"[、,，;；/\s]+", text.strip()) if part))


class CarerForm(forms.Form):
    """A carer. `number`, `phone`, `sex` are asked for at enrolment only; `left_on` only later."""

    number = forms.CharField(label=_("Employee number"), max_length=20)
    name = forms.CharField(label=_("Name"), max_length=60)
    sex = forms.ChoiceField(label=_("Sex"), choices=[("f", Sex.FEMALE.label), ("m", Sex.MALE.label)])
    phone = forms.CharField(label=_("Mobile telephone"), required=False)
    tier = forms.ChoiceField(label=_("Tier"))
    skills = forms.MultipleChoiceField(label=_("Skills"), required=False, widget=forms.CheckboxSelectMultiple)
    weekly_hours = forms.DecimalField(label=_("Hours a week"), min_value=0, max_value=60, decimal_places=1)
    mode = forms.ChoiceField(label=_("Gets about"), choices=list(MODES.items()))
    link_limit = forms.IntegerField(label=_("Key elders at most"), min_value=0, max_value=50)
    start_place = forms.ModelChoiceField(label=_("Sets out from"), queryset=None, required=False)
    dialects = forms.CharField(label=_("Dialects"), required=False)
    interests = forms.CharField(label=_("Talents"), required=False)
    joined_on = forms.DateField(label=_("Since"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    left_on = forms.DateField(
        label=_("Last day of work"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, *args, pack: Pack, places, is_new: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        language = get_language()
        self.fields["tier"].choices = [(code, tier.name(language)) for code, tier in pack.tiers.items()]
        self.fields["skills"].choices = [(code, skill.name(language)) for code, skill in pack.skills.items()]
        self.fields["start_place"].queryset = places
        for name in ("left_on", "link_limit", "mode") if is_new else ("number", "sex", "phone"):
            del self.fields[name]

    def clean_phone(self) -> str:
        """The number in its normal form."""
        text = self.cleaned_data["phone"].strip()
        found = read_phones(text).phones
        if text and len(found) != 1:
            raise forms.ValidationError(_("This is not one telephone number."))
        return found[0].number if found else ""

    def clean_dialects(self) -> list[str]:
        """Words."""
        return _words(self.cleaned_data["dialects"])

    def clean_interests(self) -> list[str]:
        """Words."""
        return _words(self.cleaned_data["interests"])


class WeekForm(forms.Form):
    """Seven lines, each with spans such as "8:00-11:30 13:00-17:00" or "20:00-6:00"; an empty line is a free day. And the meal break of a span."""

    since = forms.DateField(label=_("Holds from"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        for day in range(1, 8):
            self.fields[f"day{day}"] = forms.CharField(label=WEEKDAYS[day - 1], required=False)
        self.fields["break_minutes"] = forms.IntegerField(label=_("Meal break (minutes)"), required=False, min_value=0, max_value=LONGEST_BREAK)

    def clean(self) -> dict:
        """Read every line."""
        for day in range(1, 8):
            text = self.cleaned_data.get(f"day{day}", "")
            try:
                self.cleaned_data[f"day{day}"] = spans(text)
            except ValueError:
                self.add_error(f"day{day}", _("Write times such as 8:00-11:30 13:00-17:00."))
        return self.cleaned_data

    def week(self) -> list[tuple[int, time, time]]:
        """(weekday, start, end) of every span."""
        return [(day, a, b) for day in range(1, 8) for a, b in self.cleaned_data[f"day{day}"]]


def spans(text: str) -> list[tuple[time, time]]:
    """Read "8-11:30, 13:00-17:00". ValueError for what is no span."""
    found = []
    for part in re.split(r"[,，;；、\s]+", text.strip()):
        if not part:
            continue
        match = _SPAN.match(part)
        if not match:
            raise ValueError(part)
        a, b = time(int(match[1]), int(match[2] or 0)), time(int(match[3]), int(match[4] or 0))
        found.append((a, b))
    return found


class AbsenceForm(forms.Form):
    """From when until when, by half days, and why."""

    kind = forms.ChoiceField(label=_("Kind"), choices=Absence.Kind.choices)
    first_day = forms.DateField(label=_("First day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    last_day = forms.DateField(label=_("Last day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    from_noon = forms.BooleanField(label=_("Begins"), required=False)
    until_noon = forms.BooleanField(label=_("Ends"), required=False)
    reason = forms.CharField(label=_("Remark"), required=False, max_length=200)
