"""Addresses of the books."""

from django.urls import path

from . import entries, views

urlpatterns = [
    path("ledger/", views.listing, name="ledger-list"),
    path("ledger/<int:account_id>/", views.one, name="ledger-one"),
    path("ledger/entries/<int:transaction_id>/", entries.one, name="ledger-entry"),
    path("ledger/entries/<int:transaction_id>/reverse/", entries.reverse_entry, name="ledger-reverse"),
]
