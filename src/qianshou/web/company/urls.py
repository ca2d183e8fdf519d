"""Addresses of company."""

from django.urls import path

from . import one, terms, views

urlpatterns = [
    path("company/", views.listing, name="company-list"),
    path("company/together/", views.together, name="company-together"),
    path("company/not-these/", views.not_these, name="company-not-these"),
    path("company/<int:companionship_id>/", one.page, name="company-one"),
    path("company/<int:companionship_id>/tell/", one.tell, name="company-tell"),
    path("company/<int:companionship_id>/part/", one.part, name="company-part"),
    path("company/entries/<int:entry_id>/undo/", one.undo, name="company-undo"),
    path("company/elder/<int:person_id>/", terms.elder, name="company-elder"),
    path("company/volunteer/<int:carer_id>/", terms.volunteer, name="company-volunteer"),
]
