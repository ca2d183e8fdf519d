"""Addresses of cards and phones."""

from django.urls import path

from . import views

urlpatterns = [
    path("cards/", views.listing, name="cards-list"),
    path("cards/print/", views.print_cards, name="cards-print"),
    path("cards/<int:card_id>/withdraw/", views.withdraw, name="cards-withdraw"),
    path("cards/phone/<int:device_id>/sign-off/", views.sign_off, name="cards-sign-off"),
    path("cards/phone/<int:device_id>/unlock/", views.unlock, name="cards-unlock"),
]
