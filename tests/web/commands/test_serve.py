"""The server as its users start it: a process tree that comes up, answers, lets people in, and goes down clean."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, build_opener

import pytest

from tests.conftest import ROOT
from tests.servers import free_port
from trueup.book.book import Book

PROGRAM = [sys.executable, "-m", "trueup"]


def environment(home: Path) -> dict[str, str]:
    left = {name: value for name, value in os.environ.items() if not name.startswith(("TRUEUP_", "DJANGO", "DATABASE"))}
    return {**left, "TRUEUP_HOME": str(home), "PYTHONPATH": str(ROOT / "src")}


class Served:
    """A server at work, and what it has printed."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.port, self.log = free_port(), home.with_suffix(".log")
        with self.log.open("w") as out:
            self.process = subprocess.Popen(
                [*PROGRAM, "serve", *arguments, "--port", str(self.port)],
                env=environment(home), stdout=out, stderr=subprocess.STDOUT, cwd=home.parent,
            )  # fmt: skip
        self._wait()

    def _wait(self) -> None:
        while True:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            assert self.process.poll() is None, self.printed
            time.sleep(0.2)

    @property
    def printed(self) -> str:
        return self.log.read_text()

    @property
    def links(self) -> dict[str, str]:
        """The sign-in links by the name that stands before each."""
        return {name.strip(): link for name, link in re.findall(r"^  \w+ +(.+?)  (http\S+)$", self.printed, re.M)}

    def stop(self, how: int = signal.SIGTERM) -> int:
        self.process.send_signal(how)
        return self.process.wait()


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("serve") / "home"


@pytest.fixture(scope="module")
def served(home: Path) -> Iterator[Served]:
    server = Served(home, str(ROOT / "examples" / "northwind"))
    yield server
    if server.process.poll() is None:
        server.process.kill()
        server.process.wait()


def read(browser: OpenerDirector, address: str, sent: dict[str, str] | None = None) -> str:
    """What a browser gets for an address; with `sent`, for a form."""
    with browser.open(address, urlencode(sent).encode() if sent else None) as answer:
        return str(answer.read().decode())


def sign_in(link: str) -> OpenerDirector:
    """A browser in which somebody has followed their link."""
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = read(browser, link)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token, page
    read(browser, link, {"csrfmiddlewaretoken": token[1]})
    return browser


def test_each_seat_gets_a_link_that_lets_one_person_in_once(served: Served) -> None:
    assert set(served.links) == {
        "Northwind Insurance", "Acme Software", "Sint Integration", "Brandt Legal", "Assay Partners",
    }  # fmt: skip
    browser = sign_in(served.links["Acme Software"])
    here = f"http://localhost:{served.port}"
    assert all(link.startswith(f"{here}/in/") for link in served.links.values()), "a name: passkeys need one"
    assert f"Trueup: {here}  " in served.printed
    assert "as a provider" in read(browser, f"{here}/books")
    with pytest.raises(HTTPError) as again:
        read(build_opener(), served.links["Acme Software"])
    again.value.close()
    assert again.value.code in (404, 410)


def test_a_port_that_is_taken_is_said_before_anything_is_done(served: Served, tmp_path: Path) -> None:
    second = subprocess.run(
        [*PROGRAM, "serve", "--port", str(served.port)],
        env=environment(tmp_path / "other"), text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert second.returncode == 2
    assert f"cannot listen on 127.0.0.1:{served.port}" in second.stderr
    assert f"--port {served.port + 1}" in second.stderr
    assert not (tmp_path / "other").exists()


def test_it_stops_clean_and_opens_as_it_was_left(served: Served, home: Path) -> None:
    assert served.stop() == 0
    again = Served(home, str(ROOT / "examples" / "northwind"))
    assert "the folder is not read again" in again.printed
    assert len(again.links) == 5
    assert again.stop(signal.SIGINT) == 0
    assert "Traceback" not in served.printed + again.printed


def test_a_book_leaves_the_server_by_a_command(served: Served, home: Path, tmp_path: Path) -> None:
    own = ["--private-of", "northwind", "--private-of", "acme"]
    command = [*PROGRAM, "export-book", "northwind", str(tmp_path / "out"), *own]
    done = subprocess.run(command, env=environment(home), text=True, capture_output=True, check=True)
    assert "trueup check" in done.stdout
    assert Book.load(tmp_path / "out").digest == Book.load(ROOT / "examples" / "northwind").digest
    refused = subprocess.run(command, env=environment(home), text=True, capture_output=True, check=False)
    assert (refused.returncode, "is not empty" in refused.stderr) == (2, True)


def test_a_book_comes_to_the_server_by_a_command(home: Path, served: Served, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    shutil.copytree(ROOT / "src/trueup/book/starter_book", folder)
    seat = ["--seat", "harbour=northwind-insurance"]
    done = subprocess.run(
        [*PROGRAM, "import-book", str(folder), "--as", "ours", *seat],
        env=environment(home), text=True, capture_output=True, check=True,
    )  # fmt: skip
    assert "as ours" in done.stdout
    assert "Quayside Software" in done.stdout
    assert "Harbour Logistics  http" not in done.stdout
    wrong = subprocess.run(
        [*PROGRAM, "import-book", str(folder), "--as", "other", "--seat", "harbour=nobody"],
        env=environment(home), text=True, capture_output=True, check=False,
    )  # fmt: skip
    assert wrong.returncode == 2
    assert "no organisation 'nobody'" in wrong.stderr


def test_an_empty_server_lets_its_first_owner_in(tmp_path: Path) -> None:
    server = Served(tmp_path / "home", "--organisation", "Harbour", "--owner", "ana@harbour.example")
    try:
        assert list(server.links) == ["Harbour"]
        page = read(sign_in(server.links["Harbour"]), f"http://localhost:{server.port}/books")
        assert "Begin a book" in page
        assert "<bdi>Harbour</bdi></summary>" in page
        assert "<p><bdi>ana@harbour.example</bdi></p>" in page, "a person is no organisation"
    finally:
        assert server.stop() == 0
