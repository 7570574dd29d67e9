"""No address of a private network is called, however it is written and whatever a name says the second time."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.web.notices.receiver import receiving
from trueup.web.notices.channels import guard
from trueup.web.notices.channels.message import TransportError
from trueup.web.notices.channels.outbound import post

WRITTEN = [
    *(
        "127.0.0.1",
        "127.1",
        "127.0.1",
        "2130706433",
        "0x7f000001",
        "0x7f.1",
        "0177.0.0.1",
        "017700000001",
        "0",
        "0.0.0.0",
    ),
    *("10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "192.0.0.1", "198.18.0.1", "224.0.0.1"),
    *("255.255.255.255", "240.0.0.1", "2852039166", "localhost", "localhost."),
    *("[::1]", "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[fe80::1]"),
    *("[fc00::1]", "[fd12:3456::1]", "[2002:7f00:1::]", "[ff02::1]", "[::ffff:10.0.0.1]", "[fec0::1]", "[2001:db8::1]"),
    *("①②⑦.⓪.⓪.①", "127。0。0。1"),
]
BAD = [
    "http://example.com/",
    "ftp://example.com/",
    "file:///etc/passwd",
    "https://",
    "https:///x",
    "//example.com",
    "x",
]
WORSE = [
    "https://a:b@example.com/",
    "https://example.com\n.evil/",
    "https://exa mple.com/",
    "https://[::1",
    "gopher://x/",
]


@pytest.mark.parametrize("host", WRITTEN)
def test_a_private_address_is_refused_however_it_is_written(host: str) -> None:
    """The operating system reads the address, as it would when connecting; no name server is asked."""
    with pytest.raises(TransportError):
        guard.target_of(f"https://{host}/")


@pytest.mark.parametrize("url", [*BAD, *WORSE])
def test_what_is_no_address_of_a_webhook_is_refused_for_good(url: str) -> None:
    with pytest.raises(TransportError) as refused:
        guard.target_of(url, lambda _host, _port: ["93.184.216.34"])
    assert refused.value.permanent


@pytest.mark.parametrize(
    "answer", [["93.184.216.34", "127.0.0.1"], ["::ffff:10.0.0.1"], ["93.184.216.34", "fe80::1%lo"]]
)
def test_a_name_is_refused_if_any_of_its_addresses_is_private(answer: list[str]) -> None:
    with pytest.raises(TransportError, match="private network"):
        guard.target_of("https://hooks.example/", lambda _host, _port: answer)


def test_a_public_name_is_connected_by_its_address_and_spoken_to_by_its_name() -> None:
    target = guard.target_of("https://hooks.example/a?b=c", lambda _host, _port: ["93.184.216.34"])
    assert (target.url, target.authority) == ("https://93.184.216.34:443/a?b=c", "hooks.example")
    target = guard.target_of("https://hooks.example:8443", lambda _host, _port: ["2606:2800:220:1::1"])
    assert (target.url, target.authority) == ("https://[2606:2800:220:1::1]:8443/", "hooks.example:8443")


@given(st.ip_addresses(v=4))
def test_an_address_is_as_private_within_ipv6_as_without(ip: ipaddress.IPv4Address) -> None:
    for prefix in (0xFFFF << 32, 0x64FF9B << 96):
        assert guard.is_public(ipaddress.IPv6Address(prefix | int(ip))) == guard.is_public(ip)
    assert guard.is_public(ipaddress.IPv6Address((0x2002 << 112) | (int(ip) << 80))) == guard.is_public(ip)


def test_a_name_that_answers_differently_the_second_time_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """127.0.0.2 stands for a public address, 127.0.0.1 for the private one that the name turns to."""
    monkeypatch.setenv("TRUEUP_ALLOW_PRIVATE_WEBHOOKS", "true")
    answers = iter([["127.0.0.2"], ["127.0.0.1"], ["127.0.0.1"]])
    asked: list[str] = []

    def rebinding(host: str, port: int) -> list[str]:
        asked.append(host)
        return next(answers)

    with receiving("127.0.0.2") as public, receiving("127.0.0.1") as private:
        monkeypatch.setattr(guard.socket, "getaddrinfo", _only_numbers(guard.socket.getaddrinfo))
        post(f"http://rebind.example:{public.port}/", b"{}", {}, resolver=rebinding)
    assert asked == ["rebind.example"]
    assert len(public.received) == 1
    assert public.received[0][1]["host"] == f"rebind.example:{public.port}"
    assert private.received == []


def _only_numbers(real):  # type: ignore[no-untyped-def]
    def look(host, *args, **kwargs):  # type: ignore[no-untyped-def]
        ipaddress.ip_address(host)  # a name asked for a second time fails the test
        return real(host, *args, **kwargs)

    return look
