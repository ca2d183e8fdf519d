"""Addresses of the care net and its carers."""

from django.urls import path

from . import carer_acts, carers, elders, views

urlpatterns = [
    path("net/", views.picture, name="net"),
    path("net/fill/<int:elder_id>/", views.fill, name="net-fill"),
    path("net/undo/<str:link_ids>/", views.undo, name="net-undo"),
    path("net/elders/<int:elder_id>/", elders.page, name="net-elder"),
    path("net/elders/<int:elder_id>/link/", elders.link, name="net-link"),
    path("net/elders/<int:elder_id>/key/", elders.key, name="net-key"),
    path("net/links/<int:link_id>/end/", elders.end, name="net-end"),
    path("carers/", carers.listing, name="carers-list"),
    path("carers/new/", carer_acts.new, name="carers-new"),
    path("carers/<int:carer_id>/", carers.page, name="carers-one"),
    path("carers/<int:carer_id>/edit/", carer_acts.edit, name="carers-edit"),
    path("carers/<int:carer_id>/shifts/", carer_acts.shifts, name="carers-shifts"),
    path("carers/<int:carer_id>/absences/", carer_acts.absent, name="carers-absent"),
    path("carers/absences/<int:absence_id>/cancel/", carer_acts.present, name="carers-present"),
]
