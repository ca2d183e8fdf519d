"""The demo's intakes: people who applied lately, each at another step; one appeal, one refused, one withdrawn, one in the net."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID

from qianshou.access.models import Street, User
from qianshou.access.scope import Scope
from qianshou.assessment import operations as assessment
from qianshou.assessment.queries import instruments_for
from qianshou.care.models import IntakeCase
from qianshou.care.operations import intake
from qianshou.care.operations.net import Pick
from qianshou.care.queries.intake_forms import asked_of
from qianshou.care.queries.proposals import Proposer
from qianshou.kernel import clock
from qianshou.kernel.identity import make_id_number
from qianshou.packs.loader import load
from qianshou.people.models import Place
from qianshou.people.queries import consents_of
from qianshou.runtime.demo.assessing import answer

TABLET = "pinggu-pad"
STEPS = ("check", "assess", "decide", "plan", "consent", "booklet", "net", "done")


@dataclass(frozen=True)
class Story:
    """Somebody who applied `ago` days ago and waits for `at` now. `how`: who applies, by which way, relation, in which words, wishes."""

    name: str
    sex: str
    born: int
    ago: int
    at: str
    how: tuple = ("family", "phone", "女儿", "妈妈一个人住，我们不放心", ("talking",))
    end: str = ""  # refused | deferred | withdrawn | appealed
    frailty: float = 0.25


STORIES = (
    Story("毛桂珍", "f", 1943, 1, "check"),
    Story("钟德福", "m", 1939, 2, "check", ("committee", "committee", "", "楼组长报来，腿脚不便", ("shopping", "meals"))),
    Story("施雅琴", "f", 1946, 6, "assess", ("self", "counter", "", "想有人陪着走走，一起打毛线", ("walking", "leisure"))),
    Story("柳金生", "m", 1936, 18, "assess", ("family", "phone", "儿子", "上个月摔了一跤", ("bathing",))),
    Story("邹蕙芳", "f", 1940, 6, "decide", frailty=0.45),
    Story("龚志明", "m", 1938, 10, "plan", ("family", "phone", "侄女", "老伴走了以后不大出门", ("talking", "meals")), frailty=0.6),
    Story("苗玉兰", "f", 1941, 10, "consent", frailty=0.1),
    Story("詹宝根", "m", 1935, 14, "booklet", frailty=0.5),
    Story("滕秀华", "f", 1937, 12, "net", frailty=0.3),
    Story("欧阳静", "f", 1944, 25, "done"),
    Story("卞水泉", "m", 1942, 20, "decide", end="refused"),
    Story("臧美玲", "f", 1939, 13, "decide", ("family", "phone", "儿子", "评得太轻，夜里起不来", ("talking",)), end="appealed"),
    Story("葛阿四", "m", 1934, 15, "decide", end="deferred"),
    Story("殷巧云", "f", 1945, 11, "assess", end="withdrawn"),
)


def take_in(*, street: Street, officer: User, second: User, assessor: User, now: datetime, rng: Random) -> dict[str, int]:
    """Write the stories, each act at its time. Once."""
    if IntakeCase.objects.filter(street=street).exists():
        return {"intakes": 0}
    places = list(Place.objects.filter(street=street, committee__isnull=False).order_by("pk"))
    teller = _Teller(street, officer, second, assessor, now, rng)
    for number, story in enumerate(STORIES):
        teller.tell(story, places[(number * 7) % len(places)], number)
    teller.take_along(User.objects.filter(username=TABLET).first())
    return {"intakes": len(STORIES)}


@dataclass
class _Teller:
    street: Street
    officer: User
    second: User
    assessor: User
    now: datetime
    rng: Random

    def tell(self, story: Story, place: Place, number: int) -> None:
        """From the application to where the story stands; a day a step, but never after now."""
        day, hour = clock.local_date(self.now) - timedelta(days=story.ago), time(9 + number % 7, 10 + 3 * number)
        began = clock.at(day, hour)
        applicant, came_by, relation, words, wished = story.how
        surname = story.name[:1]
        newcomer = intake.Newcomer(
            values={"name": story.name, "place_id": place.pk, "committee_id": place.committee_id, "door": f"{3 + number}号{1 + number % 4}0{1 + number % 3}室", "living": "alone"},
            id_number=make_id_number(area="310110", birth=date(story.born, 1 + number % 12, 3 + number), sequence=100 + 2 * number + (story.sex == "m")),
        )
        case = intake.apply(
            street_id=self.street.pk, newcomer=newcomer, batch=self._batch(), now=began, by_id=self.officer.pk, responsible_id=(self.second if number % 3 == 2 else self.officer).pk,
            application=intake.Application(
                applied_on=clock.local_date(began), came_by=came_by, applicant=applicant, name="" if applicant == "self" else f"{surname}家{relation or '楼组长'}", relation=relation,
                phone="" if applicant == "self" else f"1381700{1000 + number}", wishes=words, wished=wished,
            ),
        )  # fmt: skip
        for step in STEPS[: STEPS.index(story.at)]:
            began = min(self.now, began + timedelta(days=1))
            self._step(step, case, story, began)
        self._end(story, case, min(self.now, began + timedelta(days=1)))

    def take_along(self, tablet: User | None) -> None:
        """The next two homes to be visited are on the assessor's tablet."""
        for case in IntakeCase.objects.filter(street=self.street, state="assess").order_by("pk")[:2] if tablet else ():
            until = clock.local_date(self.now) + timedelta(days=14)
            assessment.hand_out(person_id=case.person_id, user_id=tablet.pk, until=until, now=self.now, by_id=self.officer.pk)

    def _step(self, step: str, case: IntakeCase, story: Story, at: datetime) -> None:
        if step == "check":
            found = {"age": "yes", "residence": "yes", "alone": "yes"}
            self._act("pass_check", case, self.officer, at, findings=found, seen=["id_card", "residence"])
        elif step == "assess":
            self._assess(case, story, at, self.assessor)
        elif step == "decide":
            self._decide(case, at, "granted", "独居，日常生活需要帮助")
        elif step == "plan":
            lines = [{"service": "talking", "times_per_week": 2, "window_start": s.window[0], "window_end": s.window[1], "minutes": s.minutes, "since": clock.local_date(self.now)}
                     for s in [load(self.street.pack).services["talking"]]]  # fmt: skip
            self._act("accept_plan", case, self.officer, at, lines=lines)
        elif step == "consent":
            codes = [one.purpose.code for one in consents_of(case.person, clock.local_date(at))]
            answers = dict.fromkeys(codes, "given") | {"photos": "refused"}
            self._act("take_consents", case, self.officer, at, answers=answers, how="spoken", witness="居委 李红")
        elif step == "booklet":
            self._act("hand_over_booklet", case, self.officer, at, on=clock.local_date(at), to=case.person.name)
        elif step == "net":
            options = Proposer(scope=Scope.system(self.street.pk), street_id=self.street.pk, day=clock.local_date(at)).options(case.person, ("primary",))
            picks = [Pick(p.rank, c.pk, tuple(p.reasons)) for p, c in options[0].picks] if options else []
            self._act("enter_net", case, self.officer, at, picks=picks, key=not picks)

    def _assess(self, case: IntakeCase, story: Story, at: datetime, by: User) -> None:
        day = clock.local_date(at)
        for code in [one.instrument.code for one in asked_of(_fresh(case))]:
            one = instruments_for(self.street, day)[code]
            form = assessment.begin(person_id=case.person_id, instrument=code, why="first", made_on=day, now=at, by_id=by.pk)
            answers = {item.code: answer(one, item, story.frailty, self.rng) for item in one.items if item.answers}
            form = assessment.keep(assessment_id=form.pk, answers=answers, changes=(), made_on=day, second="", note="", row_version=form.row_version, now=at, by_id=by.pk)
            assessment.complete(assessment_id=form.pk, row_version=form.row_version, now=at, by_id=by.pk)
        self._act("finish_assessment", case, by, at, on=day, assessor_id=by.pk)

    def _decide(self, case: IntakeCase, at: datetime, outcome: str, reason: str, **more) -> None:
        level = next((one.form.level for one in asked_of(_fresh(case)) if one.form and one.instrument.changes), 0)
        self._act("decide", case, self.second, at, outcome=outcome, level=level, reason=reason, **more)

    def _end(self, story: Story, case: IntakeCase, at: datetime) -> None:
        if story.end == "withdrawn":
            self._act("withdraw", case, self.officer, at, reason="搬去女儿家住", by_name=f"{case.person.name}的女儿")
        elif story.end == "refused":
            self._decide(case, at, "refused", "与儿子同住，日常有人照料")
        elif story.end == "deferred":
            self._decide(case, at, "deferred", "正在住院，出院后再评", until=clock.local_date(self.now) + timedelta(days=21))
        elif story.end == "appealed":
            self._decide(case, at, "granted", "按评估结果核定")
            self._act("appeal", case, self.officer, at, lodged_on=clock.local_date(at), lodged_by=f"{case.person.name[:1]}家儿子", relation="儿子", reason="夜里要人帮着翻身，评得太轻")

    def _act(self, name: str, case: IntakeCase, by: User, at: datetime, **more) -> None:
        getattr(intake, name)(case_id=case.pk, version=_fresh(case).version, batch=self._batch(), now=at, by_id=by.pk, **more)

    def _batch(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)


def _fresh(case: IntakeCase) -> IntakeCase:
    return IntakeCase.objects.select_related("street", "person").get(pk=case.pk)
