"""The part of the permission table that is about care plans and visits: see permission_table.py."""

CARE = {
    "plans/<int:elder_id>/": "care.read",
    "plans/items/<int:item_id>/end/": "care.write",
    "visits/": "care.read",
    "visits/<int:visit_id>/": "care.read",
    "visits/<int:visit_id>/cancel/": "care.write",
    "visits/<int:visit_id>/move/": "care.write",
    "visits/<int:visit_id>/done/": "care.write",
    "visits/<int:visit_id>/undone/": "care.write",
}
