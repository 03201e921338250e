"""The gallery's videos can be made as they are described, and its page is up to date."""

from __future__ import annotations

import pytest
from tools.showcase import GALLERY, ROOT, Demo, demos, gallery

from unrealugc.cli import choices
from unrealugc.pipeline.job import LONGEST_CALL, LONGEST_HOOK

DEMOS = demos()


@pytest.mark.parametrize("demo", DEMOS, ids=lambda demo: demo.name)
def test_a_description_is_one_that_the_command_takes(demo: Demo) -> None:
    given = dict(demo.options)
    script = choices.checked_script(given.pop("script"))
    person = choices.chosen_creator(given.pop("creator", ""))
    choices.chosen_voice(given.pop("voice", ""), person, script)
    choices.chosen_aspect(given.pop("aspect", "9:16"))
    choices.chosen_captions(given.pop("captions", ""))
    choices.chosen_music(given.pop("music", "none"))
    choices.chosen_duration(script, int(given.pop("duration", "0")))
    choices.checked_product_name(given.pop("product-name", ""))
    choices.checked_text(given.pop("hook", ""), LONGEST_HOOK, "--hook")
    choices.checked_text(given.pop("call-to-action", ""), LONGEST_CALL, "--call-to-action")
    for name in ("photo", "product-image"):
        if name in given:
            choices.checked_picture(ROOT / given.pop(name), f"--{name}")
    assert not given


def test_they_show_what_there_is() -> None:
    assert len(DEMOS) == 5
    assert {demo.aspect for demo in DEMOS} == {"9:16", "16:9", "1:1"}
    assert len({demo.options["captions"] for demo in DEMOS}) == 5
    for wanted in ("photo", "product-image", "hook", "call-to-action", "music"):
        assert any(wanted in demo.options for demo in DEMOS)


def test_the_page_is_up_to_date() -> None:
    assert GALLERY.read_text("utf-8") == gallery(DEMOS)
