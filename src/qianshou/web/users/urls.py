"""Addresses of users and roles."""

from django.urls import path

from . import views

urlpatterns = [
    path("users/", views.listing, name="users-list"),
    path("users/new/", views.add, name="users-add"),
    path("users/<int:user_id>/", views.file, name="users-file"),
    path("users/<int:user_id>/role/", views.give_role, name="users-role"),
    path("users/<int:user_id>/password/", views.new_password, name="users-password"),
    path("users/<int:user_id>/open/", views.open_or_close, name="users-open"),
    path("users/role/<int:assignment_id>/end/", views.end, name="users-role-end"),
]
