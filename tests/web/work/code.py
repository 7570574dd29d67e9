"""Python that is given as text, on a server: python -m tests.web.work.code TEXT WORD..."""

from __future__ import annotations

import sys

import django

django.setup()
text = sys.argv.pop(1)
exec(compile(text, "<given>", "exec"), {"__name__": "__main__", "sys": sys})
