"""Addresses of what is owed and of alarms, and of the users: see permission_table.py."""

WATCH = {
    # watch
    "alerts/": "watch.read",
    "alerts/<int:alert_id>/": "watch.read",
    "alerts/<int:alert_id>/take/": "watch.act",
    "alerts/<int:alert_id>/release/": "watch.act",
    "alerts/<int:alert_id>/close/": "watch.act",
    "notices/": ("watch.read", "field.use"),
    "notices/read/": ("watch.read", "field.use"),
    "dues/": "watch.read",
    "dues/<int:due_id>/": "watch.read",
    "dues/<int:due_id>/excuse/": "watch.excuse",
    "concerns/": "watch.read",
    "concerns/new/<int:person_id>/": "watch.act",
    "concerns/<int:concern_id>/": "watch.read",
    "concerns/<int:concern_id>/take/": "watch.act",
    "concerns/<int:concern_id>/answer/": "watch.act",
    "concerns/<int:concern_id>/follow-up/": "watch.act",
    "concerns/<int:concern_id>/looked/<int:due_id>/": "watch.act",
    # users and roles
    "users/": "users.manage",
    "users/new/": "users.manage",
    "users/<int:user_id>/": "users.manage",
    "users/<int:user_id>/role/": "users.manage",
    "users/<int:user_id>/password/": "users.manage",
    "users/<int:user_id>/open/": "users.manage",
    "users/role/<int:assignment_id>/end/": "users.manage",
    # points of the carers
    "points/": "points.read",
    "points/objections/": "points.read",
    "points/objections/<int:objection_id>/answer/": "points.write",
    "points/<int:carer_id>/": "points.read",
    "points/<int:carer_id>/object/": "points.write",
    "points/work-out/": "points.write",
}
