"""The rules of accounts and API keys. Works in the caller's transaction."""

from __future__ import annotations

import re
from dataclasses import dataclass

from unrealugc.accounts import repository
from unrealugc.accounts.keys import digest_of, new_key
from unrealugc.accounts.passwords import NO_PASSWORD, hash_password, verify_password
from unrealugc.accounts.repository import Account, ApiKey
from unrealugc.accounts.subscriptions import set_plan
from unrealugc.catalog.plans import PlanCode
from unrealugc.core import clock
from unrealugc.core.db import Connection
from unrealugc.core.ids import is_id, new_id
from unrealugc.errors import Conflict, InvalidRequest, NotFound
from unrealugc.ledger import service as ledger
from unrealugc.ledger.entries import LARGEST_AMOUNT

# Deliberately plain: one @, no spaces, a dot in the domain. Only a mail proves the rest.
_EMAIL = re.compile(r"[^@\s,;<>\"()]{1,64}@[^@\s,;<>\"()]+\.[^@\s.,;<>\"()]{2,63}")
_LONGEST_EMAIL, _LONGEST_NAME = 254, 200
_SHORTEST_PASSWORD, _LONGEST_PASSWORD = 8, 1024


@dataclass(frozen=True)
class NewKey:
    """A key at its creation, the only moment at which its ``secret`` is known."""

    key: ApiKey
    secret: str


async def create(
    connection: Connection,
    *,
    email: str,
    name: str | None = None,
    password: str | None = None,
    plan: PlanCode = "FREE",
    opening_credits: int = 0,
) -> Account:
    """Open an account.

    Args:
        email: its address, unique without regard to case.
        name: shown name; the address's part before the @ when missing.
        password: 8..1024 characters; without one, nobody can sign in with a password.
        plan: a paid one starts its first period now, with the period's credits.
        opening_credits: purchased credits to start with, 0..1 000 000 000.

    Raises:
        InvalidRequest: a value is not acceptable.
        Conflict: ``email_taken``.
    """
    email = check_email(email)
    name = check_name(name) if name is not None else email.partition("@")[0]
    if not 0 <= opening_credits <= LARGEST_AMOUNT:
        raise InvalidRequest.field("credits", f"must be 0 to {LARGEST_AMOUNT}")
    password_hash = None if password is None else await hash_password(check_password(password))
    account = await repository.insert(connection, new_id(), email, name, password_hash)
    if account is None:
        raise Conflict(f"There is an account for {email} already.", code="email_taken")
    if opening_credits:
        await ledger.grant(
            connection,
            account.id,
            opening_credits,
            pool="purchased",
            reason="opening",
            key="opening",
        )
    return await set_plan(connection, account.id, plan, now=clock.now())


async def find(connection: Connection, address_or_id: str) -> Account:
    """The account with this email address or id.

    Raises:
        NotFound: there is none.
    """
    wanted = address_or_id.strip()
    account = await repository.get(connection, wanted) if is_id(wanted) else None
    account = account or await repository.by_email(connection, wanted)
    if account is None:
        raise NotFound(f"There is no account {wanted}.")
    return account


async def set_password(connection: Connection, account_id: str, password: str) -> None:
    """Give the account a password.

    Raises:
        InvalidRequest: it is too short, or absurdly long.
    """
    hashed = await hash_password(check_password(password))
    await repository.set_password_hash(connection, account_id, hashed)


async def sign_in(connection: Connection, email: str, password: str) -> Account | None:
    """The account, if the password is its own.

    A wrong address takes as long as a wrong password, so that nobody learns who is here.
    """
    account = await repository.by_email(connection, email.strip())
    stored = await repository.password_hash(connection, account.id) if account else None
    right = await verify_password(password, stored or NO_PASSWORD)
    return account if stored and right else None


async def create_key(connection: Connection, account_id: str, *, name: str = "default") -> NewKey:
    """Make an API key; its secret is in the answer and nowhere else.

    Raises:
        InvalidRequest: the name is empty or too long.
    """
    secret = new_key()
    key = ApiKey(
        id=new_id(),
        account_id=account_id,
        name=check_name(name),
        prefix=secret[:12],
        last4=secret[-4:],
        created_at=clock.now(),
        last_used_at=None,
        revoked_at=None,
    )
    await repository.insert_key(connection, key, digest_of(secret))
    return NewKey(key, secret)


async def revoke_key(connection: Connection, account_id: str, key_id: str) -> ApiKey:
    """Make a key useless from the next request on; doing it again changes nothing.

    Raises:
        NotFound: the account has no such key.
    """
    return await _revoke(connection, account_id, key_id)


async def revoke_any_key(connection: Connection, key_id: str) -> ApiKey:
    """Revoke anybody's key, as the operator.

    Raises:
        NotFound: there is no such key.
    """
    return await _revoke(connection, None, key_id)


async def _revoke(connection: Connection, account_id: str | None, key_id: str) -> ApiKey:
    key = await repository.revoke_key(connection, account_id, key_id)
    if key is None:
        raise NotFound(f"There is no key {key_id}.")
    return key


def check_email(email: str) -> str:
    """The address without surrounding blanks and with its domain in lower case.

    Raises:
        InvalidRequest: it is not an address.
    """
    local, _, domain = email.strip().rpartition("@")
    email = f"{local}@{domain.lower()}"
    sane = len(email) <= _LONGEST_EMAIL and email.isprintable() and ".." not in email
    if not sane or not _EMAIL.fullmatch(email):
        raise InvalidRequest.field("email", "is not an email address")
    return email


def check_name(name: str) -> str:
    """The name without surrounding blanks.

    Raises:
        InvalidRequest: it is empty, too long, or holds control characters.
    """
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise InvalidRequest.field("name", f"must be 1 to {_LONGEST_NAME} printable characters")
    return name


def check_password(password: str) -> str:
    """The password as it is.

    Raises:
        InvalidRequest: it is too short, or absurdly long.
    """
    if not _SHORTEST_PASSWORD <= len(password) <= _LONGEST_PASSWORD:
        raise InvalidRequest.field(
            "password", f"must have {_SHORTEST_PASSWORD} to {_LONGEST_PASSWORD} characters"
        )
    return password
