"""Addresses of the appraisal."""

from django.urls import path

from . import acts, calls, records, views

urlpatterns = [
    path("appraisal/", views.month_page, name="appraisal-month"),
    path("appraisal/open/", acts.open_street, name="appraisal-open"),
    path("appraisal/calls/", calls.desk, name="appraisal-calls"),
    path("appraisal/calls/draw/", calls.draw, name="appraisal-draw"),
    path("appraisal/calls/drawn/", calls.drawn, name="appraisal-drawn"),
    path("appraisal/calls/<int:callback_id>/", calls.answer, name="appraisal-answer-call"),
    path("appraisal/calls/<int:callback_id>/back/", calls.take_back, name="appraisal-call-back"),
    path("appraisal/spot/", records.spots, name="appraisal-spots"),
    path("appraisal/spot/add/", records.add_spot, name="appraisal-spot-add"),
    path("appraisal/spot/<int:spot_id>/drop/", records.drop_spot, name="appraisal-spot-drop"),
    path("appraisal/training/", records.trainings, name="appraisal-trainings"),
    path("appraisal/training/add/", records.add_training, name="appraisal-training-add"),
    path("appraisal/training/<int:training_id>/drop/", records.drop_training, name="appraisal-training-drop"),
    path("appraisal/feedback/", records.feedback_list, name="appraisal-feedback"),
    path("appraisal/feedback/add/", records.add_feedback, name="appraisal-feedback-add"),
    path("appraisal/feedback/<int:feedback_id>/settle/", records.settle, name="appraisal-feedback-settle"),
    path("appraisal/feedback/<int:feedback_id>/drop/", records.drop_feedback, name="appraisal-feedback-drop"),
    path("appraisal/one/<int:appraisal_id>/work-out/", acts.work_out_one, name="appraisal-work-out"),
    path("appraisal/one/<int:appraisal_id>/talk/", acts.talk, name="appraisal-talk"),
    path("appraisal/one/<int:appraisal_id>/sign/", acts.sign, name="appraisal-sign"),
    path("appraisal/one/<int:appraisal_id>/unsign/", acts.unsign, name="appraisal-unsign"),
    path("appraisal/one/<int:appraisal_id>/object/", acts.objection, name="appraisal-object"),
    path("appraisal/one/<int:appraisal_id>/close/", acts.close, name="appraisal-close"),
    path("appraisal/one/<int:appraisal_id>/correct/", acts.correct, name="appraisal-correct"),
    path("appraisal/objection/<int:objection_id>/", acts.answer, name="appraisal-objection"),
    path("appraisal/<int:carer_id>/<str:month>.pdf", views.sheet_pdf, name="appraisal-pdf"),
    path("appraisal/<int:carer_id>/<str:month>/", views.sheet, name="appraisal-sheet"),
    path("appraisal/<int:carer_id>/<str:month>/<str:part>/", views.part, name="appraisal-part"),
]
