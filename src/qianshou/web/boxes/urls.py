"""Addresses of the boxes."""

from django.urls import path

from . import acts, page, person, washing

urlpatterns = [
    path("boxes/", page.page, name="boxes-home"),
    path("boxes/buy/", acts.buy, name="boxes-buy"),
    path("boxes/discard/", acts.discard, name="boxes-discard"),
    path("boxes/lose/", acts.lose, name="boxes-lose"),
    path("boxes/find/", acts.find, name="boxes-find"),
    path("boxes/count/", acts.count, name="boxes-count"),
    path("boxes/undo/<uuid:key>/", acts.undo, name="boxes-undo"),
    path("boxes/wash/", washing.start, name="boxes-wash"),
    path("boxes/wash/<int:batch_id>/end/", washing.end, name="boxes-wash-end"),
    path("boxes/wash/<int:batch_id>/fail/", washing.fail, name="boxes-wash-fail"),
    path("boxes/person/<int:person_id>/", person.page, name="boxes-person"),
    path("boxes/person/<int:person_id>/lose/", person.lose, name="boxes-person-lose"),
    path("boxes/person/<int:person_id>/find/", person.find, name="boxes-person-find"),
    path("boxes/person/<int:person_id>/explain/", person.explain, name="boxes-person-explain"),
]
