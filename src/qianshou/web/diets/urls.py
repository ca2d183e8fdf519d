"""Addresses of diets."""

from django.urls import path

from . import clashes, person, views

urlpatterns = [
    path("diets/", views.listing, name="diets-list"),
    path("diets/clashes/", clashes.week, name="diets-clashes"),
    path("diets/clashes/substitute/", clashes.choose, name="diets-substitute"),
    path("diets/substitutes/<int:substitute_id>/withdraw/", clashes.withdraw, name="diets-withdraw"),
    path("diets/<int:person_id>/", person.page, name="diets-person"),
    path("diets/<int:person_id>/settle/", person.settle, name="diets-settle"),
    path("diets/rows/<int:diet_id>/end/", person.end, name="diets-end"),
    path("diets/answers/<int:answer_id>/undo/", person.undo, name="diets-undo"),
]
