"""Addresses of honours."""

from django.urls import path

from . import views

urlpatterns = [
    path("honours/", views.honour_list, name="honours-list"),
    path("honours/work-out/", views.work_out, name="honours-work-out"),
    path("honours/<int:honour_id>/decide/", views.decide, name="honours-decide"),
    path("honours/<int:honour_id>/confirm/", views.confirm, name="honours-confirm"),
    path("honours/<int:honour_id>/reopen/", views.reopen, name="honours-reopen"),
    path("honours/<int:honour_id>/certificate.pdf", views.certificate_pdf, name="honours-certificate-pdf"),
]
