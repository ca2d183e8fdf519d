"""Addresses of the ten best at the desk, and of the vote, which needs no account."""

from django.urls import path

from . import candidates, desk, papers, public, roll, tally, voting

urlpatterns = [
    path("ten-best/", desk.listing, name="elections"),
    path("ten-best/new/", desk.new, name="elections-new"),
    path("ten-best/<int:election_id>/", desk.page, name="elections-one"),
    path("ten-best/<int:election_id>/nominate/", desk.nominate, name="elections-nominate"),
    path("ten-best/<int:election_id>/drop/", desk.drop, name="elections-drop"),
    path("ten-best/candidates/<int:candidate_id>/", candidates.page, name="elections-candidate"),
    path("ten-best/candidates/<int:candidate_id>/decide/", candidates.decide, name="elections-decide"),
    path("ten-best/candidates/<int:candidate_id>/settle/", candidates.settle, name="elections-settle"),
    path("ten-best/<int:election_id>/jury/", voting.jury, name="elections-jury"),
    path("ten-best/<int:election_id>/jury/add/", voting.add_juror, name="elections-juror-add"),
    path("ten-best/jurors/<int:juror_id>/", voting.juror, name="elections-juror"),
    path("ten-best/<int:election_id>/open/", voting.open_vote, name="elections-open"),
    path("ten-best/<int:election_id>/close/", voting.close, name="elections-close"),
    path("ten-best/<int:election_id>/publish/", voting.publish, name="elections-publish"),
    path("ten-best/<int:election_id>/roll/", roll.page, name="elections-roll"),
    path("ten-best/<int:election_id>/slips.pdf", papers.slips, name="elections-slips-pdf"),
    path("ten-best/voters/<int:voter_id>/slip.pdf", papers.slip, name="elections-slip-pdf"),
    path("ten-best/voters/<int:voter_id>/paper/", roll.paper_out, name="elections-paper-out"),
    path("ten-best/<int:election_id>/papers/", roll.papers, name="elections-papers"),
    path("ten-best/<int:election_id>/ballots.pdf", papers.ballots, name="elections-ballots-pdf"),
    path("ten-best/<int:election_id>/ceremony.pdf", papers.ceremony, name="elections-ceremony-pdf"),
    path("ten-best/<int:election_id>/certificates.pdf", papers.certificates, name="elections-certificates-pdf"),
    path("vote/election_count.py", tally.counter, name="vote-counter-download"),
    path("vote/<str:slug>/", public.look, name="vote"),
    path("vote/<str:slug>/choose/", public.choose, name="vote-choose"),
    path("vote/<str:slug>/cast/", public.cast, name="vote-cast"),
    path("vote/<str:slug>/check/", tally.check, name="vote-check"),
    path("vote/<str:slug>/tally.json", tally.as_json, name="vote-tally-download"),
    path("vote/<str:slug>/tally.csv", tally.as_csv, name="vote-csv-download"),
]
