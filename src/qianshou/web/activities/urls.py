"""Addresses of ideas and activities."""

from django.urls import path

from . import acts, money, papers, views

urlpatterns = [
    path("activities/", views.listing, name="activities"),
    path("activities/new/", views.new, name="activity-new"),
    path("activities/<int:idea_id>/", views.one, name="activity"),
    path("activities/<int:idea_id>/talk/", acts.talk, name="activity-talk"),
    path("activities/<int:idea_id>/decide/", acts.decide, name="activity-decide"),
    path("activities/<int:idea_id>/take-up/", acts.take_up, name="activity-take-up"),
    path("activities/<int:idea_id>/withdraw/", acts.withdraw, name="activity-withdraw"),
    path("activities/<int:idea_id>/resume/", acts.resume, name="activity-resume"),
    path("activities/<int:idea_id>/sheet/", acts.sheet, name="activity-sheet"),
    path("activities/<int:idea_id>/plan.pdf", papers.plan, name="activity-plan-pdf"),
    path("activities/<int:idea_id>/open/", acts.open_sign_up, name="activity-open"),
    path("activities/<int:idea_id>/found/", acts.found, name="activity-found"),
    path("activities/<int:idea_id>/sign-up/", acts.sign_up, name="activity-sign-up"),
    path("activities/<int:idea_id>/hold/", acts.hold, name="activity-hold"),
    path("activities/<int:idea_id>/report/", acts.report, name="activity-report"),
    path("activities/<int:idea_id>/report.pdf", papers.report, name="activity-report-pdf"),
    path("activities/plans/<int:activity_id>/spend/", money.spend, name="activity-spend"),
    path("activities/plans/<int:activity_id>/photo/", money.add_photo, name="activity-photo"),
    path("activities/costs/<int:cost_id>/reverse/", money.reverse_cost, name="activity-cost-reverse"),
    path("activities/photos/<int:photo_id>/", money.picture, name="activity-photo-picture"),
    path("activities/photos/<int:photo_id>/off/", money.photo_off, name="activity-photo-off"),
]
