"""Addresses of the points."""

from django.urls import path

from . import acts, views

urlpatterns = [
    path("points/", views.month_page, name="points-month"),
    path("points/objections/", views.objection_list, name="points-objections"),
    path("points/objections/<int:objection_id>/answer/", acts.answer, name="points-answer"),
    path("points/<int:carer_id>/", views.carer_page, name="points-carer"),
    path("points/<int:carer_id>/object/", acts.objection, name="points-object"),
    path("points/work-out/", acts.work_out, name="points-work-out"),
]
