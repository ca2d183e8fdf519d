"""Forms of a file. Every field posts plain texts, so that a merge can offer either text."""

from datetime import date

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import Committee
from qianshou.access.scope import Scope
from qianshou.kernel.identity import read_id_number
from qianshou.kernel.text import squeeze
from qianshou.people import vault
from qianshou.people.models import Living, Person, Place, Status
from qianshou.people.models.person import BirthPrecision, Sex
from qianshou.people.queries import place_names

from .labels import DOUBTS, FIELDS


class Words(forms.CharField):
    """A list of words, typed with any comma: "糖尿病、高血压"."""

    def prepare_value(self, value: object) -> object:
        return "、".join(value) if isinstance(value, list | tuple) else value

    def to_python(self, value: object) -> list[str]:
        text = squeeze(str(value or ""))
        for comma in ",;，；/":
            text = text.replace(comma, "、")
        return list(dict.fromkeys(word.strip()[:30] for word in text.split("、") if word.strip()))


class Weekdays(forms.CheckboxSelectMultiple):
    """Boxes for weekdays; a merge sends them in one text ("1,3")."""

    def value_from_datadict(self, data: dict, files: dict, name: str) -> list[str]:
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [part for value in values for part in str(value).split(",") if part]


class FileForm(forms.Form):
    """What an officer may change on a file (people.rules.fields). The ID number is never filled in: empty leaves it as it is."""

    name = forms.CharField(max_length=60)
    sex = forms.ChoiceField(required=False, choices=Sex.choices)
    birth_date = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    birth_precision = forms.ChoiceField(required=False, choices=[("", "—"), *BirthPrecision.choices])
    id_number = forms.CharField(required=False, max_length=30, help_text=_("Leave it empty to keep the number that the file has."), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    committee_id = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    place_id = forms.TypedChoiceField(required=False, coerce=int, empty_value=None)
    door = forms.CharField(required=False, max_length=80, help_text=_("What follows the lane, e.g. 15号二楼前楼."))
    access_note = forms.CharField(required=False, max_length=200, help_text=_("Floor, lift, knock long, dog …"))
    status = forms.ChoiceField(choices=Status.choices)
    status_since = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    living = forms.ChoiceField(required=False, choices=Living.choices)
    dialects = Words(required=False)
    interests = Words(required=False)
    health = Words(required=False)
    hardship = Words(required=False)
    diet = Words(required=False)
    diet_unclear = forms.BooleanField(required=False)
    meal_days = forms.TypedMultipleChoiceField(required=False, coerce=int, choices=[(day + 1, name) for day, name in WEEKDAYS.items()], widget=Weekdays)
    remarks = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    GROUPS = (
        (_("Who"), ("name", "sex", "id_number", "birth_date", "birth_precision", "status", "status_since", "living")),
        (_("Where"), ("committee_id", "place_id", "door", "access_note")),
        (_("What to know"), ("health", "hardship", "dialects", "interests", "diet", "diet_unclear", "meal_days", "remarks")),
    )

    def __init__(self, *args: object, scope: Scope, person: Person | None = None, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.scope, self.person, self.today, self.same = scope, person, today, None
        committees = Committee.objects.filter(street_id=scope.street_id)
        if not scope.street_ids:
            committees = committees.filter(pk__in=scope.committee_ids)
        self.fields["committee_id"].choices = [("", "—"), *committees.values_list("pk", "name")]
        self.fields["place_id"].choices = [("", "—"), *place_names(scope)]
        if person and person.place_id and str(person.place_id) not in {str(k) for k, _ in self.fields["place_id"].choices}:
            self.fields["place_id"].choices.append((person.place_id, Place.objects.get(pk=person.place_id).name))
        for name, field in self.fields.items():
            field.label = FIELDS[name]

    def groups(self) -> list[tuple[object, list[forms.BoundField]]]:
        """The fields under their headings."""
        return [(title, [self[name] for name in names]) for title, names in self.GROUPS]

    def clean_birth_date(self) -> date | None:
        """Nobody is born in the future."""
        born = self.cleaned_data["birth_date"]
        if born and born > self.today:
            raise forms.ValidationError(_("This day is in the future."))
        return born

    def clean_committee_id(self) -> int | None:
        """A committee worker keeps the file in a committee of hers: she could not see it any more."""
        chosen = self.cleaned_data["committee_id"]
        if chosen is None and not self.scope.street_ids:
            raise forms.ValidationError(_("Choose a committee of yours."))
        return chosen

    def clean_id_number(self) -> str | None:
        """The number in its normal form; None for "as it is". A number that another file has is refused with the way there."""
        reading = read_id_number(self.cleaned_data["id_number"])
        if reading.state == "missing":
            return None
        if reading.state != "ok":
            raise forms.ValidationError(DOUBTS[f"id_{reading.state}"])
        others = Person.objects.filter(street_id=self.scope.street_id, id_blind=vault.blind(reading.number), merged_into__isnull=True)
        self.same = others.exclude(pk=self.person.pk if self.person else None).first()
        if self.same:
            raise forms.ValidationError(_("Another file has this ID number: open that one, or mend the number."))
        return reading.number

    def clean(self) -> dict:
        """What the ID number tells is filled in where the form is empty."""
        data = super().clean()
        if number := data.get("id_number"):
            reading = read_id_number(number)
            data["sex"] = data.get("sex") or (reading.sex or "").lower()
            if not data.get("birth_date"):
                data["birth_date"], data["birth_precision"] = reading.birth, "day"
        if data.get("birth_date") and not data.get("birth_precision"):
            data["birth_precision"] = "day"
        return data

    def values(self) -> dict[str, object]:
        """Everything but the ID number, ready for `update_file`."""
        return {name: value for name, value in self.cleaned_data.items() if name != "id_number"}
