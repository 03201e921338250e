"""Kinds of text in request bodies."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, StringConstraints

from unrealugc.core.http import MAX_URL_LENGTH, UnsafeUrl, check_url


def storable(text: str) -> str:
    """The text itself, if the database can keep it; a ``ValueError`` says why it cannot."""
    if "\x00" in text:
        raise ValueError("must not contain NUL characters")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError("must be whole Unicode characters, no lone surrogates") from error
    return text


def _web_address(text: str) -> str:
    try:
        # Where it leads is judged when it is called; the form can be judged now.
        check_url(text, allow_private=True)
    except UnsafeUrl as error:
        raise ValueError(str(error)) from error
    return text


Text = Annotated[str, AfterValidator(storable)]
"""Any text that the database can keep."""

Name = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    AfterValidator(storable),
]
"""A name that is shown to people: 1..200 characters, no blanks around it."""

DisplayName = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=2, max_length=80),
    AfterValidator(storable),
]
"""A name of a creator or voice: 2..80 characters, no blanks around it."""

Ident = Annotated[str, StringConstraints(min_length=1, max_length=100), AfterValidator(storable)]
"""An id or slug that is looked up somewhere."""

WebAddress = Annotated[
    str, StringConstraints(min_length=1, max_length=MAX_URL_LENGTH), AfterValidator(_web_address)
]
"""An http(s) URL without credentials, judged by its form alone."""
