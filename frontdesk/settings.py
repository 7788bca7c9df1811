"""Every setting of Frontdesk. This is the only module that reads the environment.

A value named ``X`` may also come from the file named by ``X_FILE`` (container secrets).
"""

import base64
import hashlib
import json
import os
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from frontdesk.platform.database_urls import database_from_url
from frontdesk.platform.generated_secrets import generated_secrets

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str = "") -> str:
    """The value of ``name``, or the stripped content of the file that ``name_FILE`` points to."""
    file = os.environ.get(f"{name}_FILE")
    if file:
        return Path(file).read_text(encoding="utf-8").strip()
    return os.environ.get(name, default)


def env_bool(name: str, default: bool) -> bool:
    value = env(name).strip().lower()
    return default if not value else value in {"1", "true", "yes", "on"}


def env_list(name: str, default: str = "") -> list[str]:
    return [part.strip() for part in env(name, default).split(",") if part.strip()]


FRONTDESK_ENV = env("FRONTDESK_ENV", "development")
if FRONTDESK_ENV not in {"development", "production", "test"}:
    raise ImproperlyConfigured(f"FRONTDESK_ENV is {FRONTDESK_ENV!r}; use development, production or test.")
PRODUCTION = FRONTDESK_ENV == "production"
DEBUG = env_bool("FRONTDESK_DEBUG", False)
DATA_DIR = Path(env("FRONTDESK_DATA") or "data").resolve()
WEB_DIST = Path(env("FRONTDESK_WEB_DIST") or BASE_DIR / "web" / "dist")
PUBLIC_URL = env("FRONTDESK_PUBLIC_URL", "http://localhost:8000").rstrip("/")
DEMO_PASSWORD = "frontdesk-demo"  # noqa: S105 - printed at every start of a demo; refused in production

SECRET_KEY = env("FRONTDESK_SECRET_KEY")
# "id:base64 of 32 bytes", comma separated; the first seals, all open. Rotation puts a new one in front.
SEALING_KEYS = env_list("FRONTDESK_SEALING_KEYS")
if not SECRET_KEY and not PRODUCTION:
    SECRET_KEY = generated_secrets(DATA_DIR)["secret_key"]
    SEALING_KEYS = SEALING_KEYS or generated_secrets(DATA_DIR)["sealing_keys"].split(",")
if SECRET_KEY and not SEALING_KEYS:
    derived = hashlib.sha256(b"frontdesk sealing key\0" + SECRET_KEY.encode()).digest()
    SEALING_KEYS = [f"derived:{base64.urlsafe_b64encode(derived).decode()}"]


def production_problems() -> list[str]:
    """Why this configuration must not serve in production, each with how to mend it; empty when it may."""
    problems = []
    if len(SECRET_KEY) < 32:
        problems.append(
            "FRONTDESK_SECRET_KEY is missing or shorter than 32 characters. Make one with: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
        )
    if DEBUG:
        problems.append("FRONTDESK_DEBUG is on: it shows internals to visitors. Unset it.")
    if SECRET_KEY in {DEMO_PASSWORD, "changeme", "secret"} or "frontdesk-demo" in SECRET_KEY:
        problems.append("FRONTDESK_SECRET_KEY is a published default. Make a new one.")
    database = urlsplit(env("DATABASE_URL"))
    if unquote(database.password or "") in {"postgres", "frontdesk", "password", "changeme", DEMO_PASSWORD}:
        problems.append("DATABASE_URL carries a default password. Give the database role a password of its own.")
    return problems


if PRODUCTION and (found := production_problems()):
    raise ImproperlyConfigured("Frontdesk refuses to start in production:\n- " + "\n- ".join(found))

DATABASE_URL = env("DATABASE_URL")
DATABASES = {"default": database_from_url(DATABASE_URL or "postgresql:///frontdesk")}
# A second connection to the same database for what must stay though the request is rolled back (refused sign-ins).
DATABASES["aside"] = {**DATABASES["default"], "TEST": {"MIRROR": "default"}}

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.headless",
    "procrastinate.contrib.django",
    "frontdesk.platform",
    "frontdesk.orgs",
    "frontdesk.ai",
    "frontdesk.mail",
]
MIDDLEWARE = [
    "frontdesk.platform.later.LaterMiddleware",
    "frontdesk.platform.observe.RequestMiddleware",
    "frontdesk.platform.pages.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "frontdesk.orgs.middleware.TenantMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": ["django.template.context_processors.request"]},
    }
]
ROOT_URLCONF = "frontdesk.urls"
APPEND_SLASH = False
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
ALLOWED_HOSTS = env_list("FRONTDESK_ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],.localhost,testserver")
if host := urlsplit(PUBLIC_URL).hostname:
    ALLOWED_HOSTS.append(host)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL, *env_list("FRONTDESK_TRUSTED_ORIGINS")]
TRUSTED_PROXIES = env_list("FRONTDESK_TRUSTED_PROXIES")  # addresses or networks whose X-Forwarded-* count
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_COOKIES = PUBLIC_URL.startswith("https://")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_ENGINE = "frontdesk.orgs.sessions"
CSRF_FAILURE_VIEW = "frontdesk.platform.pages.csrf_refused"
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_COOKIES else 0
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
MAX_UPLOAD_BYTES = 10 * 1024 * 1024
MAX_IMPORT_BYTES = int(env("FRONTDESK_IMPORT_MB", "1024")) * 1024 * 1024  # a file of contacts

AUTH_USER_MODEL = "orgs.Profile"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
# scrypt: memory-hard, in the standard library; about 60 ms a check
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 3600  # seconds; the reset mail names it
SIGNUP_OPEN = env_bool("FRONTDESK_SIGNUP", True)

ACCOUNT_ADAPTER = "frontdesk.orgs.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "frontdesk.orgs.adapters.SocialAccountAdapter"
MFA_ADAPTER = "frontdesk.orgs.adapters.MFAAdapter"
HEADLESS_ONLY = True
HEADLESS_CLIENTS = ("browser",)
HEADLESS_SERVE_SPECIFICATION = True
HEADLESS_SPECIFICATION_TEMPLATE_NAME = None  # its page would load a viewer from elsewhere
HEADLESS_FRONTEND_URLS = {
    "account_confirm_email": f"{PUBLIC_URL}/en/auth/confirm-email?key={{key}}",
    "account_reset_password": f"{PUBLIC_URL}/en/auth/reset-password",
    "account_reset_password_from_key": f"{PUBLIC_URL}/en/auth/reset-password?key={{key}}",
    "account_signup": f"{PUBLIC_URL}/en/auth/sign-up",
    "socialaccount_login_error": f"{PUBLIC_URL}/en/auth/sign-in?error=provider",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_SIGNUP_FORM_CLASS = "frontdesk.orgs.signup.SignupForm"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_MODEL_EMAIL_FIELD = "email"
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/5m/key",
    "signup": "20/m/ip",
    "reset_password": "20/m/ip,5/m/key",
    "confirm_email": "1/m/key",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if TRUSTED_PROXIES else 0
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Frontdesk"
MFA_TOTP_TOLERANCE = 1  # half minutes early or late: people type slowly, and phones' clocks differ (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not SECURE_COOKIES
USERSESSIONS_TRACK_ACTIVITY = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# JSON list: [{"provider_id","name","client_id","secret","settings":{"server_url"}}]; see docs/self-hosting.md
OIDC_PROVIDERS: list[dict[str, object]] = json.loads(env("FRONTDESK_OIDC_PROVIDERS", "[]"))
SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": OIDC_PROVIDERS}}

CACHES = {"default": {"BACKEND": "frontdesk.platform.cache.PostgresCache", "LOCATION": "cache_entries"}}

# Storage: a folder, or S3-compatible when a bucket is named.
STORAGE_BUCKET = env("FRONTDESK_S3_BUCKET")
STORAGE_ENDPOINT = env("FRONTDESK_S3_ENDPOINT")
STORAGE_REGION = env("FRONTDESK_S3_REGION")
STORAGE_ACCESS_KEY = env("FRONTDESK_S3_ACCESS_KEY")
STORAGE_SECRET_KEY = env("FRONTDESK_S3_SECRET_KEY")
STORAGE_DIR = Path(env("FRONTDESK_STORAGE_DIR") or DATA_DIR / "files")

# Mail out: "outbox" (kept for the app's own mail viewer) or an smtp:// or smtps:// address.
MAIL_TRANSPORT = env("FRONTDESK_MAIL_TRANSPORT", "outbox")
MAIL_FROM_DOMAIN = env("FRONTDESK_MAIL_FROM_DOMAIN", "frontdesk.test")
# Each of the four addresses that a template may name.
MAIL_FROM = {
    "transactional_email": env("FRONTDESK_MAIL_FROM", f"Frontdesk <desk@{MAIL_FROM_DOMAIN}>"),
    "marketing_email": env("FRONTDESK_MAIL_FROM_MARKETING", f"Frontdesk News <news@{MAIL_FROM_DOMAIN}>"),
    "transactional_email_2": env("FRONTDESK_MAIL_FROM_2", f"Frontdesk <accounts@{MAIL_FROM_DOMAIN}>"),
    "marketing_email_2": env("FRONTDESK_MAIL_FROM_MARKETING_2", f"Frontdesk Updates <updates@{MAIL_FROM_DOMAIN}>"),
}
SMTP_LISTEN_HOST = env("FRONTDESK_SMTP_HOST", "127.0.0.1")
SMTP_LISTEN_PORT = int(env("FRONTDESK_SMTP_PORT", "2525"))
# STARTTLS is offered when both files are named.
SMTP_CERTIFICATE, SMTP_KEY = env("FRONTDESK_SMTP_CERTIFICATE"), env("FRONTDESK_SMTP_CERTIFICATE_KEY")
# LMTP for a mail server in front, at a port of the same host or at a unix socket; without either there is none.
LMTP_PORT, LMTP_SOCKET = int(env("FRONTDESK_LMTP_PORT", "0")), env("FRONTDESK_LMTP_SOCKET")

# Outbound addresses that people can set may reach these private hosts or networks.
OUTBOUND_ALLOW = env_list("FRONTDESK_OUTBOUND_ALLOW")

# Name servers as "address" or "address:port" for the records of mail domains; empty: this machine's own.
DNS_SERVERS = env_list("FRONTDESK_DNS_SERVERS")

# Calls to AI models of one organization that may be under way at once in a process; more wait in turn.
AI_IN_FLIGHT_PER_ORGANIZATION = int(env("FRONTDESK_AI_IN_FLIGHT", "64"))
AI_RATE_LIMIT = env("FRONTDESK_AI_RATE_LIMIT", "120000/m")  # calls per API key through the OpenAI-compatible door
# A folder with another sentence encoder than the one that comes along; threads for it.
BUILTIN_ENCODER_DIR = env("FRONTDESK_ENCODER_DIR")
BUILTIN_THREADS = int(env("FRONTDESK_ENCODER_THREADS", "2"))
# A folder with a Whisper model (faster-whisper's form) instead of the small English one; its threads, 0: up to 4.
SPEECH_MODEL = env("FRONTDESK_SPEECH_MODEL")
SPEECH_THREADS = int(env("FRONTDESK_SPEECH_THREADS", "0"))
AI_CURRENCY = env("FRONTDESK_AI_CURRENCY", "USD")  # of all prices and costs

STARTING_FILE = env("FRONTDESK_STARTING_FILE")  # set by `frontdesk up`: not ready while it exists
WEB_HOST = env("FRONTDESK_HOST", "127.0.0.1")
WEB_PORT = int(env("FRONTDESK_PORT", "8000"))
WEB_PROCESSES = int(env("FRONTDESK_WEB_PROCESSES", "1"))
WEB_THREADS = int(env("FRONTDESK_WEB_THREADS", "8"))
WORKER_CONCURRENCY = int(env("FRONTDESK_WORKER_CONCURRENCY", "4"))
API_RATE_LIMIT = env("FRONTDESK_API_RATE_LIMIT", "6000/m")  # per API key
METRICS_TOKEN = env("FRONTDESK_METRICS_TOKEN")
METRICS_DIR = env("PROMETHEUS_MULTIPROC_DIR")  # set by `frontdesk up` and `web` when several processes serve
OTEL_ENDPOINT = env("OTEL_EXPORTER_OTLP_ENDPOINT")
LOG_LEVEL = env("FRONTDESK_LOG_LEVEL", "INFO")
LOG_FORMAT = env("FRONTDESK_LOG_FORMAT", "console" if sys.stderr.isatty() else "json")
LOGGING_CONFIG = None  # frontdesk.platform.observe.configure_logging does it

TIMELINE_SOURCES = ["frontdesk.mail.timeline.list_entries"]  # contact → what each channel knows of it
ACCOUNT_MAIL_SENDER = "frontdesk.mail.account_mail.send"
EVENT_REACTIONS = "frontdesk.wiring.REACTIONS"
JOB_SCHEDULE = "frontdesk.wiring.SCHEDULE"
JOB_MODULES = "frontdesk.wiring.JOB_MODULES"
REALTIME_IDENTIFY = "frontdesk.orgs.streams.identify"
