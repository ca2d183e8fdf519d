"""Addresses of the monthly reviews."""

from django.urls import path

from . import views

urlpatterns = [
    path("reviews/", views.listing, name="reviews-list"),
    path("reviews/<int:person_id>/begin/", views.begin, name="reviews-begin"),
]
