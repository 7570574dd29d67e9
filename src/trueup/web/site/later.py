"""Listening to signals without loading what listens.

Most listeners rest on the engine, which takes longer to import than all of Django, and which many processes of a
server never need: a migration, a backup, a check.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.dispatch import Signal
from django.utils.module_loading import import_string


def listen(signal: Signal, home: str, types: Collection[str] | None = None) -> None:
    """Connect the function at `home` ("package.module.function"): its module is imported when it is first told.

    With `types` it is told only where the `type` of what is sent is one of them.
    """

    def tell(sender: object, **told: Any) -> Any:
        if types is None or told["type"] in types:
            return import_string(home)(sender=sender, **told)
        return None

    signal.connect(tell, weak=False, dispatch_uid=home)
