"""Addresses of the intake."""

from django.urls import path

from . import acts, apply, case, ends, papers, planning, printing, views

urlpatterns = [
    path("intake/", views.listing, name="intake-list"),
    path("intake/new/", apply.new, name="intake-new"),
    path("intake/person/<int:person_id>/", views.person, name="intake-person"),
    path("intake/<int:intake_id>/", case.page, name="intake-case"),
    path("intake/<int:intake_id>/application/", apply.change, name="intake-change"),
    path("intake/<int:intake_id>/assign/", acts.assign, name="intake-assign"),
    path("intake/<int:intake_id>/visit/", acts.visit, name="intake-visit"),
    path("intake/<int:intake_id>/check/", acts.check, name="intake-check"),
    path("intake/<int:intake_id>/begin/<slug:code>/", acts.begin, name="intake-begin"),
    path("intake/<int:intake_id>/assessed/", acts.assessed, name="intake-assessed"),
    path("intake/<int:intake_id>/decide/", acts.decide, name="intake-decide"),
    path("intake/<int:intake_id>/plan/", planning.plan, name="intake-plan"),
    path("intake/<int:intake_id>/consents/", acts.consents, name="intake-consents"),
    path("intake/<int:intake_id>/booklet/", acts.booklet, name="intake-booklet"),
    path("intake/<int:intake_id>/net/", planning.net, name="intake-net"),
    path("intake/<int:intake_id>/appeal/", ends.appeal, name="intake-appeal"),
    path("intake/<int:intake_id>/appeal/drop/", ends.drop_appeal, name="intake-appeal-drop"),
    path("intake/<int:intake_id>/withdraw/", ends.withdraw, name="intake-withdraw"),
    path("intake/<int:intake_id>/reopen/", ends.reopen, name="intake-reopen"),
    path("intake/<int:intake_id>/papers/", papers.add, name="intake-papers"),
    path("intake/papers/<int:seen_id>/drop/", papers.drop, name="intake-paper-drop"),
    path("intake/<int:intake_id>/application.pdf", printing.application, name="intake-application-pdf"),
    path("intake/decision/<int:decision_id>/letter.pdf", printing.letter, name="intake-letter-pdf"),
]
