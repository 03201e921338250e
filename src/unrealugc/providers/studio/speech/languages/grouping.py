"""Large numbers as languages that count in thousands say them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

Group = tuple[int, str, str]
"""A power of a thousand, its one ("a million"), and its name behind a number ("millions")."""


def in_groups(value: int, groups: Sequence[Group], whole: Callable[[int], str]) -> str | None:
    """``value`` as so many of its largest group and the rest, None below the smallest.

    Args:
        value: what to say.
        groups: the largest first.
        whole: says the numbers in front of the group and behind it.
    """
    for size, one, many in groups:
        if value >= size:
            head, rest = divmod(value, size)
            said = one if head == 1 else f"{whole(head)} {many}"
            return f"{said} {whole(rest)}" if rest else said
    return None
