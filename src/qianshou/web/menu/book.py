"""The dish book: what is in each dish, so that nobody gets what they must not eat."""

from decimal import Decimal

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.meals import operations
from qianshou.meals.models import Category, Grade, Recipe, Texture
from qianshou.meals.queries.menus import pack_of
from qianshou.meals.queries.recipes import Proposal, propose, recipe_of, recipes
from qianshou.packs.shapes import Pack

from ..listing import Listing
from ..templatetags.shell import listed
from ..toasts import toast
from .words import refused, yuan

GRADES = [("", gettext_lazy("not known")), *Grade.choices]


def _grade(text: str) -> int | None:
    return int(text) if text != "" else None


class RecipeForm(forms.Form):
    """What a cook knows about a dish."""

    category = forms.ChoiceField(label=gettext_lazy("Kind of dish"), choices=Category.choices)
    contains = forms.MultipleChoiceField(label=gettext_lazy("It contains"), required=False, widget=forms.CheckboxSelectMultiple)
    textures = forms.MultipleChoiceField(label=gettext_lazy("The kitchen can make it"), choices=Texture.choices, widget=forms.CheckboxSelectMultiple)
    salt = forms.TypedChoiceField(label=gettext_lazy("Salt"), choices=GRADES, coerce=_grade, empty_value=None, required=False)
    sugar = forms.TypedChoiceField(label=gettext_lazy("Sugar"), choices=GRADES, coerce=_grade, empty_value=None, required=False)
    portion_grams = forms.IntegerField(label=gettext_lazy("Grams of a portion"), min_value=1, max_value=2000, required=False)
    cost = forms.DecimalField(label=gettext_lazy("Cost of a portion in yuan"), min_value=0, max_value=999, decimal_places=2, required=False)
    ingredients = forms.CharField(
        label=gettext_lazy("All ingredients in words"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=gettext_lazy("Somebody may be allergic to what no box above names: only dishes with their ingredients written here are given to them."),
    )  # fmt: skip
    instructions = forms.CharField(label=gettext_lazy("How it is made"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: object, pack: Pack, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["contains"].choices = [(code, one.name(get_language())) for code, one in pack.allergens.items()]

    def values(self) -> dict[str, object]:
        """What the operation takes."""
        data = dict(self.cleaned_data)
        cost: Decimal | None = data.pop("cost")
        data.pop("version")
        return {**data, "cost_fen": None if cost is None else int(cost * 100)}


def _initial(recipe: Recipe, proposal: Proposal) -> dict[str, object]:
    """What stands in the book; for a dish that nobody described, what its name speaks of."""
    names = ("category", "salt", "sugar", "portion_grams", "ingredients", "instructions", "version")
    found = {name: getattr(recipe, name) for name in names}
    known = recipe.described_at is not None
    return found | {
        "contains": recipe.contains if known else proposal.contains, "textures": recipe.textures if known else proposal.textures,
        "cost": yuan(recipe.cost_fen),
    }  # fmt: skip


@requires("packs.read")
def listing(request: HttpRequest) -> HttpResponse:
    """Every dish of the street, those that nobody described first."""
    found = recipes(request.scope)
    names = {code: one.name(get_language()) for code, one in pack_of(request.scope.street_id).allergens.items()} if request.scope.street_id else {}
    for recipe in found:
        recipe.marks = listed(names.get(code, code) for code in recipe.contains)
        recipe.ways = listed(str(dict(Texture.choices).get(one, one)) for one in recipe.textures)
    columns = [
        (_("Dish"), "name"), (_("Kind of dish"), lambda r: r.get_category_display()), (_("It contains"), "marks"), (_("The kitchen can make it"), "ways"),
        (_("Salt"), lambda r: r.get_salt_display() or ""), (_("Sugar"), lambda r: r.get_sugar_display() or ""), (_("Grams of a portion"), "portion_grams"),
        (_("Cost of a portion in yuan"), lambda r: yuan(r.cost_fen)), (_("Times on a menu"), "times"), (_("Last on a menu"), "last_day"),
    ]  # fmt: skip
    if answer := Listing(title=_("Dish book"), columns=columns, rows=found, capability="").answer(request):
        return answer
    context = {"recipes": found, "open": sum(r.described_at is None for r in found), "may_write": request.scope.may("menu.write")}
    return render(request, "web/menu/book.html", context)


@requires("menu.write")
def add(request: HttpRequest) -> HttpResponse:
    """A dish that no menu names yet: a substitute."""
    name, category, error = request.POST.get("name", "").strip(), request.POST.get("category", ""), ""
    if request.method == "POST" and category in Category.values:
        try:
            made = operations.add_recipe(street_id=request.scope.street_id, name=name, category=category, now=clock.now(), by_id=request.user.pk)
            return redirect("menu-recipe", made.pk)
        except operations.Refused as refusal:
            error = refused(refusal)
    context = {"name": name, "category": category, "categories": Category.choices, "error": error}
    return render(request, "web/menu/recipe_new.html", context, status=422 if error else 200)


@requires("menu.write")
def recipe(request: HttpRequest, recipe_id: int) -> HttpResponse:
    """One dish. Saving says: this is what is in it, and nothing else."""
    found = or_404(recipe_of, request.scope, recipe_id)
    pack = pack_of(found.street_id)
    form = RecipeForm(request.POST or None, initial=_initial(found, propose(found, pack)), pack=pack)
    if request.method == "POST" and form.is_valid():
        try:
            operations.describe_recipe(
                recipe_id=found.pk, version=form.cleaned_data["version"], values=form.values(), now=clock.now(), by_id=request.user.pk
            )
        except operations.Refused as refusal:
            form.add_error(None, refused(refusal))
        else:
            toast(request, _("%(name)s is described.") % {"name": found.name})
            following = next((one for one in recipes(request.scope) if one.described_at is None), None)
            return redirect("menu-recipe", following.pk) if "next" in request.POST and following else redirect("menu-book")
    context = {"recipe": found, "form": form, "allergens": [code for code, one in pack.allergens.items() if one.allergen]}
    return render(request, "web/menu/recipe.html", context, status=422 if form.errors else 200)
