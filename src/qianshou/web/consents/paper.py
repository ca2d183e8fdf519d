"""The consent form on paper: every purpose with two boxes, what holds ticked, places to sign."""

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from qianshou.access.http import or_404
from qianshou.access.permissions import requires
from qianshou.booklets.letters import Asked, consent_form
from qianshou.booklets.render import CONSENT_FORM, pdf
from qianshou.kernel import clock
from qianshou.people.queries import consents_of, file_of
from qianshou.people.rules import birth_text

from .said import stops


@requires("files.read")
def form_pdf(request: HttpRequest, person_id: int) -> HttpResponse:
    """`?language=en`; `?blank=1` leaves the boxes empty, for asking anew."""
    person = or_404(file_of, request.scope, person_id, clock.today())
    language, blank = "en" if request.GET.get("language") == "en" else "zh", request.GET.get("blank") == "1"
    with translation.override("en" if language == "en" else "zh-hans"):
        asked = [
            Asked(
                purpose=one.purpose.name(language), data=one.purpose.said("data", language), why=one.purpose.said("why", language),
                who=one.purpose.said("who", language), stops=stops(one.purpose.code), sensitive=one.purpose.sensitive,
                answer=one.now.given if one.now and not blank else None,
            )
            for one in consents_of(person, clock.today())
        ]  # fmt: skip
        born = birth_text(person.birth_date, person.birth_precision)
    data = consent_form(
        office=person.street.name, name=person.name, born=born, address=person.address,
        committee=person.committee.name if person.committee else "", asked=asked,
        language=language,
    )  # fmt: skip
    answer = HttpResponse(pdf(CONSENT_FORM, data, clock.day_bounds(clock.today())[0]), content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="consents-{person.pk}.pdf"'
    return answer
