"""Addresses of the family page and of what the desk does for it. An address that begins like a token comes last."""

from django.urls import path

from . import desk, links, page

urlpatterns = [
    path("people/<int:person_id>/family/", links.page, name="family-links"),
    path("people/<int:person_id>/family/new/", links.new, name="family-new"),
    path("people/<int:person_id>/family/letter/", links.letter, name="family-letter-pdf"),
    path("family/messages/", desk.listing, name="family-messages"),
    path("family/messages/<int:note_id>/answer/", desk.answer, name="family-answer"),
    path("family/links/<int:link_id>/code/", links.code, name="family-code"),
    path("family/links/<int:link_id>/shut/", links.shut, name="family-shut"),
    path("family/<str:token>/", page.look, name="family-page"),
    path("family/<str:token>/enter/", page.enter, name="family-enter"),
    path("family/<str:token>/say/", page.say, name="family-say"),
    path("family/<str:token>/leave/", page.leave, name="family-leave"),
]
