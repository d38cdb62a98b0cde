"""Every setting of the site, each from the environment with a default that is safe on a laptop.

A default that is not safe on a public host is refused at the start when ``MOOTHALL_DEBUG`` is off
(``moothall.kit.checks``).
"""

import os
from datetime import date
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF


def _flag(name: str, default: bool) -> bool:
    return os.environ.get(name, str(int(default))).strip().lower() in {"1", "true", "yes", "on"}


def _list(name: str, default: str) -> list[str]:
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


PACKAGE = Path(__file__).resolve().parent.parent
VAR = Path(os.environ.get("MOOTHALL_VAR", "var")).resolve()
VAR.mkdir(parents=True, exist_ok=True)

# Who may reach the site, and how
DEBUG = _flag("MOOTHALL_DEBUG", True)
MOOTHALL_DEMO = _flag("MOOTHALL_DEMO", False)
MOOTHALL_DOORS = os.environ.get("MOOTHALL_DOORS", "both")  # public, officers or both
LAPTOP_SECRET = "laptop-only-" + "not-a-secret-" * 4
SECRET_KEY = os.environ.get("MOOTHALL_SECRET_KEY", LAPTOP_SECRET)
SECRET_KEY_FALLBACKS = _list("MOOTHALL_OLD_SECRET_KEYS", "")  # they still open what was locked under them
ALLOWED_HOSTS = _list("MOOTHALL_HOSTS", "localhost,127.0.0.1,[::1],testserver")
MOOTHALL_ADDRESS = os.environ.get("MOOTHALL_ADDRESS", "http://localhost:8000").rstrip("/")
CSRF_TRUSTED_ORIGINS = _list("MOOTHALL_TRUSTED_ORIGINS", "")
MOOTHALL_TRUSTED_PROXIES = int(os.environ.get("MOOTHALL_TRUSTED_PROXIES", "0"))
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if MOOTHALL_TRUSTED_PROXIES else None
HTTPS = _flag("MOOTHALL_HTTPS", not DEBUG)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
SECURE_SSL_REDIRECT = HTTPS and _flag("MOOTHALL_HTTPS_REDIRECT", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# The place's day: today() obeys it, now() never does (moothall.kit.clock)
_AS_AT = os.environ.get("MOOTHALL_AS_AT", "").strip()
MOOTHALL_AS_AT = date.fromisoformat(_AS_AT) if _AS_AT else None
MOOTHALL_ROLES = Path(os.environ.get("MOOTHALL_ROLES", PACKAGE / "config" / "roles.toml"))
MOOTHALL_PERSONAL_DATA = PACKAGE / "config" / "personal_data.toml"

INSTALLED_APPS = [
    "moothall.hall",
    "moothall.deliver",
    "moothall.plan",
    "moothall.assess",
    "moothall.govern",
    "moothall.places",
    "moothall.kit",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "simple_history",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django.contrib.humanize",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "moothall.kit.middleware.quiet_requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "moothall.kit.middleware.open_data",
    "moothall.kit.middleware.page_cache",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "moothall.kit.middleware.doors",
    "moothall.kit.middleware.reads_only",
    "moothall.kit.middleware.second_factor",
    "simple_history.middleware.HistoryRequestMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "moothall.kit.middleware.own_error_pages",
    "moothall.kit.middleware.finish_pages",
]
ROOT_URLCONF = "moothall.config.urls"
WSGI_APPLICATION = "moothall.config.wsgi.application"
APPEND_SLASH = True

_CONTEXT = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "moothall.kit.context.page",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": True,
        "OPTIONS": {"environment": "moothall.kit.jinja.environment", "context_processors": _CONTEXT},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    },
]

# Databases: SQLite in WAL mode on a laptop, PostgreSQL by DATABASE_URL
if os.environ.get("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(os.environ["DATABASE_URL"], conn_max_age=60)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(VAR / "moothall.sqlite3"),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32000;",
            },
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Shared by all processes: rate counters in the database, rendered pages and charts as files
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "kit_cache"},
    "pages": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "pages"),
        "TIMEOUT": 300,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
    "charts": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": str(VAR / "charts"),
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}
MOOTHALL_PAGE_CACHE = _flag("MOOTHALL_PAGE_CACHE", True)
SESSION_ENGINE = "django.contrib.sessions.backends.db"

# Sign-in: one door
AUTH_USER_MODEL = "kit.User"
AUTHENTICATION_BACKENDS = ["moothall.kit.signin.GrantBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
ACCOUNT_ADAPTER = "moothall.kit.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an account exists only by invitation, sent to that address
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds after signing in in which nobody is asked again who they are
ACCOUNT_EMAIL_NOTIFICATIONS = True  # people hear of each change to how they sign in
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",  # wrong passwords: from one address, for one account
    "reset_password": "20/h/ip,3/h/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = MOOTHALL_TRUSTED_PROXIES
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
MFA_ADAPTER = "moothall.kit.signin.SecondFactorAdapter"
MFA_FORMS = {
    "add_webauthn": "moothall.kit.passkeys.AddPasskeyForm",
    "authenticate_webauthn": "moothall.kit.passkeys.ShowPasskeyForm",
    "login_webauthn": "moothall.kit.passkeys.SignInByPasskeyForm",
    "reauthenticate_webauthn": "moothall.kit.passkeys.ShowPasskeyAgainForm",
}
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an account's address is proved by the invitation that it answered
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
SILENCED_SYSTEM_CHECKS: list[str] = []

EMAIL_BACKEND = os.environ.get("MOOTHALL_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = os.environ.get("MOOTHALL_EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("MOOTHALL_EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("MOOTHALL_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("MOOTHALL_EMAIL_PASSWORD", "")
EMAIL_USE_TLS = _flag("MOOTHALL_EMAIL_TLS", False)
DEFAULT_FROM_EMAIL = os.environ.get("MOOTHALL_EMAIL_FROM", "moothall@localhost")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = os.environ.get("MOOTHALL_TIME_ZONE", "Europe/London")
USE_I18N = True
USE_TZ = True

# Files: static ones from the package and the cleaned frontend, media through Wagtail, private ones through the door
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
MOOTHALL_FRONTEND = VAR / "frontend"
MOOTHALL_FRONTEND.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [MOOTHALL_FRONTEND]
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR / "media"
MOOTHALL_PRIVATE = VAR / "private"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "private": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MOOTHALL_PRIVATE), "base_url": None},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = DEBUG
WHITENOISE_AUTOREFRESH = DEBUG  # looks a file up when asked; otherwise all are listed at the start
for _folder in (STATIC_ROOT, MEDIA_ROOT, MOOTHALL_PRIVATE):
    _folder.mkdir(parents=True, exist_ok=True)
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
MOOTHALL_UPLOAD_MAX_BYTES = int(os.environ.get("MOOTHALL_UPLOAD_MAX_BYTES", str(10 * 1024 * 1024)))

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

WAGTAIL_SITE_NAME = "Words desk"
WAGTAILADMIN_BASE_URL = MOOTHALL_ADDRESS
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # it would call out
WAGTAIL_ENABLE_UPDATE_CHECK = False  # it would call out
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILADMIN_LOGIN_URL = "/words/login/"  # ours, which leads on to the one door (hall.urls)
WAGTAIL_FINISH_WORKFLOW_ACTION = "moothall.hall.apps.publish_approved"  # the act of the second pair of eyes
WAGTAIL_ALLOW_UNICODE_SLUGS = False  # an address is a file's name in an export
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILDOCS_INLINE_CONTENT_TYPES: list[str] = []  # a document is taken away, never opened inside the site
WAGTAILDOCS_EXTENSIONS = ["pdf", "csv", "docx", "xlsx", "odt", "ods"]
WAGTAILDOCS_DOCUMENT_FORM_BASE = "moothall.hall.forms.DocumentForm"
WAGTAILIMAGES_EXTENSIONS = ["jpg", "jpeg", "png", "webp"]  # no SVG: it can carry script
WAGTAILIMAGES_MAX_UPLOAD_SIZE = MOOTHALL_UPLOAD_MAX_BYTES
WAGTAILIMAGES_IMAGE_FORM_BASE = "moothall.hall.forms.PictureForm"
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_FRONTEND_LOGIN_URL = "/sign-in/"
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []  # an embed would be a foreign request

CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/words/"],  # Wagtail's own desk sets a looser policy of its own (kit.middleware)
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
    },
}

# Logs hold method, path without query, status and time: no person, token or query string
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_personal_data": {"()": "moothall.kit.logs.NoPersonalData"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_personal_data"]},
    },
    "root": {"handlers": ["console"], "level": os.environ.get("MOOTHALL_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
