"""Addresses of spreadsheets in and out."""

from django.urls import path

from . import fill, members, views

urlpatterns = [
    path("exchange/", views.batch_list, name="exchange-list"),
    path("exchange/upload/", views.upload, name="exchange-upload"),
    path("exchange/fill/", fill.fill_page, name="exchange-fill"),
    path("exchange/members/template.xlsx", members.template, name="exchange-members-xlsx"),
    path("exchange/<int:batch_id>/", views.batch_page, name="exchange-batch"),
    path("exchange/<int:batch_id>/state/", views.state, name="exchange-state"),
    path("exchange/<int:batch_id>/mapping/", views.mapping, name="exchange-mapping"),
    path("exchange/<int:batch_id>/answers/", members.answers, name="exchange-answers"),
    path("exchange/<int:batch_id>/apply/", views.apply, name="exchange-apply"),
    path("exchange/<int:batch_id>/drop/", views.drop, name="exchange-drop"),
    path("exchange/<int:batch_id>/workbook/", views.workbook, name="exchange-workbook"),
]
