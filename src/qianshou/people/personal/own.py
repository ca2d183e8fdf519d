"""What this room and the rooms below it keep of people."""

from collections.abc import Sequence

from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce, Now
from django.utils.translation import gettext_lazy as _

from qianshou.access.models import LogEntry, User

from ..models import Paper, Person
from .register import declare, declare_files
from .shapes import BLANK, OTHERS, ROW, Files, Table, dash

STUB_NAME = "（已删除）"  # what stands where a name was: on sheets of past days, in the books


def accounts_of(ids: Sequence[int]) -> QuerySet[User]:
    """The accounts of these persons."""
    return User.objects.filter(person__in=ids)


def _tries_of(model_name: str):
    """Sign-in attempts (axes) under the user names of these persons."""

    def rows(ids: Sequence[int]) -> QuerySet:
        from django.apps import apps

        return apps.get_model(model_name).objects.filter(username__in=accounts_of(ids).values("username"))

    return rows


def _sessions_of(ids: Sequence[int]) -> QuerySet[Session]:
    """Sessions of their accounts. A session names its user only inside its text, so those of today are read through."""
    wanted = {str(pk) for pk in accounts_of(ids).values_list("pk", flat=True)}
    of_them = [one.pk for one in Session.objects.iterator() if one.get_decoded().get("_auth_user_id") in wanted] if wanted else []
    return Session.objects.filter(pk__in=of_them)


def _log_of(ids: Sequence[int]) -> QuerySet[LogEntry]:
    """Entries of the log about these persons. Those about other rows of theirs: `operations.erasing` knows the rows."""
    targets = [str(pk) for pk in ids]
    accounts = [str(pk) for pk in accounts_of(ids).values_list("pk", flat=True)]
    return LogEntry.objects.filter(Q(target="person", target_id__in=targets) | Q(target="user", target_id__in=accounts))


def _papers_of(ids: Sequence[int]) -> list[str]:
    """Sealed files of these persons' papers."""
    return sorted(Paper.objects.filter(person__in=ids).values_list("path", flat=True))


declare_files(Files("papers", "papers", _("removed; without the person's key they could not be read"), _papers_of))
declare(
    # people
    Table(
        "people.Person", "file", BLANK, "pk",
        {"identity": "name name_key sex birth_date birth_precision id_sealed id_blind", "place": "door place committee",
         "life": "dialects interests", "words": "found_as", "account": "user"},
        unlink="", instead={"name": STUB_NAME}, log="person",
    ),
    Table(
        "people.ElderFile", "file", ROW, "person",
        {"health": "status health diet", "life": "living meal_days hardship", "place": "access_note", "words": "remarks raw"}, plain="by_hand",
    ),
    Table("people.Phone", "file", ROW, "person", {"contact": "sealed blind"}, plain="kind"),
    Table("people.Contact", "file", ROW, "elder", {"contact": "name relation sealed blind", "words": "note"}, unlink="person"),
    Table("people.SpareKey", "file", ROW, "elder", {"contact": "holder_name sealed", "words": "note"}, unlink="holder"),
    Table("people.Medicine", "health", ROW, "person", {"health": "name dose times prescribed_by", "words": "note stopped_reason"}, log="medicine"),
    Table("people.Habit", "file", ROW, "person", {"life": "kind text"}, log="habit"),
    Table("people.FamilyLink", "family_page", ROW, "person", {"identity": "name relation", "words": "shut_why"}, plain="language token_hash code_hash", log="family"),
    Table("people.FamilyLook", "family_page", ROW, "link__person", {"account": "address browser"}, plain="kind"),
    Table(
        "people.FileMove", "file", BLANK, "person", {"identity": "name", "words": "reason answer"}, plain="state kept", instead={"answer": dash("answer")},
        log="move",
    ),
    Table("people.Grant", "file", ROW, "person", plain="why source"),
    Table("people.Place", "places", OTHERS, plain="name lon lat placed_by"),  # a lane, not a home
    Table(
        "people.Consent", "rights", BLANK, "person",
        {"identity": "by_name by_relation witness withdrawn_by_name", "words": "withdrawn_reason"}, plain="purpose how",
    ),
    Table("people.Paper", "papers", ROW, "person", {"words": "name"}, plain="kind media_type sha256 path"),
    Table("people.PersonKey", "papers", BLANK, "person", {"account": "sealed"}),
    Table("people.WallCode", "file", ROW, "person", {"words": "ended_why"}, plain="code"),
    Table("people.SealedRow", "log", ROW, "person", {"words": "sealed"}, plain="table label"),
    Table(
        "people.RightsRequest", "rights", BLANK, "person", {"words": "words answer identity", "identity": "by_name by_relation"},
        plain="kind origin state changed", log="rights",
    ),
    Table(
        "people.Restriction", "rights", BLANK, "person", {"words": "reason lifted_reason"}, plain="purpose lifted_why",
        instead={"reason": dash("reason"), "lifted_at": Coalesce("lifted_at", Now())},
    ),
    Table("people.Erasure", "rights", BLANK, "person", plain="reason state mentions counts to_remove"),
    Table("people.ReadEntry", "log", BLANK, plain="page ground way"),
    # access
    Table(
        "access.User", "accounts", BLANK, "person",
        {"account": "username display_name email password"}, plain="language",
        instead={"username": lambda pk: f"gone-{pk}", "display_name": STUB_NAME, "password": "!", "is_active": False}, log="user",
    ),
    Table(
        "access.Device", "accounts", BLANK, "user__person", {"account": "label pin_hash"}, plain="token_hash",
        instead={"revoked_at": Coalesce("revoked_at", Now())}, log="device",
    ),
    Table("access.QrCard", "accounts", ROW, "user__person", plain="code_hash"),
    Table("access.RoleAssignment", "accounts", BLANK, "user__person", plain="role"),
    Table("access.LogEntry", "log", BLANK, personal={"words": "detail"}, plain="act target target_id", rows=_log_of),
    Table("access.District", "places", OTHERS, plain="code name"),
    Table("access.Street", "places", OTHERS, plain="code name pack telephone"),
    Table("access.Committee", "places", OTHERS, plain="name"),
    # what Django and the packages keep
    Table("sessions.Session", "accounts", ROW, personal={"account": "session_data"}, plain="session_key", rows=_sessions_of),
    Table(
        "axes.AccessAttempt", "accounts", ROW, personal={"account": "username ip_address user_agent http_accept get_data post_data"}, plain="path_info",
        rows=_tries_of("axes.AccessAttempt"),
    ),
    Table(
        "axes.AccessFailureLog", "accounts", ROW, personal={"account": "username ip_address user_agent http_accept"}, plain="path_info",
        rows=_tries_of("axes.AccessFailureLog"),
    ),
    Table(
        "axes.AccessLog", "accounts", ROW, personal={"account": "username ip_address user_agent http_accept"}, plain="path_info session_hash",
        rows=_tries_of("axes.AccessLog"),
    ),
    Table("pghistory.Context", "log", OTHERS, plain="metadata"),  # user id and address of the request
    Table("procrastinate.ProcrastinateJob", "technical", OTHERS, plain="queue_name task_name lock args status queueing_lock"),  # ids only
    Table("procrastinate.ProcrastinateEvent", "technical", OTHERS, plain="type"),
    Table("procrastinate.ProcrastinatePeriodicDefer", "technical", OTHERS, plain="task_name periodic_id"),
    Table("auth.Permission", "technical", OTHERS, plain="name codename"),
    Table("auth.Group", "technical", OTHERS, plain="name"),
    Table("contenttypes.ContentType", "technical", OTHERS, plain="app_label model"),
)  # fmt: skip


def merged_with(ids: Sequence[int]) -> list[int]:
    """These persons and every file that was merged into one of them, however deep."""
    found, new = set(ids), set(ids)
    while new:
        new = set(Person.objects.filter(merged_into__in=new).values_list("pk", flat=True)) - found
        found |= new
    return sorted(found)
