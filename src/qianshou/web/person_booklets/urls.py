"""Addresses of booklets of people."""

from django.urls import path

from . import daily, paper, person, photo, runs

urlpatterns = [
    path("booklets/person/<int:person_id>/", person.page, name="booklet-person"),
    path("booklets/person/<int:person_id>/booklet.pdf", paper.booklet, name="booklet-pdf"),
    path("booklets/person/<int:person_id>/card.pdf", paper.card, name="booklet-card-pdf"),
    path("booklets/person/<int:person_id>/card/end/", paper.end_card, name="booklet-card-end"),
    path("booklets/person/<int:person_id>/daily/", daily.page, name="booklet-daily"),
    path("booklets/person/<int:person_id>/habits/", daily.habits, name="booklet-habits"),
    path("booklets/person/<int:person_id>/photo/", photo.page, name="booklet-photo"),
    path("booklets/medicines/<int:medicine_id>/stop/", daily.stop, name="booklet-medicine-stop"),
    path("booklets/medicines/<int:medicine_id>/resume/", daily.resume, name="booklet-medicine-resume"),
    path("booklets/people/", runs.page, name="booklet-people"),
    path("booklets/people/state/", runs.state, name="booklet-state"),
    path("booklets/people/ask/", runs.ask, name="booklet-ask"),
    path("booklets/runs/<int:run_id>/<int:part>.pdf", runs.download, name="booklet-run-download"),
]
