"""What is wrong with a rule of the points that each of its values alone does not show. Pure."""

from collections.abc import Collection, Iterator

from .shapes_merit import POINT_TASKS, TIMED, VISIT, PointRule

OF_VISITS = ("services", "proof", "carers")  # known of visits only


def point_faults(rule: PointRule, *, services: Collection[str], tiers: Collection[str]) -> Iterator[tuple[str, str]]:
    """(field, end of a sentence) of each mistake: names that there are not, and rules that could never be met."""
    for key, known in (("services", services), ("tiers", tiers)):
        for code in getattr(rule, key):
            if code not in known:
                yield key, f"{code!r} is not in {key}.toml; there are: {', '.join(known)}"
    if rule.kind == "earns" and not rule.tasks:
        yield "tasks", f"says what earns so many: some of {', '.join(one for one in POINT_TASKS if one != VISIT)}"
    if rule.kind == "earns" and VISIT in rule.tasks:
        yield "tasks", 'a visit earns the points of its service in services.toml; more for it is kind = "adds"'
    if rule.tasks and VISIT not in rule.tasks:
        for key in OF_VISITS:
            if getattr(rule, key):
                yield key, f"is known of visits only, and tasks has no {VISIT!r}"
    if rule.window and rule.tasks and not set(rule.tasks) & set(TIMED):
        yield "window", f"only the day of {', '.join(rule.tasks)} is written down, not the time"
