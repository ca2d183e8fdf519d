"""Addresses of the review of doubtful rows."""

from django.urls import path

from . import views

urlpatterns = [
    path("review/", views.desk, name="review-list"),
    path("review/<int:case_id>/merge/", views.merge, name="review-merge"),
    path("review/<int:case_id>/mend/", views.mend, name="review-mend"),
    path("review/<int:case_id>/keep/", views.keep, name="review-keep"),
    path("review/<int:case_id>/undo/", views.undo, name="review-undo"),
]
