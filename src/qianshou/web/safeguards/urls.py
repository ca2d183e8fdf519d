"""Addresses of safeguards."""

from django.urls import path

from . import claims, many, person, views

urlpatterns = [
    path("safeguards/", views.listing, name="safeguards-list"),
    path("safeguards/many/", many.page, name="safeguards-many"),
    path("safeguards/acts/<uuid:act>/undo/", many.undo, name="safeguards-undo"),
    path("safeguards/person/<int:person_id>/", person.page, name="safeguards-person"),
    path("safeguards/<int:safeguard_id>/paper/", person.paper, name="safeguards-paper"),
    path("safeguards/<int:safeguard_id>/end/", person.end, name="safeguards-end"),
    path("safeguards/<int:safeguard_id>/runs-on/", person.undo_end, name="safeguards-runs-on"),
    path("safeguards/<int:safeguard_id>/incident/", claims.incident, name="safeguards-incident"),
    path("safeguards/incidents/<int:incident_id>/step/", claims.step, name="safeguards-step"),
    path("safeguards/incidents/<int:incident_id>/undo/", claims.undo_incident, name="safeguards-incident-undo"),
    path("safeguards/steps/<int:step_id>/undo/", claims.undo_step, name="safeguards-step-undo"),
]
