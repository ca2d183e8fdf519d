"""Addresses of people's files."""

from django.urls import path

from . import contacts, edit, papers, views

urlpatterns = [
    path("people/", views.listing, name="people-list"),
    path("people/new/", edit.new, name="people-new"),
    path("people/<int:person_id>/", views.file, name="people-file"),
    path("people/<int:person_id>/edit/", edit.edit, name="people-edit"),
    path("people/<int:person_id>/contacts/", contacts.edit, name="people-contacts"),
    path("people/<int:person_id>/key/", contacts.give_key, name="people-key"),
    path("people/<int:person_id>/key/back/", contacts.key_back, name="people-key-back"),
    path("people/<int:person_id>/history/", views.history, name="people-history"),
    path("people/<int:person_id>/id-number/", views.id_number, name="people-id-number"),
    path("papers/<int:paper_id>/", papers.paper, name="paper"),
]
