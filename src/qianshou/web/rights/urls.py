"""Addresses of the rights of a person."""

from django.urls import path

from . import erasing, person, reads, register, requests, restrictions

urlpatterns = [
    path("rights/", requests.listing, name="rights-list"),
    path("rights/register/", register.page, name="rights-register"),
    path("rights/requests/<int:request_id>/", requests.one, name="rights-request"),
    path("rights/restrictions/", restrictions.listing, name="rights-restrictions"),
    path("rights/restrictions/<int:restriction_id>/", restrictions.one, name="rights-restriction"),
    path("rights/restrictions/<int:restriction_id>/again/", restrictions.again, name="rights-restriction-again"),
    path("rights/erasures/", erasing.listing, name="rights-erasures"),
    path("rights/erasures/<int:erasure_id>/", erasing.one, name="rights-erasure"),
    path("rights/erasures/<int:erasure_id>/drop/", erasing.drop, name="rights-erasure-drop"),
    path("people/<int:person_id>/rights/", person.page, name="rights-person"),
    path("people/<int:person_id>/rights/ask/", person.ask, name="rights-ask"),
    path("people/<int:person_id>/record/", person.record, name="rights-record"),
    path("people/<int:person_id>/erase/", erasing.ask, name="rights-erase"),
    path("people/<int:person_id>/reads/", reads.page, name="people-reads"),
]
