"""The stock creators: who they are, as data beside the rigs that show them."""

from __future__ import annotations

from functools import cache
from importlib import resources
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from unrealugc.catalog.ids import catalog_id
from unrealugc.core.datafiles import parse_yaml

ASSETS = Path(str(resources.files("unrealugc.catalog"))) / "assets" / "creators"
"""One rig folder a creator."""


class StockCreator(BaseModel):
    """What the catalog says about one creator.

    Its file ``data/creators/<slug>.yaml`` also says how the person is baked, which does not
    matter here. ``voice`` is the stock voice that the creator speaks with when the request
    names none.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    slug: str = Field(pattern=r"^[a-z][a-z0-9\-]{1,59}$")
    name: str
    gender: Literal["male", "female"] | None
    age: int | None = Field(ge=18, le=99)
    category: str
    style: str
    description: str | None
    best_for: tuple[str, ...]
    voice: str

    @property
    def id(self) -> str:
        """The internal id, the same on every installation."""
        return catalog_id("creator", self.slug)

    @property
    def rig(self) -> Path:
        """The folder of the creator's rig."""
        return ASSETS / self.slug


@cache
def stock_creators() -> dict[str, StockCreator]:
    """Every stock creator by slug, in the order in which they are shown."""
    folder = resources.files("unrealugc.catalog").joinpath("data/creators")
    files = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".yaml")),
        key=lambda file: file.name,
    )
    listed = [_read(file.read_text(encoding="utf-8")) for file in files]
    return {creator.slug: creator for creator in listed}


def _read(text: str) -> StockCreator:
    """Read one file without its larger half, which only the bake needs."""
    spoken, _, _ = text.partition("\nappearance:")
    return StockCreator.model_validate(parse_yaml(spoken))


def find_creator(id_or_slug: str) -> StockCreator | None:
    """The stock creator of that internal id or slug; its first name in lower case serves, too."""
    creators = stock_creators()
    return creators.get(id_or_slug) or _by_id().get(id_or_slug) or _by_name().get(id_or_slug)


@cache
def _by_id() -> dict[str, StockCreator]:
    return {creator.id: creator for creator in stock_creators().values()}


@cache
def _by_name() -> dict[str, StockCreator]:
    return {creator.name.lower(): creator for creator in stock_creators().values()}
