"""Addresses of the books."""

from django.urls import path

from . import entries, receipts, views

urlpatterns = [
    path("ledger/", views.listing, name="ledger-list"),
    path("ledger/receipts/", receipts.listing, name="ledger-receipts"),
    path("ledger/receipts/<int:receipt_id>.pdf", receipts.paper, name="ledger-receipt-pdf"),
    path("ledger/<int:account_id>/", views.one, name="ledger-one"),
    path("ledger/entries/<int:transaction_id>/", entries.one, name="ledger-entry"),
    path("ledger/entries/<int:transaction_id>/reverse/", entries.reverse_entry, name="ledger-reverse"),
    path("ledger/entries/<int:transaction_id>/receipt/", receipts.print_one, name="ledger-receipt-print"),
]
