"""Tiny weeks for property tests, and one worked by hand."""

from __future__ import annotations

from hypothesis import strategies as st

from qianshou.planner import Break, Carer, Need, Site, Visit, Window
from qianshou.planner.week import Pattern, WeekCarer, WeekProblem
from qianshou.planner.week.spacing import choices

HOUR, MINUTE = 3600, 60
WHOLE, MORNING, AFTERNOON = (Window(8 * HOUR, 17 * HOUR),), (Window(8 * HOUR, 12 * HOUR),), (Window(13 * HOUR, 17 * HOUR),)
LUNCH = Break(Window(11 * HOUR, 12 * HOUR + 30 * MINUTE), 45 * MINUTE)
WORKDAYS = (1, 2, 3, 4, 5)
ANYBODY = (Need(),)


@st.composite
def patterns(draw, name: str = "v1", person: str = "p1", site: str = "s0", area: str = "") -> Pattern:
    """A pattern for which some days are allowed; every rule now and then."""
    pick = lambda *values: draw(st.sampled_from(values))
    days = tuple(sorted(draw(st.sets(st.integers(1, 7), min_size=2))))
    times = draw(st.integers(1, 7))
    fixed = tuple(sorted(draw(st.sets(st.integers(1, 7), max_size=times)))) if draw(st.integers(0, 3)) == 0 else ()
    start = pick(8, 9, 13) * HOUR
    needs = (Need(frozenset(pick((), ("nurse",)))),) if draw(st.integers(0, 5)) else (Need(), Need())
    visit = Visit(name, site, (Window(start, start + pick(1, 3) * HOUR),), pick(20, 40) * MINUTE, needs, known=pick({}, {"c0": 0}), stranger=pick(0, 300))
    return Pattern(visit, person, times, days, fixed, pick(None, None, 0, 1, 2, 3), area, pick((), (1, 4)))


@st.composite
def weeks(draw, most_patterns: int = 7) -> WeekProblem:
    """Up to two areas of a few carers and patterns, all of which have days that keep their rules."""
    pick = lambda *values: draw(st.sampled_from(values))
    sites = tuple(Site(f"s{k}", 121.5 + draw(st.integers(0, 100)) / 1e4, 31.25 + draw(st.integers(0, 100)) / 1e4) for k in range(4))
    areas = pick(("",), ("east", "west"))
    carers = []
    for k in range(draw(st.integers(1, 5))):
        shifts = tuple(pick(WHOLE, WHOLE, MORNING, AFTERNOON, ()) for _ in range(7))
        own = frozenset(() if areas == ("",) or draw(st.integers(0, 4)) == 0 else (pick(*areas),))
        carers.append(WeekCarer(Carer(f"c{k}", "s0", (), tier=pick("nurse", "aide"), end=pick(None, "s0"), breaks=pick((), (LUNCH,))), shifts, pick(None, 4 * HOUR, 40 * HOUR), own))
    wanted = []
    for k in range(draw(st.integers(0, most_patterns))):
        one = draw(patterns(f"v{k}", f"p{draw(st.integers(0, 3))}", pick("s1", "s2", "s3"), pick(*areas)))
        if choices(one):
            wanted.append(one)
    return WeekProblem(sites, tuple(carers), tuple(wanted))


def small_week() -> WeekProblem:
    """Three carers, four persons, two areas, by hand: a daily call, baths three times, talks twice, shopping once on Friday; a walk for two."""
    sites = (Site("station", 121.500, 31.250), *(Site(f"s{k}", 121.500 + k / 1000, 31.250 + k / 2000) for k in range(1, 5)))

    def carer(name: str, *days: int, hours=WHOLE, **more) -> WeekCarer:
        areas = frozenset({more.pop("area", "east")})
        return WeekCarer(Carer(name, "station", (), end="station", breaks=(LUNCH,), **more), tuple(hours if d in days else () for d in range(1, 8)), 40 * HOUR, areas)

    carers = (
        carer("tan", 1, 2, 3, 4, 5, tier="full"), carer("shao", 3, 4, 5, 6, 7, tier="full"),
        carer("lin", 1, 2, 6, 7, tier="aide", hours=MORNING), carer("mu", *WORKDAYS, tier="aide", area="west"),
    )  # fmt: skip

    def pattern(name: str, person: str, times: int, site: str, area: str = "east", needs=ANYBODY, **more) -> Pattern:
        return Pattern(Visit(name, site, (Window(8 * HOUR, 11 * HOUR),), 30 * MINUTE, needs), person, times, area=area, **more)

    return WeekProblem(sites, carers, (
        pattern("call", "shen", 7, "s1"), pattern("bath", "lu", 3, "s2", days=WORKDAYS, needs=(Need(frozenset({"full"})),)),
        pattern("talk", "hua", 2, "s3"), pattern("walk", "hua", 1, "s3", needs=(Need(frozenset({"full"})), Need())),
        pattern("shop", "wu", 1, "s4", "west", fixed=(5,)),
    ), name="small")  # fmt: skip
