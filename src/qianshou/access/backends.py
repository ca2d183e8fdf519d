"""Sign-in by password; roles, not Django permissions, say what a user may do."""

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import check_password, make_password
from django.http import HttpRequest

from .models import User


class PasswordBackend(BaseBackend):
    """Username and password; an unknown name costs as much time as a wrong password."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_: object
    ) -> User | None:
        user = User.objects.filter(username=username).first() if username and password else None
        if user is None:
            make_password(password or "")
            return None
        return user if user.is_active and check_password(password, user.password) else None

    def get_user(self, user_id: int) -> User | None:
        return User.objects.filter(pk=user_id, is_active=True).first()
