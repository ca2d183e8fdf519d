"""The map of lanes, the list of lanes to be placed, a pin by click or by typed coordinates."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from qianshou.access.http import or_404
from qianshou.access.models import Committee
from qianshou.access.permissions import requires
from qianshou.kernel import clock
from qianshou.kernel.place import Place as Point
from qianshou.kernel.place import metres
from qianshou.people.models import Place
from qianshou.people.operations import Stale, add_place, place_lane
from qianshou.people.queries import inhabited, place_of, unplaced
from qianshou.people.rules import Datum, read_coordinates, to_wgs84

from ..listing import Listing
from ..toasts import toast
from .drawing import draw

FAR = 5_000  # metres from the other lanes: probably a slip of the pen

DATUMS = [
    (Datum.WGS84, _("GPS, Tianditu or this map (WGS 84)")),
    (Datum.GCJ02, _("Amap or Tencent map (GCJ-02)")),
    (Datum.BD09, _("Baidu map (BD-09)")),
]


class PinForm(forms.Form):
    """Where a lane is. `sure` says that a place far from the others is meant."""

    coordinates = forms.CharField(label=_("Longitude and latitude"), max_length=60, help_text=_("Either order, e.g. 121.5249, 31.2608"), widget=forms.TextInput(attrs={"autocomplete": "off", "data-coordinates": ""}))
    datum = forms.ChoiceField(label=_("Which map they come from"), choices=DATUMS, initial=Datum.WGS84, widget=forms.Select(attrs={"data-datum": ""}))
    version = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("It really is that far away"), required=False)

    def clean_coordinates(self) -> Point:
        """Two numbers that are somewhere in China."""
        point = read_coordinates(self.cleaned_data["coordinates"])
        if point is None:
            raise forms.ValidationError(_("These are not coordinates of a place in China: two numbers, e.g. 121.5249, 31.2608."))
        return point

    def point(self) -> Point:
        """The place in WGS 84."""
        return to_wgs84(self.cleaned_data["coordinates"], Datum(self.cleaned_data["datum"]))


class NewForm(forms.Form):
    """A lane that no register has named yet."""

    name = forms.CharField(label=_("Name of the lane or estate"), max_length=80)
    committee = forms.ModelChoiceField(label=_("Committee"), queryset=Committee.objects.none(), required=False)


@requires("places.read")
def listing(request: HttpRequest) -> HttpResponse:
    """All lanes: those with a pin on the map, those without in a list to be placed."""
    found = inhabited(request.scope)
    columns = [
        (gettext("Lane"), "name"), (gettext("Committee"), "committee.name"), (gettext("Elders"), "elders"), (gettext("Longitude"), "lon"), (gettext("Latitude"), "lat"),
    ]  # fmt: skip
    if answer := Listing(title=gettext("Lanes and estates"), columns=columns, rows=found).answer(request):
        return answer
    missing = sorted((p for p in found if not p.placed), key=lambda p: -p.elders)  # the most inhabited first
    context = {
        "drawing": draw(found), "places": found, "missing": missing, "features": _features(found), "may_write": request.scope.may("places.write"),
        "homeless": sum(p.elders for p in missing),
    }  # fmt: skip
    return render(request, "web/places/list.html", context)


@requires("places.read")
def pin(request: HttpRequest, place_id: int) -> HttpResponse:
    """One lane: its pin, by a click on the map or by typed coordinates."""
    place = or_404(place_of, request.scope, place_id)
    others = [p for p in inhabited(request.scope) if p.placed]
    may_write = request.scope.may("places.write")
    form = PinForm(request.POST if request.method == "POST" and may_write else None, initial={"version": place.version, "coordinates": f"{place.lon}, {place.lat}" if place.placed else ""})
    far = False
    if request.method == "POST" and may_write:
        if "remove" in request.POST:
            return _write(request, place, None, place.version)
        if form.is_valid():
            point = form.point()
            near = min((metres(point, Point(p.lon, p.lat)) for p in others if p.pk != place.pk), default=0.0)
            far = near > FAR and not form.cleaned_data["sure"]
            if not far:
                return _write(request, place, point, form.cleaned_data["version"])
            form.add_error("coordinates", gettext("This is %(km)s km from the nearest other lane. Were the numbers mixed up?") % {"km": round(near / 1000)})
    drawing = draw(others)
    mark = drawing.spot_of(place.lon, place.lat) if place.placed else None
    context = {"place": place, "form": form, "far": far, "drawing": drawing, "features": _features(others), "may_write": may_write, "mark": mark}
    return render(request, "web/places/pin.html", context, status=422 if form.errors else 200)


@requires("places.write")
def new(request: HttpRequest) -> HttpResponse:
    """Add a lane by hand, then give it a pin."""
    form = NewForm(request.POST or None)
    form.fields["committee"].queryset = Committee.objects.filter(street_id=request.scope.street_id)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["committee"]
        place, made = add_place(street_id=request.scope.street_id, name=form.cleaned_data["name"], committee_id=chosen.pk if chosen else None, now=clock.now(), by_id=request.user.pk)
        toast(request, gettext("Now give it a pin.") if made else gettext("This lane was there already."), level=messages.SUCCESS if made else messages.INFO)
        return redirect("places-pin", place.pk)
    return render(request, "web/places/new.html", {"form": form}, status=422 if form.errors else 200)


def _write(request: HttpRequest, place: Place, point: Point | None, version: int) -> HttpResponse:
    """Write and go to the next lane that has no pin."""
    try:
        place_lane(place=place, version=version, point=point, now=clock.now(), by_id=request.user.pk)
    except Stale:
        toast(request, gettext("Somebody moved this pin meanwhile. Look at it as it is now."), level=messages.ERROR)
        return redirect("places-pin", place.pk)
    if point is None:
        toast(request, gettext("%(name)s has no pin now.") % {"name": place.name})
        return redirect("places-list")
    toast(request, gettext("%(name)s is on the map.") % {"name": place.name})
    following = next(iter(unplaced(request.scope)), None)
    return redirect("places-pin", following.pk) if following else redirect("places-list")


def _features(found: list[Place]) -> dict:
    """The lanes as GeoJSON, for MapLibre."""
    features = [
        {"type": "Feature", "geometry": {"type": "Point", "coordinates": [p.lon, p.lat]},
         "properties": {"name": p.name, "elders": p.elders, "url": reverse("places-pin", args=[p.pk])}}
        for p in found if p.placed
    ]  # fmt: skip
    return {"type": "FeatureCollection", "features": features}
