"""Addresses of the time bank."""

from django.urls import path

from . import asks, enter, hours, members, person, pot, transfers, views

urlpatterns = [
    path("timebank/", views.home, name="timebank"),
    path("timebank/rules/", views.rules, name="timebank-rules"),
    path("timebank/asks/", asks.listing, name="timebank-asks"),
    path("timebank/asks/new/", asks.new, name="timebank-ask-new"),
    path("timebank/asks/<int:ask_id>/", asks.one, name="timebank-ask"),
    path("timebank/asks/<int:ask_id>/propose/", asks.propose, name="timebank-propose"),
    path("timebank/asks/<int:ask_id>/withdraw/", asks.withdraw, name="timebank-withdraw"),
    path("timebank/asks/<int:ask_id>/reopen/", asks.reopen, name="timebank-reopen"),
    path("timebank/matches/<int:match_id>/answer/", asks.answer, name="timebank-answer"),
    path("timebank/hours/", hours.listing, name="timebank-hours"),
    path("timebank/hours/enter/", enter.page, name="timebank-enter"),
    path("timebank/hours/confirm/", hours.confirm_many, name="timebank-confirm"),
    path("timebank/hours/<int:hours_id>/", hours.one, name="timebank-hours-one"),
    path("timebank/hours/<int:hours_id>/say/", hours.say, name="timebank-say"),
    path("timebank/members/", members.listing, name="timebank-members"),
    path("timebank/members/join/", members.join, name="timebank-join"),
    path("timebank/members/<int:giver_id>/offer/", members.offer, name="timebank-offer"),
    path("timebank/members/<int:giver_id>/heir/", members.heir, name="timebank-heir"),
    path("timebank/members/<int:giver_id>/leave/", members.leave, name="timebank-leave"),
    path("timebank/members/<int:giver_id>/back/", members.back, name="timebank-back"),
    path("timebank/people/<int:person_id>/", person.page, name="timebank-person"),
    path("timebank/people/<int:person_id>/statement.pdf", person.statement_pdf, name="timebank-statement-pdf"),
    path("timebank/people/<int:person_id>/give/", person.give, name="timebank-give"),
    path("timebank/people/<int:person_id>/send/", person.send, name="timebank-send"),
    path("timebank/pot/", pot.page, name="timebank-pot"),
    path("timebank/gifts/undo/", pot.undo, name="timebank-gift-undo"),
    path("timebank/transfers/", transfers.listing, name="timebank-transfers"),
    path("timebank/transfers/<int:transfer_id>/take/", transfers.take, name="timebank-take"),
    path("timebank/transfers/<int:transfer_id>/refuse/", transfers.refuse, name="timebank-refuse"),
    path("timebank/transfers/<int:transfer_id>/withdraw/", transfers.withdraw, name="timebank-take-back"),
]
