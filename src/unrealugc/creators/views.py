"""How creators are shown: with links that a browser can open."""

from __future__ import annotations

from unrealugc.catalog.creators import StockCreator
from unrealugc.creators.schemas import CustomCreatorOut, StockCreatorOut
from unrealugc.creators.service import Creator
from unrealugc.storage.base import Storage

LINK_LIFETIME_S = 6 * 24 * 3600
"""Object stores sign for at most seven days."""


def render(
    creator: Creator, *, base_url: str, storage: Storage
) -> StockCreatorOut | CustomCreatorOut:
    """The creator as the API shows it.

    Args:
        creator: a stock or custom one.
        base_url: address of this installation, for public links.
        storage: signs the links of custom portraits.
    """
    if isinstance(creator, StockCreator):
        return _stock(creator, base_url)
    return CustomCreatorOut(
        id=creator.id,
        name=creator.name,
        avatar_url=storage.url(creator.avatar_key, expires_s=LINK_LIFETIME_S),
        created_at=creator.created_at,
        is_custom=True,
    )


def _stock(creator: StockCreator, base_url: str) -> StockCreatorOut:
    there = creator.rig.is_dir()
    folder = f"{base_url}/assets/creators/{creator.slug}"
    return StockCreatorOut(
        id=creator.id,
        slug=creator.slug,
        name=creator.name,
        gender=creator.gender,
        age=creator.age,
        category=creator.category,
        style=creator.style,
        description=creator.description,
        avatar_url=f"{folder}/avatar.webp" if there else None,
        preview_video_url=f"{folder}/preview.mp4" if there else None,
        best_for=list(creator.best_for),
        is_custom=False,
    )
