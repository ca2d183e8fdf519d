"""Addresses of what phones sent."""

from django.urls import path

from . import forms, views

urlpatterns = [
    path("acts/", views.held, name="acts-held"),
    path("acts/<uuid:act_id>/settle/", views.settle, name="acts-settle"),
    path("acts/<uuid:act_id>/undo/", views.undo, name="acts-undo"),
    path("acts/<uuid:act_id>/again/", views.again, name="acts-again"),
    path("acts/<uuid:act_id>/compare/", forms.page, name="acts-compare"),
    path("acts/conflict/<int:conflict_id>/", views.choose, name="acts-choose"),
    path("acts/damaged/<int:item_id>/", views.settle_damaged, name="acts-damaged"),
]
