"""Addresses of consents."""

from django.urls import path

from . import listing, paper, person

urlpatterns = [
    path("consents/", listing.listing, name="consents-list"),
    path("consents/<int:consent_id>/withdraw/", person.withdraw, name="consents-withdraw"),
    path("people/<int:person_id>/consents/", person.page, name="consents-person"),
    path("people/<int:person_id>/consents/answer/", person.answer, name="consents-answer"),
    path("people/<int:person_id>/consents/form.pdf", paper.form_pdf, name="consents-form-pdf"),
]
