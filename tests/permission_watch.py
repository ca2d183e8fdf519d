"""Addresses of what is owed and of alarms: see permission_table.py."""

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
}
