"""Django settings. Everything a site may change comes from the environment; docs/operations/settings.md has the table."""

import os
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from qianshou import __version__

VERSION = __version__
PACKAGE = Path(__file__).resolve().parent
DATA_DIR = Path(os.environ.get("QIANSHOU_DATA", "qianshou-data")).absolute()
KEY_FILE = Path(os.environ.get("QIANSHOU_KEY_FILE", DATA_DIR / "key"))


def _database(url: str) -> dict:
    """A Django database entry from postgresql://user:password@host:port/name?host=/socket/dir."""
    parts = urlsplit(url)
    query = {k: v[0] for k, v in parse_qs(parts.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "qianshou",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": query.pop("port", parts.port or ""),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": query,
    }


# The program's own role owns nothing; `qianshou migrate` sets QIANSHOU_AS_OWNER and connects as the owner.
_URL = os.environ.get("DATABASE_URL", "postgresql://qianshou_app@/qianshou")
_OWNER_URL = os.environ.get("DATABASE_OWNER_URL", _URL)
DATABASES = {"default": _database(_OWNER_URL if os.environ.get("QIANSHOU_AS_OWNER") == "1" else _URL)}


def _secret() -> str:
    """Derived from the key file, so that there is one secret to keep; without one (tests, tools) a fixed text that protects nothing."""
    if value := os.environ.get("QIANSHOU_SECRET_KEY"):
        return value
    return "django:" + KEY_FILE.read_text().strip() if KEY_FILE.exists() else "no-key-file-yet"


SECRET_KEY = _secret()
DEBUG = os.environ.get("QIANSHOU_DEBUG") == "1"
ALLOWED_HOSTS = os.environ.get("QIANSHOU_HOSTS", "*").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("QIANSHOU_ORIGINS", "").split(",") if o]
SECURE_COOKIES = os.environ.get("QIANSHOU_HTTPS") == "1"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "axes",
    "qianshou.access",
    "qianshou.acts",
    "qianshou.people",
    "qianshou.notify",
    "qianshou.watch",
    "qianshou.ledger",
    "qianshou.assessment",
    "qianshou.care",
    "qianshou.venues",
    "qianshou.meals",
    "qianshou.association",
    "qianshou.rounds",
    "qianshou.merit",
    "qianshou.reports",
    "qianshou.booklets",
    "qianshou.exchange",
    "qianshou.web",
    "qianshou.field",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "qianshou.access.middleware.LanguageMiddleware",
    "qianshou.access.middleware.ScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "qianshou.web.middleware.ContentSecurityPolicy",
    "qianshou.web.reads.ReadLog",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "qianshou.urls"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "web" / "templates", PACKAGE / "field" / "templates", *sorted(PACKAGE.glob("web/*/templates"))],
        "APP_DIRS": False,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "qianshou.web.context.shell",
            ],
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"],
                )
            ],
        },
    }
]

AUTH_USER_MODEL = "access.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "qianshou.access.backends.PasswordBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_ENGINE = "django.contrib.sessions.backends.db"  # not cached: several server processes must agree
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [
    PACKAGE / "locale",
    *sorted(PACKAGE.glob("web/*/locale")),
    *sorted(p for p in PACKAGE.glob("*/locale") if p.parent.name != "web"),
]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS: list[Path] = []
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
MEDIA_ROOT = DATA_DIR / "files"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

PGHISTORY_INSTALL_CONTEXT_FUNC_ON_MIGRATE = True
PROCRASTINATE_IMPORT_PATHS = [f"qianshou.{p.parent.name}.tasks" for p in sorted(PACKAGE.glob("*/tasks.py"))]

# The watch: seconds between sweeps, minutes each rung has before the next is told (carer, backup, officer, desk).
WATCH_SWEEP_SECONDS = int(os.environ.get("QIANSHOU_SWEEP_SECONDS", "20"))
WATCH_RUNG_MINUTES = [int(m) for m in os.environ.get("QIANSHOU_RUNG_MINUTES", "10,10,15,15").split(",")]
WATCH_TAKEN_MINUTES = int(os.environ.get("QIANSHOU_TAKEN_MINUTES", "60"))
WATCH_PING_URL = os.environ.get("QIANSHOU_PING_URL", "")
NOTIFY_PRIVATE_HOSTS = os.environ.get("QIANSHOU_NOTIFY_PRIVATE_HOSTS") == "1"
PUBLIC_URL = os.environ.get("QIANSHOU_PUBLIC_URL", "")

# The night for all streets: the hour at the office ("" for never), days ahead, seconds of search and threads for each street.
NIGHT_AT = os.environ.get("QIANSHOU_NIGHT_AT", "20:00")
NIGHT_DAYS = int(os.environ.get("QIANSHOU_NIGHT_DAYS", "1"))
NIGHT_SECONDS = float(os.environ.get("QIANSHOU_NIGHT_SECONDS", "30"))
NIGHT_THREADS = int(os.environ.get("QIANSHOU_NIGHT_THREADS", "1"))

# Mail for channels of kind "e-mail": smtp://user:password@host:587, or smtps:// for TLS from the first byte.
_MAIL = urlsplit(os.environ.get("QIANSHOU_MAIL_URL", "smtp://localhost:25"))
EMAIL_HOST, EMAIL_PORT = _MAIL.hostname or "localhost", _MAIL.port or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_MAIL.username or ""), unquote(_MAIL.password or "")
EMAIL_USE_SSL = _MAIL.scheme == "smtps"
EMAIL_USE_TLS = not EMAIL_USE_SSL and bool(EMAIL_HOST_USER)
EMAIL_TIMEOUT = 20  # seconds
DEFAULT_FROM_EMAIL = os.environ.get("QIANSHOU_MAIL_FROM", "qianshou@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("QIANSHOU_LOG", "WARNING")},
}
