"""Signing in and out. Pages for everybody, so nothing here shows a person."""

from django.contrib import auth
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qianshou.access.operations import set_language, set_password
from qianshou.access.permissions import public
from qianshou.kernel import clock

from ..rooms import doors
from ..toasts import toast
from .forms import LoginForm, PasswordForm

PHONE = "field-app"  # the phone's page, when that area is installed


@public
def home(request: HttpRequest) -> HttpResponse:
    """The first page of a role: the board, else the first room of its menu, else the phone."""
    if not request.user.is_authenticated:
        return redirect("login")
    for door in doors():
        if not door.capability or request.scope.may(door.capability):
            return redirect(door.url_name)
    if request.scope.may("field.use"):
        try:
            return redirect(reverse(PHONE))
        except NoReverseMatch:
            pass
    return render(request, "web/login/nothing.html")


@public
def login_page(request: HttpRequest) -> HttpResponse:
    """Sign in with name and password. Too many wrong ones lock the name from this address for a quarter of an hour."""
    target = _safe(request, request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return HttpResponseRedirect(target)
    form, status = LoginForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        user = auth.authenticate(request, **form.cleaned_data)
        if user is not None:
            auth.login(request, user)
            return HttpResponseRedirect(target)
        if getattr(request, "axes_locked_out", False):
            request.axes_locked_out, status = False, 429  # we say it ourselves, on this page
            form.add_error(None, _("Too many wrong passwords. Wait a quarter of an hour, or ask the administrator."))
        else:
            status = 422
            form.add_error(None, _("User name or password is wrong. Mind capital letters."))
    return render(request, "web/login/login.html", {"form": form, "next": target}, status=status)


@public
@require_POST
def logout_page(request: HttpRequest) -> HttpResponse:
    """Sign out and go to the sign-in page."""
    auth.logout(request)
    return redirect("login")


@public
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; other devices are signed out."""
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    form = PasswordForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        set_password(user=request.user, password=form.cleaned_data["new"], now=clock.now(), by_id=request.user.pk)
        request.user.refresh_from_db()
        update_session_auth_hash(request, request.user)
        toast(request, _("The password has been changed."))
        return redirect("home")
    return render(request, "web/login/password.html", {"form": form}, status=422 if form.errors else 200)


@public
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """Switch the language: kept with the user, or in a cookie for whoever has not signed in."""
    code = request.POST.get("language", "")
    answer = HttpResponseRedirect(_safe(request, request.POST.get("next")))
    if check_for_language(code) and code in ("zh-hans", "en"):
        if request.user.is_authenticated:
            set_language(user=request.user, language=code)
        answer.set_cookie("django_language", code, max_age=365 * 86400, samesite="Lax")
    return answer


def _safe(request: HttpRequest, target: str | None) -> str:
    """An address on this site, or the first page."""
    ok = target and url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure())
    return target if ok else reverse("home")
