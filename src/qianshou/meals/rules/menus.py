"""Rules of a menu: three dishes and a soup (三菜一汤), one menu a day, no dish twice. Pure."""

from collections.abc import Iterable, Mapping

DISHES = ("big_meat", "small_meat", "vegetable")


def warnings_of(dishes: Iterable[tuple[str, str]]) -> list[Mapping]:
    """What is wrong with one day's (category, name) pairs, as [{"code", "params"}]; an empty list when the rule is kept."""
    named = [(category, name.strip()) for category, name in dishes if name.strip()]
    held = {category for category, _ in named}
    found = [{"code": f"no_{category}", "params": {}} for category in (*DISHES, "soup") if category not in held]
    names = [name for category, name in named if category != "staple"]
    found += [{"code": "twice", "params": {"dish": name}} for name in dict.fromkeys(names) if names.count(name) > 1]
    return found
