"""What the API says of itself: made once in a process, for it takes seconds."""

from __future__ import annotations

import json
from typing import Any

from trueup.web.api.urls import api

ROOT = "/api/v1/"
OPENAPI: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=ROOT)))
