"""Addresses of the phone, of what it sent, and of the cards that bind it: see permission_table.py."""

from tests.permission_file import PUBLIC

PHONE = "phone"

PHONES = {
    # acts
    "acts/": "acts.settle",
    "acts/<uuid:act_id>/settle/": "acts.settle",
    "acts/<uuid:act_id>/undo/": "acts.settle",
    "acts/<uuid:act_id>/again/": "acts.settle",
    "acts/<uuid:act_id>/compare/": "acts.settle",
    "acts/conflict/<int:conflict_id>/": "acts.settle",
    "acts/damaged/<int:item_id>/": "acts.settle",
    # cards
    "cards/": "cards.print",
    "cards/print/": "cards.print",
    "cards/<int:card_id>/withdraw/": "cards.print",
    "cards/phone/<int:device_id>/sign-off/": "cards.print",
    "cards/phone/<int:device_id>/unlock/": "cards.print",
    # the phone
    "field/": PUBLIC,
    "field": PUBLIC,
    "field/sw.js": PUBLIC,
    "field/manifest.webmanifest": PUBLIC,
    "api/field/openapi.json": PUBLIC,
    "api/field/": PUBLIC,
    "api/field/day": PHONE,
    "api/field/acts": PHONE,
    "api/field/table": PHONE,
    "api/field/card": PHONE,
    "api/field/bind": PHONE,
    "api/field/pin": PHONE,
    "api/field/hello": PUBLIC,
    "api/field/leave": PHONE,
    "api/field/language": PHONE,
}
