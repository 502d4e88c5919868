"""The tour: refused where the story asks for what isn't there, else one text a step."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.demo.deeds import Command, Fill, Press, Step
from bot.demo.run import TOUR_START
from bot.demo.story import STORY
from bot.demo.tour import Tour, TourError
from bot.demo.world import World, open_world
from bot.i18n import languages, t


@pytest.mark.parametrize(
    ("does", "key"),
    [
        (Press("no:such:button"), "demo.tour.no_control"),
        (Fill({"*": "words"}), "demo.tour.no_form"),
        (Command("nosuchcommand"), "demo.tour.no_command"),
    ],
)
async def test_a_step_that_is_not_possible_says_which_one(
    world: World, tmp_path: Path, does: Press | Fill | Command, key: str
) -> None:
    with pytest.raises(TourError) as refused:
        await Tour(world, tmp_path, None).play([Step("find", "june", "welcome", does)])
    assert refused.value.key == key
    assert refused.value.params["step"] == "find"


async def test_a_bot_that_fails_stops_the_tour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_world(TOUR_START) as world:
        monkeypatch.setattr(world.app.services.directory, "find", _broken)
        with pytest.raises(TourError) as stopped:
            await Tour(world, tmp_path, None).play(STORY)
    assert stopped.value.key == "demo.tour.raised"
    assert stopped.value.params["step"] == "find"


async def _broken(*_: object, **__: object) -> None:
    raise RuntimeError("the disk caught fire")


async def test_the_tour_writes_what_each_person_saw_in_their_language(
    world: World, tmp_path: Path
) -> None:
    scenes = await Tour(world, tmp_path, None).play(STORY)

    texts = {s.step.slug: (tmp_path / f"{s.name}.txt").read_text("utf-8") for s in scenes}
    assert len(texts) == len(STORY), "slugs are unique"
    for scene in scenes:
        assert t("demo.text.nothing", "en") not in scene.screen, scene.name
        assert t("demo.text.nothing", "es") not in scene.screen, scene.name
        assert "�" not in scene.screen
    assert t("demo.text.private", "en") in texts["find"]
    assert t("demo.text.private", "es") in texts["spanish"]
    assert t("demo.step.spanish", "es") in texts["spanish"]
    for slug, language, other in (("find", "en", "es"), ("spanish", "es", "en")):
        assert f"[{t('find.hotlines', language)}]" in texts[slug], "the bot itself speaks it"
        assert f"[{t('find.hotlines', other)}]" not in texts[slug]
    missing = f"**{t('permissions.send_messages', 'en')}**"
    assert missing in texts["setup-channel"]
    assert missing not in texts["setup"] + texts["setup-mended"]
    assert "[▾ #announcements]" in texts["setup"], "the server was set up before"


async def test_each_language_has_the_whole_story_on_one_page(world: World, tmp_path: Path) -> None:
    await Tour(world, tmp_path, None).play(STORY[:2])
    for language in languages():
        page = tmp_path / ("story.md" if language == "en" else f"story.{language}.md")
        text = page.read_text("utf-8")
        assert t("demo.story.title", language) in text
        for step in STORY[:2]:
            assert t(f"demo.step.{step.slug}", language) in text
