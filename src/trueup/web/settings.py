"""Django settings, from the environment. Every variable is described in docs/reference/settings.md."""

from __future__ import annotations

import os
from pathlib import Path

import dj_database_url

from trueup.web.parties.oidc import single_sign_on
from trueup.web.site.secrets import own_folder, secret_in

HOME = Path(os.environ.get("TRUEUP_HOME", "var/server")).absolute()
URL = os.environ.get("TRUEUP_URL", "http://127.0.0.1:8000").rstrip("/")
HERE = Path(__file__).resolve().parent
HTTPS = URL.startswith("https://")

own_folder(HOME)
SECRET_KEY = os.environ.get("TRUEUP_SECRET_KEY") or secret_in(HOME)
DEBUG = os.environ.get("TRUEUP_DEBUG") == "true"
ALLOWED_HOSTS = [URL.split("://")[1].split(":")[0], "127.0.0.1", "localhost", "testserver"]
CSRF_TRUSTED_ORIGINS = [URL]
ROOT_URLCONF = "trueup.web.urls"
WSGI_APPLICATION = "trueup.web.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "parties.User"
SITE_ID = 1

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "trueup.web.parties",  # before allauth: its pages wear our frame
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "trueup.web.site",
    "trueup.web.ledger",
    "trueup.web.documents",
    "trueup.web.evidence",
    "trueup.web.assessments",
    "trueup.web.sources",
    "trueup.web.work",
    "trueup.web.notices",
    "trueup.web.proofs",
    "trueup.web.today",
    "trueup.web.portfolio",
    "trueup.web.agreements",
    "trueup.web.explore",
    "trueup.web.delivery",
    "trueup.web.surveys",
    "trueup.web.jobs",
    "trueup.web.calibration",
    "trueup.web.value",
    "trueup.web.statements",
    "trueup.web.payments",
    "trueup.web.worth",
    "trueup.web.operating_model",
    "trueup.web.horizons",
    "trueup.web.wins",
    "trueup.web.api",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "trueup.web.site.policy.ContentSecurityPolicy",
    "trueup.web.site.once.OnceMiddleware",
    "trueup.web.api.middleware.ApiMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "trueup.web.parties.middleware.ActorMiddleware",
    "trueup.web.site.reader.ReaderMiddleware",
    "trueup.web.errors.ErrorPages",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "trueup.web.parties.context.seat",
                "trueup.web.site.context.frame",
                "trueup.web.notices.context.notices",
            ],
        },
    },
]

DATABASES = {
    "default": dj_database_url.parse(
        os.environ.get("DATABASE_URL", f"sqlite:///{HOME / 'trueup.sqlite3'}"),
        conn_max_age=600,
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=20000;",
    }

LOGGING = {  # what breaks is written where the server runs; Django by itself would only mail it
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "filters": {"tokens": {"()": "trueup.web.surveys.masking.WithoutTokens"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["tokens"]}},
    "loggers": {"django.request": {"handlers": ["stderr"], "level": "ERROR"}},
}

AUTHENTICATION_BACKENDS = ["trueup.web.parties.backend.PersonBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_REDIRECT_URL = "/"
LOGIN_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "trueup.web.parties.adapter.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "trueup.web.parties.adapter.SingleSignOnAdapter"
SOCIALACCOUNT_PROVIDERS, FORM_ACTION = single_sign_on(os.environ)
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = URL.split("://")[0]
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Trueup: "
ACCOUNT_EMAIL_NOTIFICATIONS = True
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("TRUEUP_PROXIES", "0"))
USERSESSIONS_TRACK_ACTIVITY = False
MFA_ADAPTER = "trueup.web.parties.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Trueup"
MFA_TOTP_TOLERANCE = 1  # a code counts in the half minute before and after it, too (RFC 6238, 5.2)
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS

CSRF_FAILURE_VIEW = "trueup.web.errors.stale_form"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_ENGINE = "trueup.web.parties.sessions"
if HTTPS and ALLAUTH_TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

EMAIL_BACKEND = os.environ.get("TRUEUP_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
DEFAULT_FROM_EMAIL = os.environ.get("TRUEUP_EMAIL_FROM", "trueup@localhost")

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("de", "Deutsch")]
LOCALE_PATHS = [HERE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_FINDERS = [
    "trueup.web.site.finders.ReportFinder",
    "trueup.web.site.finders.ChartFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True

TASKS = {"default": {"BACKEND": "trueup.web.work.backend.Queue"}}

NINJA_PAGINATION_CLASS = "trueup.web.api.pages.ByCursor"
