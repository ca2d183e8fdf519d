"""What somebody enters about a diet."""

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.kernel.text import squeeze
from qianshou.meals.operations import Entry
from qianshou.meals.queries.diets import book_of
from qianshou.packs.shapes import Pack

STRENGTHS = [
    ("", gettext_lazy("as usual for it")), ("hard", gettext_lazy("must not: never packed")), ("soft", gettext_lazy("rather not: a warning")),
]  # fmt: skip


class DietForm(forms.Form):
    """A kind, what it is about, how strict, and who said so."""

    kind = forms.ChoiceField(label=gettext_lazy("What it is"))
    target = forms.CharField(
        label=gettext_lazy("Of what"), required=False, max_length=40,
        widget=forms.TextInput(attrs={"list": "ingredients", "autocomplete": "off"}),
        help_text=gettext_lazy("For an allergy, must not eat, does not like: an ingredient of the list, or a word of your own."),
    )  # fmt: skip
    strength = forms.ChoiceField(label=gettext_lazy("How strict"), choices=STRENGTHS, required=False)
    note = forms.CharField(label=gettext_lazy("Who said so"), required=False, max_length=200)

    def __init__(self, *args: object, pack: Pack, nothing: bool = False, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self._pack = pack
        kinds = [(code, kind.name(get_language())) for code, kind in pack.diets.items()]
        self.fields["kind"].choices = [("", "—"), *kinds]
        self.fields["kind"].required = not nothing
        for name, field in self.fields.items():
            field.widget.attrs["id"] = f"{self.prefix or 'diet'}-{name}"

    def clean(self) -> dict:
        """What it is about must be said where the kind needs it."""
        data = super().clean()
        kind = self._pack.diets.get(data.get("kind", ""))
        if kind and kind.target != "none" and not data.get("target", "").strip():
            self.add_error("target", _("Write down what it is about: an ingredient or a dish."))
        return data

    def entries(self) -> list[Entry]:
        """As the operations take them: a name that stands for several marks (海鲜) becomes several."""
        data = self.cleaned_data
        kind = self._pack.diets[data["kind"]]
        hard = {"hard": True, "soft": False}.get(data["strength"])
        word = squeeze(data["target"])
        if kind.target == "none":
            return [Entry(kind.code, "", hard)]
        codes = book_of(self._pack).codes_of(word) if kind.target == "ingredient" else []
        return [Entry(kind.code, target, hard) for target in codes or [word]]
