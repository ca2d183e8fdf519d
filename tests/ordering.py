"""What takes longest begins first, so that no worker is left alone with it at the end."""

from __future__ import annotations

# Measured with `pytest --durations`. The first worker takes the first group and meanwhile the second one the next, and so on: what needs
# neither the migrated template nor the compiled planner comes first, for on a new machine both are made in that time.
LONGEST = (
    "tests/faults/test_service.py",
    "tests/runtime/test_backup_restore.py",
    "tests/browser/test_every_page.py",
    "tests/faults/test_night_killed.py",
    "tests/browser/test_whole_way.py",
    "tests/browser/",
    "tests/field/test_field_page.py",
    "tests/faults/",
    "tests/runtime/",
    "tests/exchange/test_large_register.py",
    "tests/planner/",
    "tests/test_permissions.py",
)


def longest_first(items: list) -> None:
    """Sort tests; those of one place keep their order."""
    rank = {place: n for n, place in enumerate(LONGEST)}

    def key(item) -> int:
        return min((n for place, n in rank.items() if item.nodeid.startswith(place)), default=len(LONGEST))

    items.sort(key=key)
