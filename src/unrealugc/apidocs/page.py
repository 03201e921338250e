"""``GET /docs/api``."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from unrealugc import __version__
from unrealugc.apidocs.reading import Reader

router = APIRouter(include_in_schema=False)

_templates = Environment(
    loader=FileSystemLoader(Path(__file__).parent / "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)


@router.get("/docs/api", response_class=HTMLResponse)
async def api_reference(request: Request) -> HTMLResponse:
    """The reference, with examples that call this very installation."""
    base_url = str(request.base_url).rstrip("/")
    sections = Reader(request.app.openapi(), base_url).sections()
    page = _templates.get_template("reference.html").render(
        sections=sections, base_url=base_url, version=__version__
    )
    return HTMLResponse(page, headers={"Cache-Control": "no-cache"})
