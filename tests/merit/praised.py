"""A street's October in which every page of the appraisal and of honours has something to show."""

from datetime import timedelta

from qianshou.care.models import PointCredit
from qianshou.merit.models import CallBack, Honour
from qianshou.merit.operations.appraisal_calls import answer_call
from qianshou.merit.operations.appraisal_talk import object_to
from qianshou.merit.operations.honours import decide_honour, propose_honours
from qianshou.people.models import Phone
from tests.cast import DAY, NOON, telephone
from tests.merit.street import MONTH, answers, closed, drawn, month_of, opened, signed, spot, talked, told, training


def praised(cast, month=MONTH) -> dict:
    """Tan's month is closed, corrected and objected to; Shao has had her talk; call-backs are drawn, one is answered; a complaint waits; an honour is approved, one proposed."""
    if not Phone.objects.filter(person=cast.lu).exists():
        telephone(cast.lu, "13917009999")
    month_of(cast, cast.tan, cast.shen, "oooooooolno", first=month)
    month_of(cast, cast.shao, cast.lu, "ooooooolln", first=month, grade="tap")
    drawn(cast, month=month)
    first = CallBack.objects.get(elder=cast.shen, month=month)
    answer_call(callback_id=first.pk, answers=answers(), note="很满意", now=NOON, by_id=cast.desk.pk)
    row = spot(cast, cast.tan, on=month + timedelta(days=8), elder_id=cast.shen.pk)
    course = training(cast, {cast.tan.pk: "present", cast.shao.pk: "excused", cast.feng.pk: "absent"}, on=month + timedelta(days=9))
    told(cast, cast.tan, on=month + timedelta(days=10))
    complaint = told(cast, cast.shao, "complaint", on=month + timedelta(days=11), text="来晚了，也没打招呼")
    rows = opened(cast, month=month)
    done = closed(cast, rows[cast.tan.pk])
    talked(cast, rows[cast.shao.pk])
    signed(cast, rows[cast.shao.pk])
    objection = object_to(appraisal_id=rows[cast.shao.pk].pk, part="done", text="那两天公交停运", now=NOON, by_id=cast.officer.pk)
    for n, (carer, points) in enumerate(((cast.tan, 1200), (cast.shao, 1050))):
        PointCredit.objects.create(street=cast.street, carer=carer, task=f"praise:{n}", service="talking", day=DAY - timedelta(days=1), made_at=NOON, points=points, reasons=[], pack="p",
                                   source=f"praise:{n}", updated_at=NOON)  # fmt: skip
    propose_honours(street_id=cast.street.pk, now=NOON)
    honour = Honour.objects.get(carer=cast.tan, code="points_1000")
    decide_honour(honour_id=honour.pk, approve=True, reason="全年无投诉", now=NOON, by_id=cast.officer.pk)
    return {
        "appraisal_id": done.pk, "callback_id": first.pk, "spot_id": row.pk, "training_id": course.pk, "feedback_id": complaint.pk, "honour_id": honour.pk,
        "appraisal objection_id": objection.pk, "appraisal part": "done", "appraisal month": f"{month:%Y-%m}",
    }  # fmt: skip
