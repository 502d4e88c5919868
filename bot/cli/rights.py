"""`rights`: the know-your-rights cards from the terminal, to read or to print for handing out."""

from __future__ import annotations

from pathlib import Path

import click

from bot.cli.terminal import fail, said, sentences, terminal_language
from bot.domain.rights import SPOKEN, RightsCard
from bot.i18n import best_language, languages, show_date, t
from bot.services.rights import RightsService, load_rights
from bot.services.rights_print import print_card

_FILE = click.Path(dir_okay=False, path_type=Path)
_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(help=said("cli.rights.help"))
@click.argument("card", required=False)
@click.option("--lang", help=said("cli.rights.lang"))
@click.option("--out", type=_FILE, help=said("cli.rights.out"))
@click.option("--all", "folder", metavar="DIR", type=_FOLDER, help=said("cli.rights.all"))
def rights(card: str | None, lang: str | None, out: Path | None, folder: Path | None) -> None:
    """Print one card, write it to a file, or write them all into a folder."""
    language = best_language(lang, terminal_language())
    if folder is not None:
        spoken = (language,) if lang else languages()
        _write_all(folder, spoken)
    elif card is None:
        for each in load_rights().cards:
            click.echo(f"{each.id:<10} {each.text(language).title}")
    else:
        with sentences():
            meant = RightsService().meant(card, language)
        if out is None:
            click.echo(as_text(meant, language))
        else:
            _write(out, _page(meant, language, out.suffix))


def _write_all(folder: Path, spoken: tuple[str, ...]) -> None:
    for language in spoken:
        for card in load_rights().cards:
            printed = print_card(card, language, load_rights().as_of)
            _write(folder / f"{printed.name}.pdf", printed.pdf)


def _page(card: RightsCard, language: str, suffix: str) -> bytes:
    printed = print_card(card, language, load_rights().as_of)
    pages = {".pdf": printed.pdf, ".png": printed.picture}
    if suffix.lower() not in pages:
        fail("cli.rights.which_file", code=2)
    return pages[suffix.lower()]


def _write(path: Path, page: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(page)
    except OSError as error:
        fail("cli.rights.not_written", path=path, reason=error.strerror)
    click.echo(said("cli.rights.written", path=path))


def as_text(card: RightsCard, language: str) -> str:
    """A card as lines for a person at a terminal."""
    text, as_of = card.text(language), load_rights().as_of
    lines = [click.style(text.title, bold=True), text.first, ""]
    lines += [f"{t('rights.say_aloud', language)}:", f"  “{card.say_aloud}”"]
    if language != SPOKEN:
        lines.append(f"  {t('rights.means', language, meaning=text.say)}")
    lines += ["", *(f"- {step.lead} {step.text}" for step in text.steps), ""]
    lines.append(f"{text.note} {t('rights.no_advice', language, date=show_date(as_of, language))}")
    lines += [f"{source.by}, {source.name}: {source.url}" for source in card.sources]
    return "\n".join(lines)
