"""Addresses of the cart rounds."""

from django.urls import path

from . import acts, fleet, sheets, views

urlpatterns = [
    path("carts/", views.home, name="carts-home"),
    path("carts/fleet/", fleet.page, name="carts-fleet"),
    path("carts/fleet/<int:cart_id>/", fleet.change, name="carts-cart"),
    path("carts/fleet/<int:cart_id>/service/", fleet.service, name="carts-service"),
    path("carts/kitchen/", fleet.kitchen, name="carts-kitchen"),
    path("carts/homes/<int:home_id>/end/", fleet.end_home, name="carts-home-end"),
    path("carts/<str:day>/<str:meal>/", views.day, name="carts-day"),
    path("carts/<str:day>/<str:meal>/state/", views.state, name="carts-state"),
    path("carts/<str:day>/<str:meal>/sheets.pdf", sheets.printed, name="carts-sheets-pdf"),
    path("carts/<str:day>/<str:meal>/plan/", acts.plan, name="carts-plan"),
    path("carts/<str:day>/<str:meal>/stop-waiting/", acts.stop_waiting, name="carts-stop-waiting"),
    path("carts/<str:day>/<str:meal>/move/", acts.move, name="carts-move"),
    path("carts/<str:day>/<str:meal>/off/", acts.off, name="carts-off"),
    path("carts/<str:day>/<str:meal>/pin/", acts.pin, name="carts-pin"),
    path("carts/<str:day>/<str:meal>/mend/", acts.mend, name="carts-mend"),
    path("carts/<str:day>/<str:meal>/drives/", acts.drives, name="carts-drives"),
    path("carts/<str:day>/<str:meal>/driver/", acts.driver, name="carts-driver"),
    path("carts/<str:day>/<str:meal>/undo/", acts.undo, name="carts-undo"),
    path("carts/<str:day>/<str:meal>/publish/", acts.publish, name="carts-publish"),
]
