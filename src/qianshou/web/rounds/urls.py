"""Addresses of the rounds: a day is written as 2026-11-24."""

from django.urls import path

from . import acts, compare, going_on, night, paper, views, week

urlpatterns = [
    path("rounds/", views.home, name="rounds-home"),
    path("rounds/night/", night.home, name="rounds-night-home"),
    path("rounds/night/<slug:day>/", night.page, name="rounds-night"),
    path("rounds/night/<slug:day>/ask/", night.ask, name="rounds-night-ask"),
    path("rounds/<slug:day>/compare/", compare.page, name="rounds-compare"),
    path("rounds/<slug:day>/propose/", compare.propose, name="rounds-propose"),
    path("rounds/<slug:day>/take/", compare.take, name="rounds-take"),
    path("rounds/<slug:day>/drop/", compare.drop, name="rounds-drop"),
    path("rounds/week/", week.home, name="rounds-week-home"),
    path("rounds/week/<slug:monday>/", week.week, name="rounds-week"),
    path("rounds/week/<slug:monday>/state/", week.state, name="rounds-week-state"),
    path("rounds/week/<slug:monday>/plan/", week.plan, name="rounds-week-plan"),
    path("rounds/week/<slug:monday>/stop-waiting/", week.stop_waiting, name="rounds-week-stop-waiting"),
    path("rounds/week/<slug:monday>/apply/", week.apply, name="rounds-week-apply"),
    path("rounds/week/<slug:monday>/undo/", week.undo, name="rounds-week-undo"),
    path("rounds/<slug:day>/", views.day, name="rounds-day"),
    path("rounds/<slug:day>/state/", views.state, name="rounds-state"),
    path("rounds/<slug:day>/paper/", paper.paper, name="rounds-paper"),
    path("rounds/<slug:day>/plan/", acts.plan, name="rounds-plan"),
    path("rounds/<slug:day>/stop-waiting/", acts.stop_waiting, name="rounds-stop-waiting"),
    path("rounds/<slug:day>/without/", acts.without, name="rounds-without"),
    path("rounds/<slug:day>/add/", going_on.add, name="rounds-add"),
    path("rounds/<slug:day>/late/<int:carer_id>/", going_on.late, name="rounds-late"),
    path("rounds/<slug:day>/move/", acts.move, name="rounds-move"),
    path("rounds/<slug:day>/give/", acts.give, name="rounds-give"),
    path("rounds/<slug:day>/out/", acts.out, name="rounds-out"),
    path("rounds/<slug:day>/pin/", acts.pin, name="rounds-pin"),
    path("rounds/<slug:day>/undo/", acts.undo, name="rounds-undo"),
    path("rounds/<slug:day>/publish/", acts.publish, name="rounds-publish"),
    path("rounds/<slug:day>/unpublish/", acts.unpublish, name="rounds-unpublish"),
]
