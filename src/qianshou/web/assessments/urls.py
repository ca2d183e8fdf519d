"""Addresses of assessments."""

from django.urls import path

from . import fhir, form, instruments, person, table, views

urlpatterns = [
    path("assessments/", views.listing, name="assessments-list"),
    path("assessments/person/<int:person_id>/", person.page, name="assessments-person"),
    path("assessments/person/<int:person_id>/bring/", fhir.bring, name="assessments-bring"),
    path("assessments/person/<int:person_id>/begin/", person.begin, name="assessments-begin"),
    path("assessments/person/<int:person_id>/hand-out/", table.hand_out, name="assessments-hand-out"),
    path("assessments/person/<int:person_id>/hand-in/", table.hand_in, name="assessments-hand-in"),
    path("assessments/<int:assessment_id>/", form.page, name="assessments-one"),
    path("assessments/<int:assessment_id>/fhir/<slug:release>.json", fhir.assessment, name="assessments-fhir"),
    path("assessments/<int:assessment_id>/keep/", form.keep, name="assessments-keep"),
    path("assessments/<int:assessment_id>/drop/", form.drop, name="assessments-drop"),
    path("assessments/<int:assessment_id>/correct/", form.correct, name="assessments-correct"),
    path("assessments/<int:assessment_id>/withdraw/", form.withdraw, name="assessments-withdraw"),
    path("assessments/instruments/", instruments.listing, name="assessments-instruments"),
    path("assessments/instruments/own/", instruments.own, name="assessments-own"),
    path("assessments/instruments/own/<int:instrument_id>/publish/", instruments.publish, name="assessments-publish"),
    path("assessments/instruments/own/<int:instrument_id>/retire/", instruments.retire, name="assessments-retire"),
    path("assessments/instruments/<slug:code>/<str:version>/", instruments.one, name="assessments-instrument"),
    path("assessments/instruments/<slug:code>/<str:version>/file/", instruments.file, name="assessments-instrument-download"),
    path("assessments/instruments/<slug:code>/<str:version>/fhir/<slug:release>.json", fhir.instrument, name="assessments-instrument-fhir"),
]
