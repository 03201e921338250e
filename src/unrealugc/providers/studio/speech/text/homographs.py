"""Words that are spelled alike and said differently."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from unrealugc.core.datafiles import read_yaml


@dataclass(frozen=True, slots=True)
class _Reading:
    sounds: str
    after: frozenset[str] | None
    before: frozenset[str] | None

    def fits(self, previous: str, following: str) -> bool:
        return (self.after is None or previous in self.after) and (
            self.before is None or following in self.before
        )


def reading(word: str, previous: str, following: str) -> str | None:
    """The sounds of ``word`` between its neighbours, None where the dictionary knows best.

    All in lower case; a neighbour is ``""`` at the start or end of a sentence.
    """
    for candidate in _readings().get(word, ()):
        if candidate.fits(previous, following):
            return candidate.sounds
    return None


@cache
def _readings() -> dict[str, tuple[_Reading, ...]]:
    data = read_yaml(__package__, "homographs.yaml")
    groups: dict[str, list[str]] = data["groups"]

    def words(names: list[str] | None) -> frozenset[str] | None:
        if names is None:
            return None
        return frozenset(word for name in names for word in groups.get(name, [name]))

    return {
        word: tuple(
            _Reading(entry["sounds"], words(entry.get("after")), words(entry.get("before")))
            for entry in entries
        )
        for word, entries in data["words"].items()
    }
