"""Addresses of care plans, visits and the catalogue."""

from django.urls import path

from . import catalogue, plans, visit_acts, visits

urlpatterns = [
    path("plans/<int:elder_id>/", plans.page, name="plans-elder"),
    path("plans/items/<int:item_id>/end/", plans.end, name="plans-end"),
    path("visits/", visits.listing, name="visits-list"),
    path("visits/<int:visit_id>/", visits.page, name="visits-one"),
    path("visits/<int:visit_id>/cancel/", visit_acts.cancel, name="visits-cancel"),
    path("visits/<int:visit_id>/move/", visit_acts.move, name="visits-move"),
    path("visits/<int:visit_id>/done/", visit_acts.done, name="visits-done"),
    path("visits/<int:visit_id>/undone/", visit_acts.undone, name="visits-undone"),
    path("catalogue/", catalogue.page, name="catalogue"),
]
