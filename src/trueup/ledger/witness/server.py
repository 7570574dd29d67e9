"""The HTTP service of a witness: `POST /add-checkpoint`, and `GET /` that says who it is."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from trueup.ledger.note import MOST_BYTES
from trueup.ledger.witness.records import Records
from trueup.ledger.witness.rule import BAD_REQUEST, NOT_FOUND, OK, Answer, Witness

_LARGEST = MOST_BYTES + 4096
_TOO_LARGE = 413


def answer(witness: Witness, records: Records, body: bytes) -> Answer:
    """Judge one submission and keep what must be kept."""
    received = witness.received(body)
    if isinstance(received, Answer):
        return received
    submission, signed = received
    origin = signed.checkpoint.origin
    return records.settle(origin, lambda latest: witness.judged(submission, signed, latest))


class WitnessServer(ThreadingHTTPServer):
    """Serves one witness. `server_port` is the port, also where the system chose it (port 0)."""

    daemon_threads = True

    def __init__(self, address: tuple[str, int], witness: Witness, records: Records) -> None:
        self.witness, self.records = witness, records
        super().__init__(address, _Handler)


class _Handler(BaseHTTPRequestHandler):
    server: WitnessServer
    protocol_version = "HTTP/1.1"
    timeout = 30

    def do_POST(self) -> None:
        if not self.path.endswith("/add-checkpoint"):
            self.close_connection = True  # the body is not read
            return self._give(Answer(NOT_FOUND, "a witness takes POST /add-checkpoint\n"))
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit():
            self.close_connection = True
            return self._give(Answer(BAD_REQUEST, "the length of the request is missing\n"))
        if int(length) > _LARGEST:
            self.close_connection = True
            return self._give(Answer(_TOO_LARGE, "the request is too large\n"))
        return self._give(answer(self.server.witness, self.server.records, self.rfile.read(int(length))))

    def do_GET(self) -> None:
        witness = self.server.witness
        logs = "".join(f"cosigns {origin}\n" for origin in sorted(witness.logs))
        self._give(Answer(OK, f"{witness.key.verifier}\n{logs}"))

    def _give(self, answer: Answer) -> None:
        body = answer.body.encode()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        return "trueup-witness"
