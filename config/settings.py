"""Every setting of 廉防, read from the environment with a default that runs on one machine."""

import os
from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
VAR_DIR.mkdir(exist_ok=True)

os.environ.setdefault("PYPINYIN_NO_DICT_COPY", "true")  # nobody changes its tables: no second copy in memory
env = environ.FileAwareEnv()

DEBUG = env.bool("DEBUG", default=False)
TIME_ZONE = env.str("TIME_ZONE", default="Asia/Shanghai")
"""The hospital's own time: days, periods and deadlines are counted by it."""
SECURE = env.bool("SECURE", default=False)
"""True behind HTTPS: secure cookies, HSTS, redirect to https."""
SITE_FACE = env.str("SITE_FACE", default="both")
"""Which faces are mounted: public (院务公开), staff (the desk) or both."""
SITE_URL = env.str("SITE_URL", default="http://127.0.0.1:8000")
"""The address people reach the site at; printed in QR codes and mails."""
OPEN_URL = env.str("OPEN_URL", default="") or SITE_URL
"""The address of the public face where that is another than the desk's."""
REFRESH_URL = env.str("REFRESH_URL", default="")
"""The address of the nginx that keeps public pages: what was published or taken off is fetched there anew at once."""
REFRESH_KEY = env.str("REFRESH_KEY", default="")
"""What nginx knows our own requests by; at least sixteen characters."""
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    from config.secret_key import load_or_make, place  # only the embedded default needs a key of its own

    SECRET_KEY = load_or_make(place(VAR_DIR))
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
"""Keys that were replaced: receipts, printed slips and sessions made by them are still read."""
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
TRUSTED_PROXIES = env.list("TRUSTED_PROXIES", default=[])
"""Addresses and networks whose X-Forwarded-For is believed; the lock-out and the trail count by address."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "axes",
    "csp",
    "django_htmx",
    "guardian",
    "simple_history",
    "template_partials",
    "config",
    "disclosure",
    "supervision",
    "controls",
    "risks",
    "powers",
    "approvals",
    "organization",
    "core",
]

IS_PUBLIC_ALONE = SITE_FACE == "public"
"""This process serves readers only, perhaps by the database role of docs/sql/public_role.sql: no session, no account."""
BEFORE_SESSIONS = [
    "django.middleware.security.SecurityMiddleware",
    "core.middleware.IsolationMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "core.middleware.DatabaseAwayMiddleware",
]
AFTER_SESSIONS = [
    "django.middleware.http.ConditionalGetMiddleware",
    "django.middleware.common.CommonMiddleware",
]
PUBLIC_MIDDLEWARE = [*BEFORE_SESSIONS, *AFTER_SESSIONS, "core.middleware.RefusalMiddleware"]
"""Nothing of it asks the database or sets a cookie."""
DESK_MIDDLEWARE = [
    *BEFORE_SESSIONS,
    "django.contrib.sessions.middleware.SessionMiddleware",
    *AFTER_SESSIONS,
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "organization.middleware.LoginMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "organization.middleware.SessionLimitsMiddleware",
    "organization.middleware.PasswordExpiryMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "core.middleware.RefusalMiddleware",
    "config.middleware.BusinessMiddleware",
    "axes.middleware.AxesMiddleware",
]
MIDDLEWARE = PUBLIC_MIDDLEWARE if IS_PUBLIC_ALONE else DESK_MIDDLEWARE
SILENCED_SYSTEM_CHECKS = ["axes.W002", "security.W003"] if IS_PUBLIC_ALONE else []
"""The public face has no login to lock out; without cookies there is nothing that a form of another site could borrow."""

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
PERSONAL_CONTEXT = [
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                *([] if IS_PUBLIC_ALONE else PERSONAL_CONTEXT),
                "config.context_processors.shell",
            ],
        },
    },
]

DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'lianfang.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 60
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    DATABASES["default"].setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
    # Compiling a query costs a page more than running it: nothing here runs for seconds.
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="")
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "sweep-duties": {"task": "core.tasks.sweep", "schedule": 60.0},
    "ask-daily-duties": {"task": "core.tasks.ask_daily", "schedule": crontab(minute=7)},
}
if REDIS_URL:
    CELERY_BROKER_URL = REDIS_URL
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, object] = {"socket_timeout": 2, "socket_connect_timeout": 1}
else:
    QUEUE_DIR = VAR_DIR / "queue"
    for folder in ("messages", "processed", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_URL = "filesystem://localhost/"
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "processed_folder": str(QUEUE_DIR / "processed"),
        "control_folder": str(QUEUE_DIR / "control"),
        "store_processed": False,
    }

AUTH_USER_MODEL = "organization.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "organization.calculations.PasswordProfileValidator"},
]
PASSWORD_MAX_AGE_DAYS = 90
PASSWORDS_REMEMBERED = 5
LOGIN_URL = "/accounts/login/"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/accounts/login/"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.5
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
IDLE_MINUTES = {"administrators": 15, "others": 30}
SESSION_ABSOLUTE_HOURS = 10
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_HOURS * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
if SECURE:
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-sessionid"
    CSRF_COOKIE_SECURE = True
    CSRF_COOKIE_NAME = "__Host-csrftoken"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    },
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": env.str("MEDIA_ROOT", default=str(VAR_DIR / "files"))},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
WHITENOISE_ALLOW_ALL_ORIGINS = False
FONTS_DIR = env.str("FONTS_DIR", default="")
"""A folder with the hospital's own licensed faces (方正小标宋, 仿宋), used before the shipped ones in print."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://")
vars().update(EMAIL_CONFIG)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="lianfang@localhost")
EMAIL_TIMEOUT = 5
"""Seconds for each word with the mail server: a mail has at most eleven, so that it ends within `sending.DEAD_AFTER`."""
HOOK_HOSTS = env.list("HOOK_HOSTS", default=[])
"""Hosts of the hospital's own that a person's hook (json://, jsons://) may lead to; without any, only the public robots of
企业微信, 钉钉 and 飞书 can be reached, so that nobody makes the worker call an address of the intranet."""

AUDIT_HEAD_DIR = env.str("AUDIT_HEAD_DIR", default=str(VAR_DIR / "audit-heads"))
"""Where the head of the audit trail is kept outside the database, best on a disk that others administer."""

DEMO_PASSWORD = env.str("DEMO_PASSWORD", default="demo-lianfang-2026")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"silent": {"()": "config.logs.Silent"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
        "django.request": {"filters": ["silent"]},
    },
}
