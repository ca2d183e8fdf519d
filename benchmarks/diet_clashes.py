"""The menu's clash check: 10,000 elders with diets against 30 days of menus, beside a plain loop over everybody and every dish.

    python benchmarks/diet_clashes.py [--people N] [--days N] [--json FILE]

Diets are drawn as the register's reader finds them: 60 % with one or two of its 20 standard words, every hundredth with a word of its own;
menus are of five dishes from a book of 60. Both sides give the same clashes, which is checked.
"""

import argparse
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from qianshou.meals.rules.clashes import Clash, Food, clashes, judge
from qianshou.meals.rules.diets import Book, Meaning, Restriction
from qianshou.packs.loader import load

RESULT = Path(__file__).parent / "results" / "diet_clashes.json"
WORDS = ["少糖", "低盐", "低脂", "低嘌呤", "忌海鲜", "忌虾蟹", "忌鱼", "忌花生", "忌大豆", "忌坚果", "忌蛋", "忌奶", "忌麸质", "清真", "素食", "流质", "软食", "忌辣", "忌牛肉", "忌羊肉"]
KINDS = ("big_meat", "small_meat", "vegetable", "soup", "staple")


def street(people: int, days: int, seed: int = 7) -> tuple[dict[date, list[Food]], dict[int, list[Restriction]]]:
    """Menus by day, and restrictions by person."""
    draw, pack = random.Random(seed), load()
    book = Book(pack.diets, pack.allergens)
    marks = sorted(pack.allergens)
    dishes = {kind: [_dish(draw, kind, n, at, marks) for n in range(12)] for at, kind in enumerate(KINDS)}
    first = date(2026, 12, 1)
    menu = {first + timedelta(days=n): [draw.choice(dishes[kind]) for kind in KINDS] for n in range(days)}
    diets = {}
    for person in range(people):
        found = [book.restriction(one) for word in draw.sample(WORDS, draw.choice((0, 0, 1, 1, 2))) for one in book.read(word)]
        if person % 100 == 0:
            found.append(book.restriction(Meaning("allergy", draw.choice(("芒果", "菠萝", "香菇")))))
        diets[person] = found
    return menu, diets


def _dish(draw: random.Random, kind: str, n: int, at: int, marks: list[str]) -> Food:
    contains = frozenset(draw.sample(marks, draw.randint(0, 3)))
    ways = frozenset(draw.sample(("normal", "soft", "minced", "liquid"), draw.randint(1, 3)))
    return Food(at * 100 + n, f"{kind}{n}", kind, contains, ways, draw.randint(0, 3), draw.randint(0, 3), n % 12 != 11, "葱、姜、香菇")


def plain(menu: dict[date, list[Food]], diets: dict[int, list[Restriction]]) -> list[Clash]:
    """The loop that anybody would write first."""
    found = []
    for person, own in diets.items():
        for day, foods in menu.items():
            for food in foods:
                for one in dict.fromkeys(own):
                    if why := judge(food, one):
                        found.append(Clash(person, day, food.recipe_id, one.key, one.hard, why))
    return found


def timed(act, repeats: int) -> tuple[float, list[Clash]]:
    """Median seconds of some runs, and what the last gave."""
    spent = []
    for _ in range(repeats):
        begun = perf_counter()
        found = act()
        spent.append(perf_counter() - begun)
    return median(spent), found


def main() -> int:
    """Measure both, check that they agree, print and write the result."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--days", type=int, default=30)
    parser.add_argument("--json", type=Path, default=RESULT)
    asked = parser.parse_args()
    menu, diets = street(asked.people, asked.days)
    ours, found = timed(lambda: clashes(menu, diets), 5)
    peer, expected = timed(lambda: plain(menu, diets), 1)
    agree = sorted(found) == sorted(expected)
    what = f"{asked.people} elders × {asked.days} days, {len(found)} clashes"
    print(f"{what}\n  grouped by diet {ours:8.2f} s (median of 5)\n  plain loop      {peer:8.2f} s\n  ratio           {peer / ours:8.1f}\n  agree: {agree}")
    row = {"what": what, "value": round(ours, 3), "unit": "s", "peer": "plain nested loop", "peer_value": round(peer, 3), "ratio": round(peer / ours, 1), "target": "≤ 5 s"}  # fmt: skip
    result = {"title": "Diets against the menu", "command": "python benchmarks/diet_clashes.py", "rows": [row],
              "notes": ["Rules alone, without the database; both sides give the same clashes. Ours: median of 5 runs, the peer once."]}  # fmt: skip
    asked.json.parent.mkdir(parents=True, exist_ok=True)
    asked.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0 if agree and ours <= 5 else 1


if __name__ == "__main__":
    raise SystemExit(main())
