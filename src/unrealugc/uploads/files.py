"""``/files``: the door of the local store. Whoever holds a signed link comes in.

With an object store this door is closed, and links lead to the store itself.
"""

from __future__ import annotations

import asyncio
from http import HTTPStatus

from fastapi import APIRouter, Request, Response
from starlette.requests import ClientDisconnect

from unrealugc.core.fileanswer import answer_with_file
from unrealugc.core.lingering import LingeringRefusal
from unrealugc.errors import (
    Conflict,
    Forbidden,
    InvalidRequest,
    NotFound,
    PayloadTooLarge,
    RequestTimeout,
)
from unrealugc.storage.base import (
    InvalidKeyError,
    ObjectEmptyError,
    ObjectExistsError,
    ObjectInfo,
    ObjectTooLargeError,
    content_type_of,
)
from unrealugc.storage.local import LocalStorage
from unrealugc.storage.signing import ExpiredError, PutGrant, SignatureError

RECEIVE_TIMEOUT_S = 600

router = APIRouter(prefix="/files", include_in_schema=False)


@router.api_route("/{key:path}", methods=["GET", "HEAD"])
async def show_file(request: Request, key: str) -> Response:
    """Show a file to whoever holds a link to it that is still good."""
    storage = _local(request)
    try:
        storage.signer.check_get(key, request.query_params)
        path = storage.path_of(key)
    except ExpiredError:
        raise Forbidden("This link has expired. Ask for a new one.", code="link_expired") from None
    except (SignatureError, InvalidKeyError):
        raise Forbidden(code="invalid_signature") from None
    disposition = "attachment" if "download" in request.query_params else "inline"
    return await answer_with_file(
        request,
        path,
        content_type=content_type_of(key),
        headers={
            "Cache-Control": "private, max-age=3600",
            "Content-Disposition": f'{disposition}; filename="{path.name}"',
        },
    )


@router.put("/{key:path}")
async def receive_file(request: Request, key: str) -> Response:
    """Take one upload, exactly as its link allows."""
    storage = _local(request)
    try:
        grant = storage.signer.check_put(key, request.query_params)
        storage.path_of(key)
    except ExpiredError:
        raise Forbidden(
            "This upload link has expired. Ask for a new one.", code="link_expired"
        ) from None
    except (SignatureError, InvalidKeyError):
        raise Forbidden(code="invalid_signature") from None
    try:
        _check_headers(request, grant)
        info = await _receive(request, storage, key, grant)
    except PayloadTooLarge as error:
        return LingeringRefusal(error)
    return Response(status_code=HTTPStatus.OK, headers={"ETag": info.etag})


async def _receive(
    request: Request, storage: LocalStorage, key: str, grant: PutGrant
) -> ObjectInfo:
    try:
        async with asyncio.timeout(RECEIVE_TIMEOUT_S):
            return await storage.receive(key, request.stream(), grant.max_bytes)
    except TimeoutError:
        raise RequestTimeout("The upload took too long. Ask for a new link.") from None
    except ClientDisconnect:
        raise InvalidRequest("The upload broke off.", code="incomplete_upload") from None
    except ObjectTooLargeError:
        raise _too_large(grant) from None
    except ObjectEmptyError:
        raise InvalidRequest("The upload is empty.", code="empty_upload") from None
    except ObjectExistsError:
        raise Conflict(
            "This link was used already. Ask for a new one to upload another file.",
            code="already_uploaded",
        ) from None


def _local(request: Request) -> LocalStorage:
    storage = request.app.state.storage
    if not isinstance(storage, LocalStorage):
        raise NotFound(f"There is nothing at {request.url.path}.")
    return storage


def _check_headers(request: Request, grant: PutGrant) -> None:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent != grant.content_type:
        raise InvalidRequest(
            f"This link takes {grant.content_type} only. Send the header"
            f" 'Content-Type: {grant.content_type}'.",
            code="wrong_content_type",
            details={"expected": grant.content_type, "received": sent or None},
        )
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > grant.max_bytes:
        raise _too_large(grant)


def _too_large(grant: PutGrant) -> PayloadTooLarge:
    return PayloadTooLarge(
        f"The file is above the limit of {grant.max_bytes} bytes.",
        details={"limitBytes": grant.max_bytes},
    )
