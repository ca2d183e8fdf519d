"""Addresses of attendance sheets."""

from django.urls import path

from . import acts, calendar, closing, leave, views

urlpatterns = [
    path("attendance/", views.month_page, name="attendance-list"),
    path("attendance/calendar/", calendar.calendar_page, name="attendance-calendar"),
    path("attendance/calendar/set/", calendar.set_page, name="attendance-calendar-set"),
    path("attendance/closing/", closing.closing_page, name="attendance-closing"),
    path("attendance/closing/<str:month>/sign/", closing.sign, name="attendance-sign"),
    path("attendance/closing/<str:month>/close/", closing.close, name="attendance-close"),
    path("attendance/closing/<str:month>/reopen/", closing.reopen, name="attendance-reopen"),
    path("attendance/corrections/", acts.correction_list, name="attendance-corrections"),
    path("attendance/corrections/<int:correction_id>/answer/", acts.answer, name="attendance-answer"),
    path("attendance/leave/", leave.leave_list, name="attendance-leave"),
    path("attendance/leave/<int:leave_id>/answer/", leave.answer, name="attendance-leave-answer"),
    path("attendance/papers/<int:absence_id>/", acts.paper, name="attendance-paper"),
    path("attendance/stand-ins/<int:replacement_id>/cancel/", acts.stand_in_cancel, name="attendance-stand-in-cancel"),
    path("attendance/<int:carer_id>/", views.sheet, name="attendance-sheet"),
    path("attendance/<int:carer_id>/correct/", acts.correct, name="attendance-correct"),
    path("attendance/<int:carer_id>/stand-in/", acts.stand_in, name="attendance-stand-in"),
    path("attendance/<int:carer_id>/<str:month>.pdf", views.sheet_pdf, name="attendance-pdf"),
]
