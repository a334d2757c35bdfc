"""All settings, read from the environment. Without any of it, Encore runs by itself on this machine (see README)."""

import json
from typing import Any

import dj_database_url
import dj_email_url
import django_stubs_ext
from csp.constants import NONE, SELF
from environs import Env

from encore import embedded_postgres
from encore.beats import BEATS
from encore.data_folder import PROJECT, data_folder, kept_secret_key

# Lets Django's own generic classes be written with their types, as `forms.ModelForm[Party]`.
django_stubs_ext.monkeypatch()

env = Env()
BASE_DIR = PROJECT
ENCORE_DATA = data_folder()

# --- who may call, and how --------------------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "") or kept_secret_key(ENCORE_DATA)
SECRET_KEY_FALLBACKS: list[str] = env.list("SECRET_KEY_FALLBACKS", [])  # what former ones enciphered stays readable
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])
# The address put into mails. Signing links are made from it, so it must be the one that people can open.
SITE_URL = env.str("SITE_URL", f"http://127.0.0.1:{env.str('PORT', '8000')}").rstrip("/")
HTTPS = env.bool("HTTPS", False)
# Shown on the pages that signers open.
INSTALLATION_NAME = env.str("INSTALLATION_NAME", "")

INSTALLED_APPS = [
    "encore",
    "billing",
    "complaints",
    "surveys",
    "members",
    "contracts",
    "deadlines",
    "ledger",
    "parties",
    "foundation",
    "rest_framework",
    "drf_spectacular",
    "django_htmx",
    "django_cotton",
    "csp",
    "axes",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    # Before staticfiles, so that `runserver` serves files as the web process does.
    "whitenoise.runserver_nostatic",
    "encore.static_files.StaticFiles",
]

MIDDLEWARE = [
    "foundation.web.request_id.RequestIdMiddleware",
    "foundation.web.caller.CallerMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "foundation.web.guards.PrivateAnswersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "foundation.web.guards.NoNulMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "complaints.web.floor.shared_session.SharedTabletMiddleware",
    # Needs the user; gives every request its scope.
    "parties.web.middleware.ScopeMiddleware",
    # Last, as its documentation asks: it turns a lock-out into an answer.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "encore.urls"
WSGI_APPLICATION = "encore.wsgi.application"
COTTON_DIR = "_components"
COTTON_SNAKE_CASED_NAMES = False
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "parties.web.navigation.shell",
            ],
        },
    }
]

# --- database: the app's login owns nothing; `migrate` uses DATABASE_OWNER_URL (see manage.py) ------------------------
DATABASE_APP_ROLE = env.str("DATABASE_APP_ROLE", embedded_postgres.APP_ROLE)
DATABASES = {
    "default": dict(
        dj_database_url.parse(
            env.str("DATABASE_URL", "") or embedded_postgres.embedded_cluster().url(embedded_postgres.APP_ROLE),
            # A connection per request costs more than the request: kept ones were measured five to eight times as fast.
            conn_max_age=env.int("CONN_MAX_AGE", 600),
            conn_health_checks=True,
        )
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people -----------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "parties.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AXES_FAILURE_LIMIT = 10
# Django's form calls the e-mail "username"; without this, failures would be counted under no name at all.
AXES_USERNAME_FORM_FIELD = "username"
AXES_USERNAME_CALLABLE = "parties.web.session.typed_name"
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "parties/locked_out.html"
AXES_VERBOSE = False

# --- security headers -------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = env.int("SESSION_COOKIE_AGE", 14 * 24 * 3600)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 365 * 24 * 3600 if HTTPS else 0)
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Only behind a proxy that sets this header itself; otherwise anyone could claim to have come over https.
BEHIND_PROXY = env.bool("BEHIND_PROXY", False)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# --- what all processes count together: the brakes on doors that need no account ------------------------------------
_cache_url = env.str("CACHE_URL", "")
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": f"django.core.cache.backends.{'redis.RedisCache' if _cache_url else 'filebased.FileBasedCache'}",
        "LOCATION": _cache_url or str(ENCORE_DATA / "cache"),
        "TIMEOUT": 600,
    }
}
if not _cache_url:
    # Beyond this many, counts are thrown away at random; the usual 300 are soon used up.
    CACHES["default"]["OPTIONS"] = {"MAX_ENTRIES": 100_000}

# --- languages and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("zh-hant", "繁體中文"), ("en", "English")]  # each in its own language
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Shanghai"
USE_I18N = USE_TZ = True

# --- files ------------------------------------------------------------------------------------------------------------
STATIC_URL = "static/"
STATIC_ROOT = env.path("STATIC_ROOT", ENCORE_DATA / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Uploads and documents have no address of their own: a view that knows the reader's scope hands them out.
MEDIA_ROOT = ENCORE_DATA / "files"
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": env.str("FILE_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.json("FILE_STORAGE_OPTIONS", {}),
    },
    "staticfiles": {
        "BACKEND": env.str("STATIC_STORAGE", "encore.static_storage.HashedStaticFiles"),
    },
}
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- signing: the installation's own authority, unless a licensed key or a time-stamping authority is named -----------
ENCORE_SIGNING_PKCS12 = env.str("SIGNING_PKCS12", "")
ENCORE_SIGNING_PASSPHRASE = env.str("SIGNING_PASSPHRASE", "")
ENCORE_TSA_URL = env.str("TSA_URL", "")

# --- mail: files in the data folder unless EMAIL_URL names a server ---------------------------------------------------
_mail = dj_email_url.parse(env.str("EMAIL_URL", "file://"))
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_FILE_PATH = str(ENCORE_DATA / "mail")
EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"], _mail["EMAIL_HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail["EMAIL_USE_TLS"], _mail["EMAIL_USE_SSL"]
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.str("DEFAULT_FROM_EMAIL", "Encore <encore@localhost>")
CUSTOMER_GATEWAYS: dict[str, Any] = json.loads(env.str("CUSTOMER_GATEWAYS", "") or "{}")  # docs/operations.md
COMPLAINT_MAILBOXES: list[Any] = json.loads(env.str("COMPLAINT_MAILBOXES", "") or "[]")

# --- later work: the job row is the truth, Celery only a wake-up ------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "folder://localhost/")
_broker_folder = ENCORE_DATA / "broker"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {
        "data_folder_in": str(_broker_folder / "queue"),
        "data_folder_out": str(_broker_folder / "queue"),
        "control_folder": str(_broker_folder / "control"),
        "polling_interval": 0.05,
    }
    if CELERY_BROKER_URL.startswith("folder:")
    else {
        "visibility_timeout": 60,
        "unacked_restore_interval": 2,
        "unacked_restore_throttle": 1,
        # One short try: a request must not wait for a broker that is away or hangs. The worker itself tries for ever.
        "socket_connect_timeout": 0.1,
        "socket_timeout": 0.1,
        "socket_keepalive": True,
        "max_retries": 0,
    }
)
CELERY_TASK_DEFAULT_QUEUE = env.str("CELERY_QUEUE", "encore")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A request must not wait for a broker that is away: the beat finds the job a few seconds later.
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TIMEZONE = TIME_ZONE
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
# Nobody asks workers anything over the broker; answers would only pile up.
CELERY_WORKER_ENABLE_REMOTE_CONTROL = CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_BEAT_SCHEDULE_FILENAME = str(ENCORE_DATA / "beat-schedule")
CELERY_BEAT_SCHEDULE = BEATS

# --- REST -------------------------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "parties.api.access.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["parties.api.access.Decided"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["foundation.api.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "foundation.api.problems.exception_handler",
    "COERCE_DECIMAL_TO_STRING": True,
}
_enums = {
    name: f"complaints.models.{name}"
    for name in ("Channel", "ContactKind", "CostKind", "MessageChannel", "WRITTEN_DOWN")
} | {"WaveState": "surveys.models.WaveState"}
SPECTACULAR_SETTINGS = {"TITLE": "Encore", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False, "ENUM_NAME_OVERRIDES": _enums}

# --- logs: JSON lines on standard error, without personal data --------------------------------------------------------
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "encore.log_format.JsonFormatter"}},
    "filters": {"request": {"()": "foundation.web.request_id.RequestIdFilter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json", "filters": ["request"]}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", "WARNING")},
    # Django attaches its own console and mail output to these two unless told otherwise.
    "loggers": {
        name: {"handlers": [], "level": env.str("LOG_LEVEL", "WARNING"), "propagate": True}
        for name in ("django", "django.server")
    },
}
