"""Sent twice, done once: the answer to an `Idempotency-Key` is written in the transaction that does the work.

So a server that dies in between has done nothing and remembers nothing, and of several requests at once with the same
key the later ones wait for the first and get its answer. `once` goes around an operation, `begins` around its
function: by then the member is known, the rate is kept and the body is valid.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from ninja.operation import Operation

from trueup.vocabulary import TrueupError
from trueup.web.api.errors import away
from trueup.web.api.models import KeptAnswer
from trueup.web.api.problems import problem

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
KEPT = dt.timedelta(hours=48)
"""Twice what is promised."""
_KEY = re.compile(r"[\x21-\x7e]{1,255}")
_SAFE = ("GET", "HEAD", "OPTIONS")
OWN = "x-own-idempotency"
"""Marks an operation (`openapi_extra`) whose work outlives a transaction and keeps its key itself: facts are durable
before the database is."""
_HEADERS = ("Content-Type", "Location")

View = Callable[..., Any]


class KeyReused(TrueupError):
    """The same idempotency key came with another request."""


class AlreadyDone(Exception):
    """The work was done before: `answer` is what was said then."""

    def __init__(self, answer: HttpResponse) -> None:
        self.answer = answer
        super().__init__()


class Claim:
    """A member's claim to do one request under one key."""

    def __init__(self, key: str) -> None:
        self.key = key
        self.kept: KeptAnswer | None = None

    def begin(self, request: HttpRequest) -> None:
        """Claim the key. Raises AlreadyDone, or KeyReused if it was used for another request."""
        member = request.actor.member  # type: ignore[attr-defined]
        KeptAnswer.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
        hashed = hashlib.sha256(self.key.encode()).hexdigest()
        kept, new = KeptAnswer.objects.get_or_create(
            member_id=member, key_hash=hashed, defaults={"request_hash": _hash_of(request, self.key)}
        )
        if new:
            self.kept = kept
        elif kept.request_hash != _hash_of(request, self.key):
            raise KeyReused(
                "this idempotency key was used for another request", where=HEADER, do="use a new key for a new request"
            )
        else:
            raise AlreadyDone(_opened(kept, self.key))

    def let_go(self) -> None:
        """Keep nothing of this request and its answer, not even a hash: sent again, it is done again."""
        if self.kept is not None:
            self.kept.delete()
            self.kept = None

    def keep(self, response: HttpResponse) -> None:
        """Keep the answer, if the work began under this claim."""
        if self.kept is not None:
            self.kept.status = response.status_code
            self.kept.sealed = _sealed(response, self.key)
            self.kept.save(update_fields=["status", "sealed"])


def once(run: View) -> View:
    """Around an operation (its `run`): one transaction for its work and its answer, if the request has a key."""
    operation: Operation = run.__self__  # type: ignore[attr-defined]
    keeps_itself = OWN in (operation.openapi_extra or {})

    @wraps(run)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        if key is not None and request.method not in _SAFE:
            if not _KEY.fullmatch(key):
                return problem(request, 422, "an idempotency key has 1 to 255 visible ASCII characters", where=HEADER)
            if not keeps_itself:
                return _under(Claim(key), run, request, *args, **kwargs)
        done: HttpResponse = run(request, *args, **kwargs)
        return done

    return guarded


def _under(claim: Claim, run: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
    request.claim = claim  # type: ignore[attr-defined]
    try:
        with transaction.atomic():
            response: HttpResponse = run(request, *args, **kwargs)
            if response.status_code >= 500:  # nothing was done: the same key may try again
                transaction.set_rollback(True)
            else:
                claim.keep(response)
    except OperationalError as error:  # the transaction could not begin or end
        return away(request, error)
    return response


def begins(view: View) -> View:
    """Around the function of an operation: the work begins, unless it is done already."""

    @wraps(view)
    def begin(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        claim: Claim | None = getattr(request, "claim", None)
        if claim is not None:
            claim.begin(request)
        return view(request, *args, **kwargs)

    return begin


def replayed(request: HttpRequest, error: Any) -> HttpResponse:
    """The answer to what was done before."""
    answer: HttpResponse = error.answer
    answer[REPLAYED] = "true"
    return answer


def _hash_of(request: HttpRequest, key: str) -> str:
    """Under the key, of which only a hash is kept: from what lies here, nobody can try what a body may have said."""
    head = f"{request.method} {request.get_full_path()}\n{request.content_type}\n"
    found = hmac.new(key.encode(), head.encode(), hashlib.sha256)
    for part in _content(request):
        found.update(part)
    return found.hexdigest()


def _content(request: HttpRequest) -> Iterator[bytes]:
    """The body; of a form with files what it says, whatever its boundary is: by now it has been read."""
    if request.content_type != "multipart/form-data":
        yield request.body
        return
    yield json.dumps(sorted(request.POST.lists())).encode()
    for name in sorted(request.FILES):
        for file in request.FILES.getlist(name):
            yield json.dumps([name, file.name, file.size]).encode()
            yield from file.chunks()
            file.seek(0)


def _cipher(key: str) -> AESGCM:
    derive = HKDF(algorithm=hashes.SHA256(), length=32, salt=settings.SECRET_KEY.encode(), info=b"trueup kept answer")
    return AESGCM(derive.derive(key.encode()))


def _nonce(kept: bytes) -> bytes:
    return hashlib.sha256(kept).digest()[:12]


def _sealed(response: HttpResponse, key: str) -> bytes:
    """An answer may hold a new token: it can be read only by who sends the same key again."""
    headers = {name: response[name] for name in _HEADERS if name in response}
    body = base64.b64encode(response.content).decode()
    plain = json.dumps({"headers": headers, "body": body}).encode()
    nonce = _nonce(plain)
    return nonce + _cipher(key).encrypt(nonce, plain, None)


def _opened(kept: KeptAnswer, key: str) -> HttpResponse:
    sealed = bytes(kept.sealed)
    found = json.loads(_cipher(key).decrypt(sealed[:12], sealed[12:], None))
    return HttpResponse(base64.b64decode(found["body"]), status=kept.status, headers=found["headers"])
