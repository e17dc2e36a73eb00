"""The one settings file; everything that differs between places is read from the environment."""

from pathlib import Path

from config import environment as env

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENT = env.environment()
DEMO = ENVIRONMENT == "demo"
TESTING = ENVIRONMENT == "test"
PRODUCTION = ENVIRONMENT == "production"

DEBUG = False
SECRET_KEY = env.text("SAMLOP_SECRET_KEY", None if PRODUCTION else "only-for-demo-and-tests-" + "0" * 32)
FIELD_KEYS = env.text("SAMLOP_FIELD_KEYS", None if PRODUCTION else "1:" + "a" * 64)
ALLOWED_HOSTS = env.text("SAMLOP_HOSTS", None if PRODUCTION else "*").split(",")
CSRF_TRUSTED_ORIGINS = [origin for origin in env.text("SAMLOP_ORIGINS", " ").strip().split(",") if origin]
DATA_DIR = env.folder("SAMLOP_DATA_DIR", ROOT / "var")
PUBLIC_ADDRESS = env.text("SAMLOP_ADDRESS", None if PRODUCTION else "http://localhost:8000")

INSTALLED_APPS = [
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_htmx",
    "template_partials",
    "procrastinate.contrib.django",
    "samlop.kernel",
    "samlop.ui",
    "samlop.access",
    "samlop.participants",
    "samlop.routines",
    "samlop.plans",
    "samlop.integrations",
    "samlop.desk",
    "samlop.portal",
]
if not PRODUCTION:
    INSTALLED_APPS.append("samlop.demo")

MIDDLEWARE = [
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "samlop.ui.middleware.SecurityHeadersMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "samlop.ui.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samlop.access.middleware.ActorMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "samlop.ui.context.page",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "samlop.ui.templatetags.ui",
            ],
        },
    }
]
FORM_RENDERER = "samlop.ui.forms.FormRenderer"
NAVIGATION = "samlop.desk.navigation.entries"
SIGN_IN_PATH = "/logg-inn/"
PARTICIPANT_NAMESPACES = ("portal", "access", "ui")
WAYS_TO_SIGN_IN: list[tuple[str, str]] = (
    [] if PRODUCTION else [("Prøv som en av de oppdiktede personene", "demo:sign_in")]
)
PAGE_LINKS = {
    "sign_in": "access:sign_in",
    "sign_out": "access:sign_out",
    "hats": "access:hats",
    "help": "access:matrix",
}
LANGUAGE_COOKIE_NAME = "samlop-sprak"

# Tests build their own database as its owner and step into the runtime roles; everything else signs in as one.
DATABASES = {"default": env.database(env.text("OWNER_DATABASE_URL" if TESTING else "DATABASE_URL"))}
if TESTING:
    DATABASES["default"]["TEST"] = {"NAME": f"test_samlop_{env.text('SAMLOP_TEST_RUN', '0')}"}
# Transaction pooling gives no place for server-side cursors to live.
DATABASES["default"]["DISABLE_SERVER_SIDE_CURSORS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
WEB_ROLE = "samlop_web"
SYSTEM_ROLE = "samlop_system"

USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Oslo"
LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "Bokmål"), ("nn", "Nynorsk"), ("en", "English"), ("ar", "العربية")]
STAFF_LANGUAGES = ("nb", "nn")
LOCALE_PATHS = [ROOT / "locale"]

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "samlop.access.sealed_sessions.SealedSerializer"
SESSION_COOKIE_AGE = 8 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "samlop.ui.views.form_expired"
if PRODUCTION:
    SESSION_COOKIE_NAME = "__Host-samlop"
    CSRF_COOKIE_NAME = "__Host-samlop-csrf"
    SECURE_SSL_REDIRECT = env.flag("SAMLOP_HTTPS_REDIRECT", default=True)
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 1000

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "samlop.ui.finders.NodeModulesFinder",
]
NODE_MODULES = env.folder("SAMLOP_NODE_MODULES", ROOT / "node_modules")
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = False

EMAIL_BACKEND = env.text(
    "SAMLOP_EMAIL_BACKEND",
    "django.core.mail.backends.smtp.EmailBackend"
    if PRODUCTION
    else "django.core.mail.backends.filebased.EmailBackend",
)
EMAIL_FILE_PATH = str(DATA_DIR / "mail")
EMAIL_HOST = env.text("SAMLOP_SMTP_HOST", "localhost")
EMAIL_PORT = int(env.text("SAMLOP_SMTP_PORT", "25"))
DEFAULT_FROM_EMAIL = env.text("SAMLOP_MAIL_FROM", "samlop@localhost")

# Adapters behind the ports that lower packages declare: dotted paths, so that a place may name its own.
AGREEMENT_EFFECTS = "samlop.plans.effects.carry_out_decisions"
PLAN_CHOICES = "samlop.plans.effects.PlanChoices"
ARCHIVE = env.text("SAMLOP_ARCHIVE", "samlop.integrations.archive_folder.FolderArchive")
ARCHIVE_FOLDER = env.folder("SAMLOP_ARCHIVE_FOLDER", DATA_DIR / "archive")
OUTBOX_DELIVERIES = {
    "mail.meeting": "samlop.integrations.meeting_mail.deliver",
    "archive.copy": "samlop.integrations.archiving.deliver",
}

SILENCED_SYSTEM_CHECKS: list[str] = []
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("SAMLOP_LOG_LEVEL", "WARNING")},
}
