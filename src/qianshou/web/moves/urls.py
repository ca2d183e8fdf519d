"""Addresses of files that move."""

from django.urls import path

from . import views

urlpatterns = [
    path("moves/", views.listing, name="moves-list"),
    path("moves/<int:move_id>/", views.one, name="moves-one"),
    path("moves/<int:move_id>/take/", views.take, name="moves-take"),
    path("moves/<int:move_id>/refuse/", views.refuse, name="moves-refuse"),
    path("moves/<int:offer_id>/withdraw/", views.withdraw, name="moves-withdraw"),
    path("people/<int:person_id>/move/", views.offer, name="moves-offer"),
]
