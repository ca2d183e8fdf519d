"""Addresses of invitations."""

from django.urls import path

from . import calls, day, papers, people, plan, views

urlpatterns = [
    path("invitations/", views.listing, name="invitations"),
    path("invitations/new/", plan.new, name="invitations-new"),
    path("invitations/<int:occasion_id>/", views.one, name="invitations-one"),
    path("invitations/<int:occasion_id>/change/", plan.change, name="invitations-change"),
    path("invitations/<int:occasion_id>/call-off/", plan.call_off, name="invitations-call-off"),
    path("invitations/<int:occasion_id>/close/", plan.close, name="invitations-close"),
    path("invitations/<int:occasion_id>/reopen/", plan.reopen, name="invitations-reopen"),
    path("invitations/<int:occasion_id>/ask/", people.ask, name="invitations-ask"),
    path("invitations/<int:occasion_id>/ask-one/", people.ask_one, name="invitations-ask-one"),
    path("invitations/<int:occasion_id>/found/", people.found, name="invitations-found"),
    path("invitations/<int:occasion_id>/calls/", calls.desk, name="invitations-calls"),
    path("invitations/<int:occasion_id>/day/", day.page, name="invitations-day"),
    path("invitations/<int:occasion_id>/came/", day.came, name="invitations-came"),
    path("invitations/<int:occasion_id>/message/", papers.message, name="invitations-message"),
    path("invitations/<int:occasion_id>/call-list.pdf", papers.call_list, name="invitations-call-list-pdf"),
    path("invitations/<int:occasion_id>/letters.pdf", papers.letters, name="invitations-letters-pdf"),
    path("invitations/<int:occasion_id>/sign-in.pdf", papers.sign_sheet, name="invitations-sign-in-pdf"),
    path("invitations/asked/<int:invitation_id>/answer/", calls.answer, name="invitations-answer"),
    path("invitations/asked/<int:invitation_id>/told/", calls.told, name="invitations-told"),
    path("invitations/asked/<int:invitation_id>/off/", people.take_off, name="invitations-off"),
    path("invitations/asked/<int:invitation_id>/back/", people.put_back, name="invitations-back"),
    path("invitations/answers/<int:answer_id>/undo/", calls.undo, name="invitations-answer-undo"),
    path("invitations/attendances/<int:attendance_id>/undo/", day.undo, name="invitations-came-undo"),
]
