"""What came of a step, as the text of one file and as a page of the whole story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.demo import cast
from bot.demo.deeds import Step
from bot.i18n import SOURCE_LANGUAGE, t

#: What was typed is cut here in the texts; the bot got all of it.
_TYPED_CHARACTERS = 80


@dataclass(frozen=True, slots=True)
class Scene:
    """What came of one step. `deed` and `screen` are in the language of the person who did it."""

    number: int
    step: Step
    deed: str
    screen: str
    picture: str | None

    @property
    def name(self) -> str:
        """The name of the step's files, without the ending."""
        return f"{self.number:02d}-{self.step.slug}"


def language_of(person: str) -> str:
    """The language in which this person (a key) reads."""
    return next(p.language for p in cast.PEOPLE if p.key == person) or SOURCE_LANGUAGE


def command_line(name: str, options: Mapping[str, str]) -> str:
    """A slash command as it was typed, long values cut."""
    return " ".join([f"/{name}", *(f"{key}:{_shorten(value)}" for key, value in options.items())])


def scene_text(scene: Scene) -> str:
    """The text of one step: title, who and where, what they did, what they saw."""
    language = language_of(scene.step.who)
    head = [
        f"{scene.number}. {t(f'demo.step.{scene.step.slug}', language)}",
        t("demo.text.who", language, person=_name(scene), channel=scene.step.where),
        t("demo.text.did", language, deed=scene.deed),
    ]
    return "\n".join([*head, "", scene.screen, ""])


def story_page(scenes: Sequence[Scene], language: str) -> str:
    """The whole story as Markdown, its pictures beside it."""
    parts = [f"# {t('demo.story.title', language)}", t("demo.story.intro", language)]
    for scene in scenes:
        title = t(f"demo.step.{scene.step.slug}", language)
        parts += [
            f"## {scene.number}. {title}",
            t("demo.text.who", language, person=_name(scene), channel=scene.step.where)
            + "  \n"
            + t("demo.text.did", language, deed=f"`` {scene.deed} ``"),
        ]
        if scene.picture:
            parts.append(f"![{title}]({scene.picture})")
        parts.append(f"````text\n{scene.screen}\n````")
    return "\n\n".join(parts) + "\n"


def _name(scene: Scene) -> str:
    return next(p.name for p in cast.PEOPLE if p.key == scene.step.who)


def _shorten(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _TYPED_CHARACTERS else f"{line[:_TYPED_CHARACTERS]}…"
