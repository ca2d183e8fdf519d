"""Pages of users and roles: who has an account, which roles it holds where, and since when."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from qianshou.access import queries
from qianshou.access.http import or_404
from qianshou.access.models import RoleAssignment, User
from qianshou.access.operations import assign_role, end_role, set_active, set_password
from qianshou.access.operations.accounts import open_account
from qianshou.access.permissions import requires
from qianshou.access.roles import ROLES
from qianshou.kernel import clock

from ..listing import Listing
from ..toasts import toast
from .forms import NewPasswordForm, RoleForm, UserForm

PAGE = 50


def _said(user: User) -> str:
    """The roles that hold today, as one line."""
    today = clock.today()
    return "；".join(role_text(r) for r in user.near if r.until is None or r.until >= today)


def role_text(held: RoleAssignment) -> str:
    """A role with its place: Committee worker · 怀德居委会."""
    place = held.committee or held.street or held.district
    label = str(ROLES[held.role].label) if held.role in ROLES else held.role
    return f"{label} · {place}" if place else label


@requires("users.manage")
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody with an account here; `?q=`, `?role=`, `?closed=1` narrow it."""
    text, role, closed = request.GET.get("q", "").strip(), request.GET.get("role", ""), request.GET.get("closed") == "1"
    users = queries.users_of(scope=request.scope, text=text, role=role, closed=closed, on=clock.today())
    columns = [
        (gettext_lazy("Name shown"), "display_name"), (gettext_lazy("User name"), "username"), (gettext_lazy("Roles"), _said),
        (gettext_lazy("Last signed in"), "last_login"),
    ]  # fmt: skip
    list_ = Listing(title=gettext_lazy("Users"), columns=columns, rows=users, capability="users.manage")
    if answer := list_.answer(request):
        return answer
    page = Paginator(users, PAGE).get_page(request.GET.get("page"))
    for user in page:
        user.said = _said(user)
    roles = [(code, ROLES[code].label) for code in queries.assignable(request.scope)]
    shown = {"page": page, "listing": list_, "text": text, "role": role, "closed": closed, "roles": roles}
    return render(request, "web/users/list.html", shown)


@requires("users.manage")
def add(request: HttpRequest) -> HttpResponse:
    """A new account with its first role."""
    form = UserForm(request.POST or None, scope=request.scope)
    if request.method == "POST" and form.is_valid():
        data = {name: form.cleaned_data[name] for name in ("username", "display_name", "password", "role")}
        user = open_account(**data, **form.place(), since=clock.today(), now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(name)s can sign in now.") % {"name": user.display_name})
        return redirect("users-file", user.pk)
    return render(request, "web/users/add.html", {"form": form}, status=422 if form.errors else 200)


@requires("users.manage")
def file(request: HttpRequest, user_id: int) -> HttpResponse:
    """One account: its roles now and before, its password, its door."""
    user = or_404(queries.user_of, scope=request.scope, user_id=user_id)
    return _file(request, user, RoleForm(scope=request.scope), NewPasswordForm())


def _file(request: HttpRequest, user: User, role_form: RoleForm, password_form: NewPasswordForm) -> HttpResponse:
    today = clock.today()
    for held in user.near:
        held.said, held.over = role_text(held), held.until is not None and held.until < today
    shown = {
        "account": user, "role_form": role_form, "password_form": password_form,
        "may_close": queries.may_close(scope=request.scope, user=user, on=today),
    }  # fmt: skip
    return render(request, "web/users/file.html", shown, status=422 if role_form.errors or password_form.errors else 200)


@requires("users.manage")
@require_POST
def give_role(request: HttpRequest, user_id: int) -> HttpResponse:
    """One more role, from today."""
    user = or_404(queries.user_of, scope=request.scope, user_id=user_id)
    form = RoleForm(request.POST, scope=request.scope)
    if not form.is_valid():
        return _file(request, user, form, NewPasswordForm())
    held = assign_role(
        user=user, role=form.cleaned_data["role"], since=clock.today(), now=clock.now(), by_id=request.user.pk, **form.place()
    )
    toast(request, _("%(name)s is now: %(role)s.") % {"name": user.display_name, "role": role_text(held)})
    return redirect("users-file", user.pk)


@requires("users.manage")
@require_POST
def end(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Today is the last day of a role. One's own last role cannot be ended by oneself."""
    held = or_404(queries.role_of, scope=request.scope, assignment_id=assignment_id)
    if held.user_id == request.user.pk:
        toast(request, _("Somebody else has to end your own roles."), level=40)
    else:
        end_role(assignment=held, on=clock.today(), now=clock.now(), by_id=request.user.pk)
        toast(request, _("%(role)s ends today.") % {"role": role_text(held)})
    return redirect("users-file", held.user_id)


@requires("users.manage")
@require_POST
def new_password(request: HttpRequest, user_id: int) -> HttpResponse:
    """A new password for somebody who forgot his."""
    user = _closable(request, user_id)
    form = NewPasswordForm(request.POST)
    if not form.is_valid():
        return _file(request, user, RoleForm(scope=request.scope), form)
    set_password(user=user, password=form.cleaned_data["password"], now=clock.now(), by_id=request.user.pk)
    toast(request, _("The password has been changed. Tell it to %(name)s.") % {"name": user.display_name})
    return redirect("users-file", user.pk)


@requires("users.manage")
@require_POST
def open_or_close(request: HttpRequest, user_id: int) -> HttpResponse:
    """Close an account, or open it again (`active` = 1). What it did stays in the history."""
    user = _closable(request, user_id)
    active = request.POST.get("active") == "1"
    set_active(user=user, active=active, now=clock.now(), by_id=request.user.pk)
    toast(request, (_("%(name)s can sign in again.") if active else _("%(name)s can no longer sign in.")) % {"name": user.display_name})
    return redirect("users-file", user.pk)


def _closable(request: HttpRequest, user_id: int) -> User:
    """The account, when this user may close it; 404 otherwise."""

    def fetch() -> User:
        user = queries.user_of(scope=request.scope, user_id=user_id)
        if not queries.may_close(scope=request.scope, user=user, on=clock.today()):
            raise User.DoesNotExist
        return user

    return or_404(fetch)
