"""The client for callers' URLs: a table of tricks, none of which may reach loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
from tests.support.http_server import LoopbackServer, Received, Reply, serve

from unrealugc.core.addresses import is_public
from unrealugc.core.http import FetchFailed, ResponseTooLarge, SafeClient, UnsafeUrl

TRICKS = [
    "http://127.0.0.1:{port}/",
    "http://127.1:{port}/",
    "http://127.0.1:{port}/",
    "http://2130706433:{port}/",
    "http://0x7f000001:{port}/",
    "http://0x7f.0.0.1:{port}/",
    "http://0x7f.1:{port}/",
    "http://0177.0.0.1:{port}/",
    "http://017700000001:{port}/",
    "http://0:{port}/",
    "http://0.0.0.0:{port}/",
    "http://127.0.0.1.:{port}/",
    "http://127.255.255.254:{port}/",
    "http://localhost:{port}/",
    "http://LOCALHOST:{port}/",
    "http://localhost.:{port}/",
    "http://foo.localhost:{port}/",
    "http://ip6-localhost:{port}/",
    "http://[::1]:{port}/",
    "http://[::]:{port}/",
    "http://[0:0:0:0:0:0:0:1]:{port}/",
    "http://[::ffff:127.0.0.1]:{port}/",
    "http://[::ffff:7f00:1]:{port}/",
    "http://[::127.0.0.1]:{port}/",
    "http://[64:ff9b::7f00:1]:{port}/",
    "http://[64:ff9b:1::7f00:1]:{port}/",
    "http://[2002:7f00:1::]:{port}/",
    "http://[2001:0:7f00:1::]:{port}/",
    "http://[fe80::1]:{port}/",
    "http://[fe80::1%25lo]:{port}/",
    "http://[fc00::1]:{port}/",
    "http://[fec0::1]:{port}/",
    "http://[ff02::1]:{port}/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.170.2/v2/credentials",
    "http://[fd00:ec2::254]/latest/meta-data/",
    "http://metadata.google.internal/computeMetadata/v1/",
    "http://metadata.internal./",
    "http://100.100.100.200/latest/meta-data/",
    "http://10.0.0.1/",
    "http://172.16.0.1/",
    "http://192.168.1.1/",
    "http://192.0.0.192/opc/v1/",
    "http://198.18.0.1/",
    "http://224.0.0.1/",
    "http://255.255.255.255/",
    "http://user:password@127.0.0.1:{port}/",
    "http://example.com@127.0.0.1:{port}/",
    "http://127.0.0.1:{port}#@example.com/",
    "http://127.0.0.1:{port}\\@example.com/",
    "http://printer.local/",
    "http://①②⑦.⓪.⓪.①:{port}/",
    "http://127。0。0。1:{port}/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:{port}/",
    "ftp://127.0.0.1:{port}/",
    "//127.0.0.1:{port}/",
    "http:///",
    "http://",
    "http://127.0.0.1:{port}/ path",
    "not a url",
]


def _ok(_: Received) -> Reply:
    return 200, {}, b"secret"


@pytest.fixture
async def victim() -> AsyncIterator[LoopbackServer]:
    """A server on loopback that nobody may reach."""
    async with serve(_ok) as server:
        yield server


@pytest.mark.parametrize("trick", TRICKS)
async def test_no_trick_reaches_a_private_network(trick: str, victim: LoopbackServer) -> None:
    async with SafeClient() as client:
        with pytest.raises((UnsafeUrl, FetchFailed)):
            await client.fetch(trick.format(port=victim.port), max_bytes=100, timeout_s=5)
    assert victim.received == []


async def test_dns_that_changes_its_mind_is_dialled_as_it_was_judged(
    victim: LoopbackServer,
) -> None:
    answers = iter([["93.184.215.14", "127.0.0.1"], ["127.0.0.1"]])

    async def rebinding(_: str, __: int) -> list[str]:
        return next(answers)

    async with SafeClient(resolver=rebinding) as client:
        for _ in range(2):
            with pytest.raises(UnsafeUrl):
                await client.fetch(f"http://evil.example:{victim.port}/", max_bytes=100)
    assert victim.received == []


async def test_a_redirect_to_a_private_name_is_refused(victim: LoopbackServer) -> None:
    def elsewhere(_: Received) -> Reply:
        return 302, {"location": f"http://inside.example:{victim.port}/"}, b""

    seen: list[str] = []

    async def resolver(host: str, _: int) -> list[str]:
        seen.append(host)
        return ["127.0.0.1"]

    async with serve(elsewhere) as public:
        outside = f"outside.example:{public.port}"
        async with SafeClient(resolver=resolver, trusted=[outside]) as client:
            with pytest.raises(UnsafeUrl):
                await client.fetch(f"http://{outside}/", max_bytes=100)
    assert seen == ["outside.example", "inside.example"]
    assert len(public.received) == 1
    assert victim.received == []


async def test_redirects_are_followed_only_so_far() -> None:
    def around(request: Received) -> Reply:
        return 302, {"location": request.path + "x"}, b""

    async with serve(around) as server, SafeClient(allow_private=True) as client:
        with pytest.raises(FetchFailed, match="redirects"):
            await client.fetch(f"{server.url}/", max_bytes=100)
    assert len(server.received) == 6


async def test_a_document_above_the_limit_is_not_taken() -> None:
    def large(_: Received) -> Reply:
        return 200, {}, b"x" * 5000

    async with serve(large) as server, SafeClient(allow_private=True) as client:
        with pytest.raises(ResponseTooLarge):
            await client.fetch(server.url, max_bytes=4999)
        answer = await client.fetch(server.url, max_bytes=5000)
    assert len(answer.body) == 5000


async def test_a_server_that_hangs_ends_in_an_error() -> None:
    async def hang(_: Received) -> Reply:
        await asyncio.Event().wait()
        raise AssertionError

    async with serve(hang) as server, SafeClient(allow_private=True) as client:
        with pytest.raises(FetchFailed, match="within"):
            await client.request("GET", server.url, timeout_s=0.3)


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.215.14", "2606:4700::1111"])
def test_public_addresses_are_public(address: str) -> None:
    assert is_public(address)
