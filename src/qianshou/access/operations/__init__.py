"""Writes of access: users, roles, the log, devices."""

from .log import log
from .users import add_user, assign_role, end_role, set_active, set_language, set_password

__all__ = ["add_user", "assign_role", "end_role", "log", "set_active", "set_language", "set_password"]
