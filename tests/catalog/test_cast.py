"""The cast as a whole: broad, balanced, and nobody's double."""

from __future__ import annotations

import itertools
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from numpy.typing import NDArray
from tools.creators.assets import CREATOR_DATA, REPO
from tools.creators.bake import load_entries, stamp_of

from unrealugc.catalog.creators import ASSETS
from unrealugc.catalog.voices import stock_voices

Floats = NDArray[np.float64]

ENTRIES: dict[str, dict[str, Any]] = {entry["slug"]: entry for entry in load_entries([])}
FACES = json.loads((REPO / "tests/fixtures/faces.json").read_text("utf-8"))

TWIN_MM = 1.0
"""Root mean square millimetres below which two faces could be one person's."""

SIBLING_MM = 1.5
"""Below this two faces may be of one family, so that everything else has to tell them apart."""


def _look(entry: dict[str, Any]) -> dict[str, Any]:
    look: dict[str, Any] = entry["appearance"]
    return look


def _rgb(colour: str) -> Floats:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], dtype=np.float64)


def _tone(entry: dict[str, Any]) -> float:
    return float(_rgb(_look(entry)["skin"]["tone"]).mean())


@cache
def _kinship(one: str, other: str) -> float:
    """Root mean square millimetres between two forms, best aligned (Procrustes)."""
    a, b = (
        np.array(FACES[slug]["form"], dtype=np.float64).reshape(-1, 3) / 10 for slug in (one, other)
    )
    a, b = a - a.mean(axis=0), b - b.mean(axis=0)
    u, size, vt = np.linalg.svd(a.T @ b)
    apart = a @ (u @ vt) * size.sum() / (a**2).sum() - b
    return float(np.sqrt((apart**2).sum(axis=1).mean()))


def _differences(one: dict[str, Any], other: dict[str, Any]) -> set[str]:
    """What a glance tells apart, bones aside."""
    a, b = _look(one), _look(other)
    seen = {
        "gender": one["gender"] != other["gender"],
        "age": abs(one["age"] - other["age"]) >= 12,
        "skin": abs(_tone(one) - _tone(other)) >= 18,
        "hair": a["hair"]["style"] != b["hair"]["style"]
        or np.abs(_rgb(a["hair"]["colour"]) - _rgb(b["hair"]["colour"])).max() >= 40
        or abs(a["hair"].get("grey", 0) - b["hair"].get("grey", 0)) >= 0.4,
        "head": a.get("headwear", {}).get("style") != b.get("headwear", {}).get("style"),
        "beard": a.get("beard", {}).get("style") != b.get("beard", {}).get("style"),
        "glasses": _glasses(one) != _glasses(other),
        "clothes": _outfit(one) != _outfit(other),
        "place": a["place"]["name"] != b["place"]["name"],
        "origin": max(a["body"]["origins"], key=a["body"]["origins"].get)
        != max(b["body"]["origins"], key=b["body"]["origins"].get),
    }
    return {name for name, differs in seen.items() if differs}


def _glasses(entry: dict[str, Any]) -> str | None:
    found: str | None = _look(entry).get("accessories", {}).get("glasses")
    return found


def _outfit(entry: dict[str, Any]) -> list[tuple[str, str]]:
    return [(garment["kind"], garment["colour"]) for garment in _look(entry)["garments"]]


PAIRS = list(itertools.combinations(sorted(ENTRIES), 2))


def test_every_face_was_measured_as_it_is() -> None:
    assert set(FACES) == set(ENTRIES)
    for slug, entry in ENTRIES.items():
        assert FACES[slug]["look"] == stamp_of(entry)["look"], f"{slug}: run kinship --save"


def test_no_two_faces_are_one_persons() -> None:
    nearest = min((_kinship(one, other), one, other) for one, other in PAIRS)
    assert nearest[0] > TWIN_MM, nearest


def test_the_look_comes_last_in_every_file() -> None:
    """The catalog reads a file only as far as that."""
    assert {list(entry)[-1] for entry in ENTRIES.values()} == {"appearance"}


def test_faces_of_one_family_differ_in_everything_else() -> None:
    for one, other in PAIRS:
        told_apart = _differences(ENTRIES[one], ENTRIES[other])
        assert len(told_apart) >= (4 if _kinship(one, other) < SIBLING_MM else 2), (one, other)


def test_neighbours_in_the_list_are_told_apart_at_a_glance() -> None:
    listed = sorted(ENTRIES)
    for one, other in itertools.pairwise(listed):
        told_apart = _differences(ENTRIES[one], ENTRIES[other])
        assert {"clothes"} <= told_apart, (one, other)
        assert told_apart & {"gender", "age", "skin", "hair", "origin"}, (one, other)


def test_no_two_people_share_a_picture_of_a_place() -> None:
    places = Counter(
        json.dumps(_look(entry)["place"], sort_keys=True) for entry in ENTRIES.values()
    )
    assert max(places.values()) == 1


def test_nearly_every_place_and_every_light_is_used() -> None:
    known = yaml.safe_load((REPO / "tools/creators/settings.yaml").read_text("utf-8"))
    places = Counter(_look(entry)["place"]["name"] for entry in ENTRIES.values())
    lights = Counter(_look(entry)["place"].get("light", "day") for entry in ENTRIES.values())
    assert set(places) <= set(known["places"])
    assert set(lights) == set(known["lights"])
    assert len(places) >= 30
    assert max(places.values()) <= len(ENTRIES) // 10


def test_women_and_men_of_all_ages() -> None:
    genders = Counter(entry["gender"] for entry in ENTRIES.values())
    assert min(genders.values()) >= 0.45 * len(ENTRIES)
    for gender in genders:
        ages = [entry["age"] for entry in ENTRIES.values() if entry["gender"] == gender]
        bands = np.histogram(ages, [18, 25, 35, 45, 55, 65, 80])[0]
        assert bands.min() >= 2, (gender, bands)
        assert bands.max() <= 0.4 * len(ages), (gender, bands)


def test_skin_from_deep_to_fair_and_origins_from_everywhere() -> None:
    tones = np.histogram([_tone(entry) for entry in ENTRIES.values()], [40, 90, 135, 175, 240])[0]
    assert tones.min() >= 0.08 * len(ENTRIES), tones
    most = Counter(
        max(_look(e)["body"]["origins"], key=_look(e)["body"]["origins"].get)
        for e in ENTRIES.values()
    )
    assert min(most.values()) >= 0.1 * len(ENTRIES), most
    mixed = sum(len(_look(entry)["body"]["origins"]) > 1 for entry in ENTRIES.values())
    assert mixed >= 0.25 * len(ENTRIES)


def test_hair_beards_glasses_and_head_coverings() -> None:
    looks = [_look(entry) for entry in ENTRIES.values()]
    styles = Counter(look["hair"]["style"] for look in looks)
    assert len(styles) >= 16
    assert max(styles.values()) <= 0.15 * len(ENTRIES)
    worn = Counter(look["headwear"]["style"] for look in looks if "headwear" in look)
    assert len(worn) >= 7
    assert sum(worn.values()) >= 12
    shapes = Counter(_glasses(entry) for entry in ENTRIES.values() if _glasses(entry))
    assert len(shapes) >= 6
    assert sum(shapes.values()) >= 0.15 * len(ENTRIES)
    beards = Counter(look["beard"]["style"] for look in looks if "beard" in look)
    assert len(beards) >= 7
    weights = [look["body"].get("weight", 0.5) for look in looks]
    assert min(weights) < 0.4
    assert max(weights) > 0.7


def test_kinds_of_clothes() -> None:
    kinds = Counter(garment["kind"] for e in ENTRIES.values() for garment in _look(e)["garments"])
    assert len(kinds) >= 16


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)
def test_what_is_said_of_a_person_agrees(entry: dict[str, Any]) -> None:
    assert entry["slug"].endswith(f"-{entry['gender']}-{entry['age']}")
    assert entry["slug"] in {path.stem for path in CREATOR_DATA.glob("*.yaml")}
    assert 20 <= len(entry["description"]) <= 120
    assert entry["description"].endswith(".")
    assert 2 <= len(entry["best_for"]) <= 4
    assert 18 <= entry["age"] <= 75
    voice = {voice.id: voice for voice in stock_voices().values()}[entry["voice"]]
    assert voice.gender == entry["gender"]
    assert voice.accent == entry["accent"]


def test_nobody_is_described_twice() -> None:
    for field in ("name", "description", "style"):
        said = Counter(entry[field] for entry in ENTRIES.values())
        assert max(said.values()) == 1, said.most_common(2)


def test_default_voices_are_spread() -> None:
    voices = Counter(entry["voice"] for entry in ENTRIES.values())
    assert len(voices) >= 25
    assert max(voices.values()) <= 7


def test_rigs_show_the_people_of_their_files() -> None:
    for slug, entry in ENTRIES.items():
        rig = json.loads((Path(ASSETS) / slug / "rig.json").read_text("utf-8"))
        assert rig["baked_from"]["look"] == stamp_of(entry)["look"], f"{slug}: bake it again"
