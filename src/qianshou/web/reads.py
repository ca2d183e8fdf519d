"""Every page and file about a person that is handed out is written down in the log of reads.

The address says whom a page is about: PERSON_OF names the parameters of addresses that lead to a person, NOBODY those that do not.
tests/rights/test_read_log.py fails on a parameter that stands in neither.
"""

from collections.abc import Callable, Collection
from urllib.parse import urlsplit

from django.apps import apps
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from qianshou.kernel import clock
from qianshou.people.operations.reads import record_reads

# Parameter → model and the way from it to the person ("" : it is the person's own number).
PERSON_OF: dict[str, tuple[str, str]] = {
    "person_id": ("", ""), "elder_id": ("", ""),
    "visit_id": ("care.Visit", "elder"), "item_id": ("care.PlanItem", "elder"), "link_id": ("care.Link", "elder"), "carer_id": ("care.Carer", "person"),
    "companionship_id": ("care.Companionship", "elder"), "absence_id": ("care.Absence", "carer__person"),
    "assessment_id": ("assessment.Assessment", "person"), "alert_id": ("watch.Alert", "person"), "concern_id": ("watch.Concern", "person"),
    "call_id": ("watch.Call", "person"), "due_id": ("watch.Due", "person"), "order_id": ("meals.Order", "person"), "diet_id": ("meals.Diet", "person"),
    "pause_id": ("meals.Pause", "person"), "answer_id": ("meals.DietAnswer", "person"),
    "account_id": ("ledger.Account", "person"), "receipt_id": ("ledger.Receipt", "person"), "case_id": ("exchange.ReviewCase", "person"), "paper_id": ("people.Paper", "person"),
    "consent_id": ("people.Consent", "person"), "request_id": ("people.RightsRequest", "person"), "erasure_id": ("people.Erasure", "person"), "restriction_id": ("people.Restriction", "person"),
    "intake_id": ("care.IntakeCase", "person"), "decision_id": ("care.IntakeDecision", "case__person"), "seen_id": ("care.IntakePaperSeen", "case__person"),
    "correction_id": ("merit.AttendanceCorrection", "carer__person"), "replacement_id": ("merit.Replacement", "carer__person"), "leave_id": ("merit.LeaveRequest", "carer__person"),
    "safeguard_id": ("care.Safeguard", "person"), "incident_id": ("care.SafeguardIncident", "safeguard__person"), "move_id": ("people.FileMove", "person"),
    "offer_id": ("people.FileMove", "person"), "medicine_id": ("people.Medicine", "person"), "invitation_id": ("care.Invitation", "person"),
    "appraisal_id": ("merit.Appraisal", "carer__person"), "callback_id": ("merit.CallBack", "elder"), "spot_id": ("merit.SpotVisit", "elder"),
    "feedback_id": ("merit.Feedback", "carer__person"), "honour_id": ("merit.Honour", "carer__person"), "member_id": ("association.Member", "person"),
    "belonging_id": ("association.GroupMember", "member__person"), "term_id": ("association.OfficeTerm", "member__person"),
    "ask_id": ("association.TimebankAsk", "elder"), "match_id": ("association.TimebankMatch", "ask__elder"), "hours_id": ("association.TimebankHours", "elder"),
    "giver_id": ("association.TimebankMember", "person"), "transfer_id": ("association.TimebankTransfer", "person"),
    "candidate_id": ("merit.Candidate", "carer__person"), "voter_id": ("merit.ElectionVoter", "person"),
    "enrolment_id": ("venues.Enrolment", "person"), "payment_id": ("venues.ClassPayment", "enrolment__person"), "arrival_id": ("venues.Arrival", "person"),
}  # fmt: skip
# Pages about no single person; what they list or take away is written down by the page itself (`note`).
NOBODY = frozenset({
    "assignment_id", "batch_id", "campaign_id", "card_id", "cart_id", "change_id", "channel_id", "conflict_id", "cost_id", "delivery_id", "device_id", "entry_id", "event_id",
    "home_id", "instrument_id", "place_id", "point_id", "recipe_id", "sample_id", "search_id", "shift_id", "substitute_id", "temperature_id",
    "transaction_id", "user_id", "volume_id", "act_id", "batch", "key", "day", "month", "monday", "meal", "version", "code", "link_ids", "release", "fhir",
    "note_id", "token", "word_id", "occasion_id", "attendance_id", "run_id", "part", "objection_id", "act", "step_id", "name", "kind", "file", "idea_id", "activity_id", "photo_id", "training_id", "group_id", "meeting_id", "vote_id", "task_id",
    "election_id", "juror_id", "slug",
    "venue_id", "booking_id", "course_id", "equipment_id", "different_id",
})  # fmt: skip
FROM = {"people-list": "list", "finding": "search"}


def note(request: HttpRequest, person_ids: Collection[int], *, page: str = "", way: str = "") -> None:
    """Write down that this user reads these persons by this answer."""
    match = request.resolver_match
    record_reads(scope=request.scope, person_ids=person_ids, page=page or (match.url_name if match else ""), now=clock.now(), way=way or _way(request))


class ReadLog:
    """After each answer about one person that was handed out: an entry, in the same request. Nothing is shown without one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 200 and (ids := people_of(request)):
            note(request, ids)
        return response


def people_of(request: HttpRequest) -> list[int]:
    """Whom the address of a request is about. Forms that are sent do not read, but for the one that shows an ID number."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated or (request.method != "GET" and match.url_name != "people-id-number"):
        return []
    return [pk for name, value in match.kwargs.items() if name in PERSON_OF and (pk := _person(name, value))]


def _person(name: str, value: object) -> int | None:
    label, way = PERSON_OF[name]
    if not label:
        return value
    return apps.get_model(label).objects.filter(pk=value).values_list(way, flat=True).first()


def _way(request: HttpRequest) -> str:
    """How the page was come upon, by where the browser says it came from."""
    if "format" in request.GET:
        return "export"
    came = urlsplit(request.headers.get("Referer", ""))
    if not came.path or came.netloc != request.get_host():
        return "direct"
    try:
        name = resolve(came.path).url_name or ""
    except Resolver404:
        return "direct"
    if name == "people-list" and "q=" in came.query:
        return "search"
    return FROM.get(name, "page")
