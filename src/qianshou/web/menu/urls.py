"""Addresses of the menu."""

from django.urls import path

from . import book, day, paper, publishing, views

urlpatterns = [
    path("menu/", views.month, name="menu-month"),
    path("menu/publish/", publishing.publish, name="menu-publish"),
    path("menu/copy/", publishing.copy, name="menu-copy"),
    path("menu/dishes/", book.listing, name="menu-book"),
    path("menu/dishes/new/", book.add, name="menu-recipe-new"),
    path("menu/dishes/<int:recipe_id>/", book.recipe, name="menu-recipe"),
    path("menu/changes/<int:change_id>/undo/", day.undo, name="menu-undo"),
    path("menu/week/<slug:monday>.pdf", paper.week_pdf, name="menu-week-pdf"),
    path("menu/<slug:day>/", day.page, name="menu-day"),
]
