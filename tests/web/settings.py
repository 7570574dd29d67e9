"""The server's own settings, with a home of its own."""

import os
import tempfile

os.environ.setdefault("TRUEUP_HOME", tempfile.mkdtemp(prefix="trueup-web-"))

from trueup.web.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Each client of a test loads the middleware anew: static files are looked for when they are asked for, not all before.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_MAX_AGE = 60
