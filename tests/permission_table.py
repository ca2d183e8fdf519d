"""Which capability each address asks for: written here by hand, a second time, so that a slip in a view is seen.

PUBLIC: anybody. SIGNED_IN: anybody with an account. PHONE: a bound phone's token, checked by the API itself.
"""

PUBLIC, SIGNED_IN, PHONE = "public", "signed in", "phone"

TABLE = {
    # signing in
    "": PUBLIC,
    "login/": PUBLIC,
    "logout/": PUBLIC,
    "password/": SIGNED_IN,
    "language/": PUBLIC,
    # users and roles
    "users/": "users.manage",
    "users/new/": "users.manage",
    "users/<int:user_id>/": "users.manage",
    "users/<int:user_id>/role/": "users.manage",
    "users/<int:user_id>/password/": "users.manage",
    "users/<int:user_id>/open/": "users.manage",
    "users/role/<int:assignment_id>/end/": "users.manage",
    # attendance and bound volumes
    "attendance/": "attendance.read",
    "attendance/<int:carer_id>/": "attendance.read",
    "attendance/<int:carer_id>/<str:month>.pdf": "attendance.read",
    "booklets/": "booklets.read",
    "booklets/state/": "booklets.read",
    "booklets/checks/": "booklets.read",
    "booklets/bind/": "booklets.bind",
    "booklets/volume/<int:volume_id>.pdf": "booklets.read",
    "booklets/volume/<int:volume_id>/changes/": "booklets.read",
    "booklets/forms/": "booklets.read",
    "booklets/silent/": "booklets.read",
    "booklets/form/<int:person_id>/<str:month>.pdf": "booklets.read",
    # meals
    "menu/": "packs.read",
    # the phone
    "field/": PUBLIC,
    "field": PUBLIC,
    "field/sw.js": PUBLIC,
    "field/manifest.webmanifest": PUBLIC,
    "api/field/openapi.json": PUBLIC,
    "api/field/": PUBLIC,
    "api/field/day": PHONE,
    "api/field/acts": PHONE,
    "api/field/card": PHONE,
    "api/field/bind": PHONE,
    "api/field/pin": PHONE,
    "api/field/hello": PUBLIC,
    "api/field/leave": PHONE,
    "api/field/language": PHONE,
}
