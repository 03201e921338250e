"""``unrealugc account`` and ``unrealugc key``, as an operator types them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from typer.testing import CliRunner, Result

from unrealugc.cli.main import app as program

Run = Callable[..., Result]


@pytest.fixture
def run(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Types a command line against the test's database."""
    monkeypatch.setenv("UNREALUGC_DATABASE_URL", database_url)

    def type_line(*words: str) -> Result:
        return CliRunner().invoke(program, list(words))

    return type_line


def _json(result: Result) -> Any:
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


async def test_a_key_from_the_command_line_opens_the_api_until_it_is_revoked(
    run: Run, app: FastAPI
) -> None:
    # Commands run an event loop of their own, so they are typed in a thread.
    line = ("account", "create", "--email", "ada@example.com", "--credits", "280", "--json")
    made = _json(await asyncio.to_thread(run, *line))
    assert (made["email"], made["plan"], made["credits"]) == ("ada@example.com", "FREE", 280)
    transport = httpx.ASGITransport(app=app)
    headers = {"Authorization": f"Bearer {made['apiKey']}"}
    async with httpx.AsyncClient(
        transport=transport, base_url="http://test", headers=headers
    ) as client:
        me = await client.get("/api/v1/me")
        assert (me.json()["id"], me.json()["credits"]) == (made["id"], 280)
        revoked = await asyncio.to_thread(run, "key", "revoke", made["apiKeyId"], "--json")
        assert _json(revoked)["revokedAt"] is not None
        assert (await client.get("/api/v1/me")).status_code == 401


def test_credits_and_plans_are_given(run: Run) -> None:
    made = _json(run("account", "create", "--email", "ada@example.com", "--plan", "PRO", "--json"))
    assert (made["credits"], made["subscriptionCredits"]) == (4000, 4000)
    line = ("account", "grant", "--account", made["id"], "--credits", "280", "--json")
    for _ in range(2):
        granted = _json(run(*line, "--key", "birthday"))
    assert (granted["credits"], granted["purchasedCredits"]) == (4280, 280)
    assert _json(run(*line))["purchasedCredits"] == 560
    changed = _json(
        run("account", "plan", "--email", "ADA@example.com", "--plan", "FREE", "--json")
    )
    assert (changed["plan"], changed["subscriptionStatus"]) == ("FREE", "CANCELED")


def test_people_get_tables_without_secrets(run: Run) -> None:
    made = _json(run("account", "create", "--email", "ada@example.com", "--json"))
    accounts = run("account", "list")
    assert made["id"] in accounts.stdout
    assert "ada@example.com" in run("account", "show", "--account", made["id"]).stdout
    key = run("key", "create", "--email", "ada@example.com", "--name", "ci")
    secret = key.stdout.split()[-1]
    assert secret.startswith("usk_live_")
    keys = run("key", "list", "--email", "ada@example.com")
    assert secret not in keys.stdout
    assert f"{secret[:12]}…{secret[-4:]}" in keys.stdout
    listed = _json(run("key", "list", "--email", "ada@example.com", "--json"))
    assert [item["name"] for item in listed] == ["ci", "default"]
    assert set(listed[0]) == {
        "id", "name", "prefix", "last4", "createdAt", "lastUsedAt", "revokedAt",
    }  # fmt: skip


_WRONG = [
    ("account create --email nonsense", 2, "not an email address"),
    ("account create --email ada@example.com --credits -1", 2, "--credits"),
    ("account create --email ada@example.com --credits many", 2, "--credits"),
    ("account create --email ada@example.com --plan GOLD", 2, "--plan"),
    ("account create --email ada@example.com --password short", 2, "8 to 1024"),
    ("account create --email taken@example.com", 1, "account for taken@example.com already"),
    ("account grant --email taken@example.com --credits 0", 2, "--credits"),
    ("account grant --email nobody@example.com --credits 5", 1, "no account nobody@"),
    ("account show --account cnobody", 1, "no account cnobody"),
    ("key create --email nobody@example.com", 1, "no account nobody@"),
    ("key revoke cnokey", 1, "no key cnokey"),
]


def test_what_is_wrong_is_said_and_nothing_is_changed(run: Run) -> None:
    _json(run("account", "create", "--email", "taken@example.com", "--json"))
    before = run("account", "list", "--json").stdout
    for line, code, words in _WRONG:
        result = run(*line.split())
        assert result.exit_code == code, (line, result.output)
        assert words in result.stderr, line
        assert "Traceback" not in result.output
    assert run("account", "list", "--json").stdout == before


def test_a_database_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNREALUGC_DATABASE_URL", "postgresql://127.0.0.1:1/none")
    result = CliRunner().invoke(program, ["account", "list"])
    assert result.exit_code == 69
    assert "The database cannot be used" in result.stderr
