"""Start a child that dies with us and is never root (PostgreSQL refuses to run as root)."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_KEEPCAPS = 8
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
CAPABILITY_VERSION_3 = 0x20080522

# A dedicated account is better than `nobody`, so an office that makes one gets it used.
CANDIDATES = ("qianshou", "nobody")


class NoUnprivilegedUser(RuntimeError):
    """We are root and this machine has no account to run the database under."""


def account() -> pwd.struct_passwd | None:
    """The account to run under when we are root; None when we are not root and need none."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    for name in CANDIDATES:
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoUnprivilegedUser(
        "PostgreSQL does not run as root, and this machine has neither an account 'qianshou' nor 'nobody'. "
        "Run the program as an ordinary user, or set DATABASE_URL to a server of your own."
    )


def give(path: Path) -> None:
    """Hand a directory (only it, not what is in it) to the unprivileged account; mode 0700."""
    os.chmod(path, 0o700)
    if user := account():
        os.chown(path, user.pw_uid, user.pw_gid)


def give_file(path: Path) -> None:
    """Hand one file to the unprivileged account; its mode stays."""
    if user := account():
        os.chown(path, user.pw_uid, user.pw_gid)


def reachable(path: Path) -> bool:
    """Can a user who is neither root nor an owner walk to `path`? (/root is 0700 on most machines.)"""
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents)


def child_setup(paths: list[Path], *, die_with_parent: bool = True):
    """A `preexec_fn`: own session, unprivileged account, a signal when the parent dies.

    `paths` are what the child must reach. Where one lies below a directory closed to others, the child keeps a single
    capability to walk through it; without it a clone below /root could not run at all.
    """
    user = account()
    closed = user is not None and not all(reachable(path) for path in paths)
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform.startswith("linux") else None
    parent = os.getpid()

    def setup() -> None:
        os.setsid()
        if user is not None:
            if closed and libc:
                libc.prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0)
            os.setgroups([])
            os.setresgid(user.pw_gid, user.pw_gid, user.pw_gid)
            os.setresuid(user.pw_uid, user.pw_uid, user.pw_uid)
            if closed and libc:
                _keep_one_capability(libc)
        if libc and die_with_parent:
            # After the change of user: the kernel forgets the wish at each change of credentials.
            libc.prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0)
            if os.getppid() != parent:  # the parent died in between: no signal will come
                os._exit(1)
        # A shell that starts us in the background leaves SIGINT ignored, and that would be inherited.
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    return setup


def _keep_one_capability(libc: ctypes.CDLL) -> None:
    """Keep CAP_DAC_READ_SEARCH (or, in a container that lacks it, CAP_DAC_OVERRIDE) across exec."""
    for capability in (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
        bit = 1 << capability
        data = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)  # effective, permitted, inheritable
        if libc.capset(header, data) == 0:
            libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0)
            return
