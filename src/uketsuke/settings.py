"""設定: the whole truth, top to bottom.

Only what differs between installations comes from the environment (``NAME``, or ``NAME_FILE``
naming a file). What the ward's staff may change is a row with a date of force, never a setting.
"""

import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF

from uketsuke.kernel import languages

env = environ.FileAwareEnv()

# Where an installation keeps its database, secrets and papers. A checkout keeps them in var/.
HOME = Path(os.environ.get("UKETSUKE_HOME", Path(__file__).resolve().parents[2] / "var"))
environ.Env.read_env(HOME / "uketsuke.env")  # never overrides what the environment says

# --- Secrets and safety -------------------------------------------------------------------
SECRET_KEY = env("UKETSUKE_SECRET_KEY").strip()  # no default: without it nothing starts
# Binds the audit entries; kept apart from the database. A change of it needs a new chain.
AUDIT_KEY = env("UKETSUKE_AUDIT_KEY", default=SECRET_KEY).strip()
# Seal the personal items: "2:secret,1:secret", the first one for what is written (kernel/vault.py).
DATA_KEYS = env.list("UKETSUKE_DATA_KEYS", default=[f"0:{SECRET_KEY}"])
BACKUP_KEYS = env.list("UKETSUKE_BACKUP_KEYS", default=[f"0:{SECRET_KEY}"])
# Where the worker puts a backup each night; without a folder it makes none.
BACKUP_FOLDER = env("UKETSUKE_BACKUP_FOLDER", default="")
# Where the worker puts tomorrow's day sheets each evening; without a folder it makes none.
SHEET_FOLDER = env("UKETSUKE_SHEET_FOLDER", default="")
DEBUG = env.bool("UKETSUKE_DEBUG", default=False) and not env.bool("UKETSUKE_HTTPS", default=False)
ALLOWED_HOSTS = env.list("UKETSUKE_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# Proxies whose word about the visitor's address is believed (networks, comma separated; "unix" is
# whoever may open the socket of this machine that the web server listens on).
TRUSTED_PROXIES = env.list("UKETSUKE_TRUSTED_PROXIES", default=[])
HTTPS = env.bool("UKETSUKE_HTTPS", default=False)
# The certificate that the web server in front shows: its last day is watched.
CERTIFICATE = env("UKETSUKE_CERTIFICATE", default="").strip()
# A proxy in front speaks HTTPS for us; its word counts only where one is named at all.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and TRUSTED_PROXIES else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
# With the prefix a browser takes a cookie only over HTTPS, from this very host, for all paths.
COOKIE_PREFIX = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}session", f"{COOKIE_PREFIX}csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 60 * 60  # since it was last used
LOGIN_SECONDS = 12 * 60 * 60  # since the login, however busy: then one logs in anew
SESSION_ENGINE = "uketsuke.identity.sessions"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# The web server in front leads to HTTPS; being on the browsers' own list is the ward's decision.
SILENCED_SYSTEM_CHECKS = ["security.W008", "security.W021"]
CSRF_FAILURE_VIEW = "uketsuke.doors.shared.words.failures.csrf"
CSRF_TRUSTED_ORIGINS = env.list("UKETSUKE_ORIGINS", default=[])
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
DATA_UPLOAD_MAX_NUMBER_FILES = 2
FILE_UPLOAD_HANDLERS = ["uketsuke.doors.shared.inputs.uploads.Bounded"]
# Photographs of papers are taken only where the ward has said so; see registration/papers.py.
PAPERS = env.bool("UKETSUKE_PAPERS", default=False)
CLAMD = env.str("UKETSUKE_CLAMD", default="")  # the socket of a ClamAV daemon

# --- Parts ---------------------------------------------------------------------------------
INSTALLED_APPS = [
    "uketsuke.kernel",
    "uketsuke.audit",
    "uketsuke.identity",
    "uketsuke.outages",
    "uketsuke.halls",
    "uketsuke.equipment",
    "uketsuke.groups",
    "uketsuke.tariffs",
    "uketsuke.ledger",
    "uketsuke.notices",
    "uketsuke.registration",
    "uketsuke.bookings",
    "uketsuke.meetings",
    "uketsuke.day",
    "uketsuke.waiting",
    "uketsuke.lottery",
    "uketsuke.rulebook",
    "uketsuke.reports",
    "uketsuke.protection",
    "uketsuke.intake.bank",
    "uketsuke.intake.online",
    "uketsuke.doors.shared",
    "uketsuke.doors.portal",
    "uketsuke.doors.counter",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.staticfiles",
    "django.forms",
    "axes",
]
MIDDLEWARE = [
    "uketsuke.doors.shared.machine.requests.RequestMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "uketsuke.doors.shared.entrance.addresses.StaffSideMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "uketsuke.doors.shared.words.languages.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "uketsuke.doors.shared.entrance.accounts.AccountMiddleware",
    "uketsuke.doors.shared.entrance.visits.VisitMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "uketsuke.doors.shared.words.failures.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "uketsuke.urls"
WSGI_APPLICATION = "uketsuke.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "loaders": [
                (
                    "uketsuke.doors.shared.drawing.folding.Loader",
                    ["django.template.loaders.app_directories.Loader"],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "uketsuke.doors.shared.entrance.visits.visit",
            ],
        },
    }
]
FORM_RENDERER = "uketsuke.doors.shared.inputs.forms.Renderer"

# --- Database ------------------------------------------------------------------------------
DATABASES = {
    "default": env.db_url("UKETSUKE_DATABASE_URL", default=f"sqlite:///{HOME}/uketsuke.sqlite3")
}
DATABASE = DATABASES["default"]
if DATABASE["ENGINE"].endswith("sqlite3"):
    DATABASE["CONN_MAX_AGE"] = None  # opening a file and saying all this takes longer than asking
    DATABASE["OPTIONS"] = {
        # Every transaction says at once that it will write: no "database is locked" half way.
        "transaction_mode": "IMMEDIATE",
        "timeout": 60,  # seconds: whoever waits for its turn to write is not sent away
        # synchronous=FULL: what was answered survives power loss too, at some cost in speed.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-32000; PRAGMA temp_store=MEMORY;"
            # REPLACE fires the triggers of what it deletes: append-only tables refuse it too.
            "PRAGMA recursive_triggers=ON;"
        ),
    }
else:
    DATABASE["CONN_MAX_AGE"] = 0  # the pool keeps them
    # What the address says (?sslmode=verify-full&sslrootcert=…) stays, ours is added.
    DATABASE["OPTIONS"] = DATABASE.get("OPTIONS", {}) | {
        "pool": {"min_size": 1, "max_size": env.int("UKETSUKE_POOL", default=8), "timeout": 10},
        # The few statements we have are planned once for each connection.
        "server_side_binding": True,
        "prepare_threshold": 2,
        "connect_timeout": 5,
        "options": "-c lock_timeout=10s -c statement_timeout=30s",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 4000},  # the default of 300 thrashes with 550 live pages
    }
}

# --- People --------------------------------------------------------------------------------
AUTH_USER_MODEL = "identity.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "uketsuke.identity.backends.Accounts",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
if env.bool("UKETSUKE_FAST_PASSWORDS", default=False):  # tests and benchmarks only
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "uketsuke.identity.passwords.ContextWords"},
]
LOGIN_URL = "portal:login"
# Staff must have a second factor: who has none sets it up before anything else opens to her.
SECOND_FACTOR = env.bool("UKETSUKE_SECOND_FACTOR", default=True)
STAFF_IDLE_SECONDS = 30 * 60  # then a staff page asks for the password again; nothing is lost
# A stranger who guesses slows down himself, never the owner (see identity/guessing.py).
AXES_HANDLER = "uketsuke.identity.guessing.Handler"
AXES_LOCKOUT_PARAMETERS = "uketsuke.identity.guessing.counted_by"
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25  # hours
AXES_CLIENT_IP_CALLABLE = "uketsuke.doors.shared.entrance.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "uketsuke.doors.shared.words.failures.locked"
AXES_USERNAME_FORM_FIELD = "login"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
# What was typed is kept nowhere: it may be a mail address, or the password in the wrong box.
AXES_SENSITIVE_PARAMETERS = ["login", "username", "ip_address", "carried", "next"]

# --- Language and time ---------------------------------------------------------------------
LANGUAGE_CODE = "ja"
LANGUAGES = list(languages.NAMES.items())
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}language"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"

# --- Files and mail ------------------------------------------------------------------------
STATIC_URL = "static/"
# Where a web server in front may read them, it serves them itself.
STATIC_ROOT = Path(env("UKETSUKE_STATIC", default=str(HOME / "static")))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if not env.bool("UKETSUKE_PLAIN_STATIC", default=False)
        else "django.contrib.staticfiles.storage.StaticFilesStorage",
    },
}
WHITENOISE_USE_FINDERS = env.bool("UKETSUKE_PLAIN_STATIC", default=False)
# Only static files become files; a web server in front reads them too.
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o755
# Whom to tell of a weakness (an address of mail, or https://…), shown in security.txt.
SECURITY_CONTACT = env("UKETSUKE_SECURITY_CONTACT", default="").strip()
# Where the machine stands, for the report to the ward (country and data centre).
PLACE = env("UKETSUKE_PLACE", default="").strip()
# A page that the worker asks for on this very machine, through the web server in front: when it
# did not answer for a while, that was an outage (docs/ideas/outages.md). Empty: nobody measures.
PROBE = env("UKETSUKE_PROBE", default="").strip()
BASE_URL = env("UKETSUKE_BASE_URL", default="http://127.0.0.1:8000").rstrip("/")
MAIL_FROM = env("UKETSUKE_MAIL_FROM", default="noreply@uketsuke.example")
# Where mails come back to that cannot be delivered (``bounces@…``; the server must know
# ``bounces+anything@…`` too), and the maildir into which it puts them for the worker.
MAIL_BOUNCES = env("UKETSUKE_MAIL_BOUNCES", default="").strip()
BOUNCES_FOLDER = env("UKETSUKE_BOUNCES_FOLDER", default=str(HOME / "bounces"))
MAIL_URL = env.email_url("UKETSUKE_MAIL_URL", default=f"filemail:///{HOME}/mail")
vars().update(MAIL_URL)
if MAIL_URL["EMAIL_BACKEND"].endswith("smtp.EmailBackend"):
    EMAIL_BACKEND = "uketsuke.notices.mail.smtp.Backend"
EMAIL_TIMEOUT = 20
HANDOVER_FOLDER = HOME / "handover"  # what the mail server took, until the database knows it

# --- Payment online: without a key there is none --------------------------------------------
STRIPE_KEY = env("UKETSUKE_STRIPE_KEY", default="").strip()
STRIPE_WEBHOOK_SECRET = env("UKETSUKE_STRIPE_WEBHOOK_SECRET", default="").strip()
STRIPE_API = env("UKETSUKE_STRIPE_API", default="https://api.stripe.com").rstrip("/")
STRIPE_PAGES = env("UKETSUKE_STRIPE_PAGES", default="https://checkout.stripe.com").rstrip("/")

# --- Logs: one line of JSON each, without personal data (kernel/logs.py) ---------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"lines": {"()": "uketsuke.kernel.logs.Lines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
    "loggers": {
        # One line for each request: UKETSUKE_LOG=INFO.
        "uketsuke": {"level": env("UKETSUKE_LOG", default="WARNING")},
        # Addresses of pages may hold a one-time link; what strangers try out is not our fault.
        "django.request": {"level": "ERROR"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        # With handlers of their own they would write past our formatter.
        "django": {"handlers": [], "level": "WARNING"},
        "django.server": {"handlers": [], "propagate": True},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
