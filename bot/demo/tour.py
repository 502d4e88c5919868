"""Plays the story and keeps what each person saw: a text a step, a picture where there is a camera.

Only what a person can do is done, and only what they can see is written: the messages of their
channel that are new or changed after their step, private ones of theirs included.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, assert_never

import discord
import simcord

from bot.bundled import bundled_path
from bot.demo import cast
from bot.demo.deeds import (
    Choose,
    Command,
    Fetch,
    Fill,
    Later,
    Look,
    Press,
    Send,
    Step,
    Suggest,
    Visit,
)
from bot.demo.pictures import Camera
from bot.demo.scenes import Scene, command_line, language_of, scene_text, story_page
from bot.demo.surfing import Surfer
from bot.demo.transcript import Names, form_text, message_text, suggestions_text
from bot.demo.wire import CHECKBOX_GROUP, STRING_SELECT, Node, children, controls, face
from bot.demo.world import World
from bot.domain.errors import CoalitionError
from bot.i18n import SOURCE_LANGUAGE, languages, t

_STEP_FILE = re.compile(r"\d{2,3}-[a-z-]+\.(txt|png)")


class TourError(CoalitionError):
    """The story can't go on: what a step looks for isn't on the person's screen."""


@dataclass(frozen=True, slots=True)
class _Outcome:
    deed: str
    result: simcord.InteractionResult | None = None
    words: str | None = None


class Tour:
    """Plays steps in one world."""

    def __init__(self, world: World, folder: Path, camera: Camera | None) -> None:
        self._world = world
        self._folder = folder
        self._camera = camera
        self._forms: dict[str, simcord.InteractionResult] = {}
        self._names = _names_of(world)
        self._surfer = Surfer(world)

    async def play(self, steps: Sequence[Step]) -> list[Scene]:
        """Play all steps and write their files into the folder (which exists).

        Raises:
            TourError: a button, a select or a form is not there; or the bot raised.
        """
        _clear(self._folder)
        scenes = [await self._scene(number, step) for number, step in enumerate(steps, 1)]
        for language in languages():
            name = "story.md" if language == SOURCE_LANGUAGE else f"story.{language}.md"
            (self._folder / name).write_text(story_page(scenes, language), encoding="utf-8")
        return scenes

    async def _scene(self, number: int, step: Step) -> Scene:
        before = self._visible(step)
        outcome = await self._do(step)
        await self._world.move()  # what it made the bot say unasked
        after = self._visible(step)
        changed = [m for key, m in after.items() if _look(m) != _look(before.get(key))]
        if isinstance(step.does, Look):
            changed = list(after.values())[-1:]
        screen = self._surfer.masked(step.who, self._screen(step, outcome, changed))
        self._check(step, screen)
        scene = Scene(
            number,
            step,
            outcome.deed,
            screen,
            await self._take_picture(number, step, outcome, changed),
        )
        (self._folder / f"{scene.name}.txt").write_text(scene_text(scene), encoding="utf-8")
        return scene

    def _check(self, step: Step, screen: str) -> None:
        """A tour through a bot that failed would be a lie.

        What the bot reports to the person itself SimCord never hears of, so the screen is read.
        """
        said = [t("errors.unexpected", language).splitlines()[0] for language in languages()]
        failures = self._world.failures()
        if failures or any(sentence in screen for sentence in said):
            raise TourError("demo.tour.raised", step=step.slug) from next(iter(failures), None)

    def _visible(self, step: Step) -> dict[int, discord.Message]:
        history = self._channel(step).history(viewer=self._actor(step))
        return {message.id: message for message in history}

    def _channel(self, step: Step) -> simcord.ChannelHandle:
        if step.where == cast.DM:
            return self._person(step).user.dm_channel
        return self._world.channels[step.where]

    def _actor(self, step: Step) -> simcord.MemberActor | simcord.UserHandle:
        """Who acts there: a member in a channel, the account itself in direct messages."""
        person = self._person(step)
        return person.user if step.where == cast.DM else person

    def _person(self, step: Step) -> simcord.MemberActor:
        return self._world.people[step.who]

    async def _do(self, step: Step) -> _Outcome:
        does = step.does
        match does:
            case Command():
                outcome = await self._run(step, does)
            case Send():
                outcome = await self._send(step, does)
            case Suggest():
                outcome = await self._suggest(step, does)
            case Press():
                outcome = await self._press(step, does)
            case Choose():
                outcome = await self._choose(step, does)
            case Fill():
                outcome = await self._fill(step, does)
            case Later():
                outcome = await self._later(step, does)
            case Fetch():
                outcome = _Outcome(
                    t("demo.deed.fetch", language_of(step.who)),
                    words=await self._surfer.fetch(step),
                )
            case Visit():
                outcome = _Outcome(
                    self._surfer.mask(self._surfer.address(does)),
                    words=await self._surfer.visit(does, language_of(step.who)),
                )
            case Look():
                outcome = _Outcome(t("demo.deed.look", language_of(step.who)))
            case _:
                assert_never(does)
        if outcome.result is not None and outcome.result.modal is not None:
            self._forms[step.who] = outcome.result
        return outcome

    async def _run(self, step: Step, does: Command) -> _Outcome:
        deed = command_line(does.name, does.options)
        if not self._offered(step, does.name):
            return _Outcome(deed, words=t("demo.text.not_offered", language_of(step.who)))
        person, channel = self._person(step), self._channel(step)
        return _Outcome(deed, await person.slash(channel, does.name, **does.options))

    async def _send(self, step: Step, does: Send) -> _Outcome:
        deed = command_line(does.name, {does.option: does.file})
        data = bundled_path(does.file).read_bytes()
        options: dict[str, Any] = {does.option: (does.file, data)}
        return _Outcome(
            deed, await self._person(step).slash(self._channel(step), does.name, **options)
        )

    async def _suggest(self, step: Step, does: Suggest) -> _Outcome:
        offered = await self._person(step).autocomplete(
            self._channel(step), does.command, does.option, does.typed
        )
        words = suggestions_text([str(c["name"]) for c in offered], language_of(step.who))
        return _Outcome(command_line(does.command, {does.option: f"{does.typed}…"}), words=words)

    async def _press(self, step: Step, does: Press) -> _Outcome:
        message, button = self._find(step, does.control)
        deed = t("demo.deed.press", language_of(step.who), label=face(button))
        result = await self._actor(step).click(message, custom_id=button["custom_id"])
        return _Outcome(deed, result)

    async def _choose(self, step: Step, does: Choose) -> _Outcome:
        message, select = self._find(step, does.control)
        values = [self._value(value) for value in does.values]
        labels = {str(o["value"]): str(o["label"]) for o in children(select, "options")}
        said = [labels.get(v, v) if isinstance(v, str) else str(v.name) for v in values]
        deed = t("demo.deed.choose", language_of(step.who), values=", ".join(said))
        result = await self._actor(step).select(message, values, custom_id=select["custom_id"])
        return _Outcome(deed, result)

    async def _fill(self, step: Step, does: Fill) -> _Outcome:
        form = self._forms.pop(step.who, None)
        if form is None:
            raise TourError("demo.tour.no_form", step=step.slug)
        answers, said = _answers(form, does, step)
        deed = t("demo.deed.fill", language_of(step.who), answers=" / ".join(filter(None, said)))
        return _Outcome(deed, await self._actor(step).submit_modal(form, answers))

    async def _later(self, step: Step, does: Later) -> _Outcome:
        await self._world.move(timedelta(hours=does.hours))
        return _Outcome(t("demo.deed.later", language_of(step.who), count=does.hours))

    def _offered(self, step: Step, command: str) -> bool:
        """Whether Discord's picker shows this person the command; nobody having it is a mistake."""
        channel = self._channel(step)
        if command in self._person(step).available_commands(channel):
            return True
        if any(command in p.available_commands(channel) for p in self._world.people.values()):
            return False
        raise TourError("demo.tour.no_command", step=step.slug, command=command)

    def _find(self, step: Step, control: str) -> tuple[discord.Message, Node]:
        """The newest message of this channel that has the control, and the control."""
        for message in reversed(self._visible(step).values()):
            for node in controls(component.to_dict() for component in message.components):
                if fnmatchcase(str(node["custom_id"]), control):
                    return message, node
        raise TourError("demo.tour.no_control", step=step.slug, control=control)

    def _value(self, value: str) -> Any:
        kind, _, key = value.partition(":")
        if kind == "role":
            return self._world.roles[key]
        if kind == "channel":
            return self._world.channels[key]
        return value

    def _screen(self, step: Step, outcome: _Outcome, changed: list[discord.Message]) -> str:
        language = language_of(step.who)
        if outcome.words is not None:
            return outcome.words
        if outcome.result is not None and outcome.result.modal is not None:
            return form_text(outcome.result.modal, self._names, language)
        texts = [message_text(message, self._names, language) for message in changed]
        return "\n\n".join(texts) or t("demo.text.nothing", language)

    async def _take_picture(
        self, number: int, step: Step, outcome: _Outcome, changed: list[discord.Message]
    ) -> str | None:
        if self._camera is None:
            return None
        name = f"{number:02d}-{step.slug}.png"
        if isinstance(step.does, Visit):
            url = self._surfer.address(step.does)
            language = language_of(step.who)
            await self._camera.visit(
                self._folder / name, url, dark=step.does.dark, language=language
            )
            return name
        result = outcome.result
        shown = result if result is not None and result.modal is not None else None
        if shown is None and not changed:
            return None
        await self._camera.take(
            self._folder / name, self._channel(step), self._actor(step), shown or changed[-1]
        )
        return name


def _clear(folder: Path) -> None:
    """Take away the steps of an earlier tour: their numbers may have changed."""
    if (folder / "story.md").is_file():
        for file in folder.iterdir():
            if _STEP_FILE.fullmatch(file.name):
                file.unlink()


def _look(message: discord.Message | None) -> object:
    """What of a message shows; two equal looks are the same picture."""
    if message is None:
        return None
    embeds = [embed.to_dict() for embed in message.embeds]
    return message.content, embeds, [component.to_dict() for component in message.components]


def _answers(
    form: simcord.InteractionResult, does: Fill, step: Step
) -> tuple[dict[str, Any], list[str]]:
    """What to send by custom_id, and the same as words. `#1` means the first option."""
    fields = {str(n["custom_id"]): n for n in controls(children(form.modal or {}))}
    answers: dict[str, Any] = {}
    said: list[str] = []
    for pattern, answer in does.answers.items():
        custom_id = next((key for key in fields if fnmatchcase(key, pattern)), None)
        if custom_id is None:
            raise TourError("demo.tour.no_control", step=step.slug, control=pattern)
        field = fields[custom_id]
        labels = {str(o["value"]): str(o["label"]) for o in children(field, "options")}
        chosen = list(labels)[int(answer[1:]) - 1] if labels and answer[0] == "#" else answer
        if int(field["type"]) in {STRING_SELECT, CHECKBOX_GROUP}:
            several = chosen.split(",")
            answers[custom_id] = several
            said += [labels.get(each, each) for each in several]
        else:
            answers[custom_id] = chosen
            said.append(labels.get(chosen, chosen))
    return answers, said


def _names_of(world: World) -> Names:
    people = {world.people[person.key].id: person.name for person in cast.PEOPLE}
    return Names(
        people={**people, world.env.backend.bot_user.id: cast.BOT_NAME},
        roles={handle.id: handle.name for handle in world.guild.roles.values()},
        channels={handle.id: key for key, handle in world.channels.items()},
    )
