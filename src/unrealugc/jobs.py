"""All modules that register jobs: importing this one makes every job known by its name."""

from __future__ import annotations

from unrealugc.accounts import tasks as accounts
from unrealugc.creators import tasks as creators
from unrealugc.mail import tasks as mail
from unrealugc.queue import periodic
from unrealugc.uploads import tasks as uploads
from unrealugc.videos import tasks as videos
from unrealugc.voices import tasks as voices
from unrealugc.webhooks import tasks as webhooks

# One ``tasks`` module a resource folder.
MODULES = (
    accounts,
    creators,
    mail,
    periodic,
    uploads,
    videos,
    voices,
    webhooks,
)
