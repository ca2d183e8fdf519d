"""Addresses of what happens after the meal."""

from django.urls import path

from . import acts, back, costs, day, month, points, sheets

urlpatterns = [
    path("fed/", day.today, name="fed-today"),
    path("fed/month/", month.this_month, name="fed-this-month"),
    path("fed/month/<str:month>/", month.page, name="fed-month"),
    path("fed/month/<str:month>/sheet.pdf", sheets.pdf, name="fed-sheet-pdf"),
    path("fed/month/<str:month>/sheet.xlsx", sheets.xlsx, name="fed-sheet-xlsx"),
    path("fed/month/<str:month>/cost/", costs.enter, name="fed-cost"),
    path("fed/month/<str:month>/back/", back.page, name="fed-back"),
    path("fed/month/<str:month>/back/all/", back.give_all, name="fed-back-all"),
    path("fed/cost/<int:cost_id>/undo/", costs.undo, name="fed-cost-undo"),
    path("fed/order/<int:order_id>/check/", acts.check, name="fed-check"),
    path("fed/order/<int:order_id>/check/undo/", acts.undo_check, name="fed-check-undo"),
    path("fed/order/<int:order_id>/back/", back.give, name="fed-back-one"),
    path("fed/order/<int:order_id>/charge/", back.charge, name="fed-charge"),
    path("fed/<str:day>/", day.page, name="fed-day"),
    path("fed/<str:day>/came/", acts.all_came, name="fed-all-came"),
    path("fed/<str:day>/point/<int:point_id>/", points.page, name="fed-point"),
]
