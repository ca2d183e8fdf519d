"""Random days for property tests, and a small day worked by hand."""

from __future__ import annotations

from hypothesis import strategies as st

from qianshou.planner import Break, Carer, Need, Problem, Site, Visit, Weights, Window

HOUR, MINUTE = 3600, 60
TIERS = ("fulltime", "assistant", "aide")


@st.composite
def problems(draw, most_visits: int = 14) -> Problem:
    """A day of 1–5 carers and up to `most_visits` visits within two kilometres, with every feature now and then."""
    pick = lambda *values: draw(st.sampled_from(values))
    sites = tuple(
        Site(f"s{k}", 121.52 + draw(st.integers(0, 200)) / 1e4, 31.26 + draw(st.integers(0, 200)) / 1e4)
        for k in range(draw(st.integers(1, 8)))
    )
    site = lambda: pick(*[s.id for s in sites])
    carers = tuple(_carer(draw, f"c{k}", site) for k in range(draw(st.integers(1, 5))))
    names = [c.id for c in carers]
    visits = tuple(_visit(draw, f"v{k}", site, names) for k in range(draw(st.integers(0, most_visits))))
    previous = {v.id: (pick(*names),) for v in visits if draw(st.booleans())}
    weights = Weights(waiting=pick(0.0, 0.5), change=pick(0.0, 200.0), fairness=pick(0.0, 0.0, 0.3))
    return Problem(sites, carers, visits, weights=weights, previous=previous)


def _carer(draw, name: str, site) -> Carer:
    pick = lambda *values: draw(st.sampled_from(values))
    shifts = pick(
        (Window(8 * HOUR, 17 * HOUR),), (Window(8 * HOUR, 11 * HOUR), Window(13 * HOUR, 17 * HOUR)),
        (Window(9 * HOUR, 12 * HOUR),), (),
    )
    lunch = Break(Window(11 * HOUR, 12 * HOUR + 30 * MINUTE), 45 * MINUTE, pick(None, site()))
    return Carer(
        name, site(), shifts, tier=pick(*TIERS), skills=frozenset(pick((), ("bath",), ("bath", "talk"))),
        mode=pick("foot", "bike", "ebike"), end=pick(None, site()), breaks=pick((), (lunch,)),
        most_visits=pick(None, 3, 6), overtime=pick(0, 1800), dialects=frozenset(pick((), ("wu",))), sex=pick("", "f", "m"),
    )


def _visit(draw, name: str, site, names: list[str]) -> Visit:
    pick = lambda *values: draw(st.sampled_from(values))
    start = pick(8, 9, 10, 13, 15) * HOUR
    windows = pick(
        (Window(start, start + HOUR),), (Window(8 * HOUR, 17 * HOUR),),
        (Window(8 * HOUR, 9 * HOUR), Window(14 * HOUR, 15 * HOUR)),
    )
    need = Need(frozenset(pick((), ("fulltime", "aide"))), frozenset(pick((), ("bath",))))
    needs = (need, Need()) if draw(st.integers(0, 4)) == 0 else (need,)
    who = pick(*names)
    return Visit(
        name, site(), windows, pick(10, 30, 60) * MINUTE, needs, gap=pick((0, 0), (0, 0), (600, 1200), (4500, 6000)),
        late=pick(0, 0, 1800), must=pick(True, True, False), priority=pick(1, 3),
        known=pick({}, {who: 0}), stranger=pick(0, 600), refused=frozenset(pick((), (who,))),
        sex=pick("", "", "f"), dialect=pick("", "wu"), pinned=pick((), (), (), (who,)),
        waived=frozenset(pick((), (), ("tier", "skill", "refused", "sex"))),
    )


def small_day() -> Problem:
    """Two carers, four visits, all by hand: a bath for two, one talk in the morning, two house calls."""
    lunch = Break(Window(11 * HOUR, 13 * HOUR), 45 * MINUTE)
    carers = tuple(
        Carer(name, "station", (Window(8 * HOUR, 17 * HOUR),), tier="fulltime", skills=frozenset({"bath"}), end="station",
              breaks=(lunch,))
        for name in ("tan", "shao")
    )
    matrix = {"foot": [[0, 300, 600], [300, 0, 360], [600, 360, 0]]}
    day = (Window(8 * HOUR, 17 * HOUR),)
    visits = (
        Visit("bath", "lane1", (Window(9 * HOUR, 10 * HOUR),), 40 * MINUTE, needs=(Need(skills=frozenset({"bath"})), Need())),
        Visit("talk", "lane2", (Window(8 * HOUR, 9 * HOUR),), 20 * MINUTE, known={"tan": 0}, stranger=900),
        Visit("call1", "lane1", day, 20 * MINUTE),
        Visit("call2", "lane2", day, 20 * MINUTE),
    )
    return Problem((Site("station"), Site("lane1"), Site("lane2")), carers, visits, matrix=matrix)


@st.composite
def crowded_days(draw, most_visits: int = 9) -> Problem:
    """Two or three carers alike with lunch, and more long visits with narrow windows than they can give: the clock decides."""
    pick = lambda *values: draw(st.sampled_from(values))
    sites = tuple(Site(f"s{k}", 121.52 + k / 400, 31.26 + draw(st.integers(0, 40)) / 1e4) for k in range(3))
    site = lambda: pick("s0", "s1", "s2")
    lunch = Break(Window(11 * HOUR, 12 * HOUR + 30 * MINUTE), 45 * MINUTE, pick(None, None, "s0"))
    carers = tuple(
        Carer(f"c{k}", site(), (pick(Window(8 * HOUR, 14 * HOUR), Window(8 * HOUR, 16 * HOUR), Window(9 * HOUR, 12 * HOUR)),),
              end=pick(None, "s0"), breaks=(lunch,), most_visits=pick(None, None, 3), overtime=pick(0, 0, 600))
        for k in range(pick(2, 2, 3))
    )  # fmt: skip
    visits = []
    for k in range(draw(st.integers(4, most_visits))):
        start = draw(st.integers(16, 28)) * 30 * MINUTE
        two = draw(st.integers(0, 5)) == 0
        gap = pick((0, 0), (0, 0), (300, 900)) if two else (0, 0)
        windows = (Window(start, start + (pick(0, 20, 60) if gap == (0, 0) else 20) * MINUTE),)
        if draw(st.integers(0, 4)) == 0:
            windows = (*windows, Window(start + 3 * HOUR, start + 3 * HOUR + 30 * MINUTE))
        visits.append(Visit(
            f"v{k}", site(), windows, pick(30, 60, 100) * MINUTE, needs=(Need(), Need()) if two else (Need(),),
            gap=gap, late=pick(0, 0, 600), pinned=pick((), (), (), (), ("c0",)),
        ))  # fmt: skip
    return Problem(sites, carers, tuple(visits))
