"""Shen's booklet with something in every part."""

from datetime import date, time

from qianshou.care import operations as care
from qianshou.care.operations import company
from qianshou.people.models import ElderFile
from qianshou.people.operations import MedicineEntry, add_medicine, answer_consent, keep_paper, set_habits
from tests.assessment.test_make_assessment import done
from tests.cast import DAY, LONG_AGO, NOON, Cast, telephone
from tests.meals.kitchen import forbid
from tests.safeguards.covers import cover

# The smallest picture: one grey point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b550000000a49444154789c636800000082008177cd72b60000000049454e44ae426082"
)


def fill(cast: Cast) -> None:
    """Health, diet, medicines, habits, plan, carers with telephones and a face, a cover, company, an assessment, consents."""
    by = {"now": NOON, "by_id": cast.officer.pk}
    type(cast.street).objects.filter(pk=cast.street.pk).update(telephone="02165410127")
    cast.street.refresh_from_db()
    ElderFile.objects.filter(pk=cast.shen.pk).update(health=["高血压", "膝关节炎"], access_note="敲门要久一点")
    forbid(cast, cast.shen, "allergy", "crustacean")
    add_medicine(person_id=cast.shen.pk, entry=MedicineEntry("氨氯地平片", "5毫克", "早饭后", date(2025, 3, 1), "区中心医院"), **by)
    set_habits(person_id=cast.shen.pk, notes={"rises": "五点半起", "hearing": "左耳背"}, **by)
    values = {"service": "cleaning", "weekdays": [1, 3, 5], "window_start": time(9), "window_end": time(10, 30), "minutes": 60, "since": LONG_AGO}
    care.add_item(elder_id=cast.shen.pk, values=values, **by)
    telephone(cast.tan.person, "13700002222")
    keep_paper(person_id=cast.tan.person_id, kind="photo", name="谭.png", data=PNG, **by)
    cover(cast, provider="人保", policy="PICC-397")
    company.offer_company(carer_id=cast.volunteer.pk, most=2, terms=company.Terms(), on=DAY, **by)
    company.bring_together(elder_id=cast.shen.pk, carer_id=cast.volunteer.pk, since=DAY, **by)
    done(cast, on=DAY.replace(month=10), changes=["dementia"])
    answer_consent(person_id=cast.shen.pk, purpose="health", given=True, how="spoken", witness="小李", **by)
