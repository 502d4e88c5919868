"""The chooser's HTML: who you are, which channel, things to try. Pure text out of values."""

from __future__ import annotations

from html import escape

from bot.demo import cast
from bot.demo.stage import OnShow
from bot.i18n import language_name, languages, t

#: The keys of the things to try, in the order in which they make sense.
_TRY = (
    *("find", "call", "rights", "report", "spanish", "event", "shift", "calendar"),
    *("edit", "import", "setup", "me"),
)
THINGS_TO_TRY = tuple(f"demo.try.{name}" for name in _TRY)
#: So many hours a visitor can let pass.
HOURS = (1, 24, 168)
#: A list to bring in, from `data/`.
EXAMPLE = "demo_list.json"

STYLE = """
:root { color-scheme: light dark; --ink: #1c1917; --soft: #57534e; --paper: #fafaf9;
  --card: #ffffff; --line: #d6d3d1; --act: #1d4ed8; --on-act: #ffffff; }
@media (prefers-color-scheme: dark) { :root { --ink: #f5f5f4; --soft: #a8a29e; --paper: #1c1917;
  --card: #292524; --line: #57534e; --act: #93c5fd; --on-act: #172554; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 42rem; padding: 1rem; background: var(--paper); color: var(--ink);
  font: 1.0625rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.2; margin: .5rem 0; }
h2, legend { font-size: 1.15rem; font-weight: 600; margin: 1.5rem 0 .5rem; padding: 0; }
p { margin: .5rem 0; }
.soft { color: var(--soft); }
.note { border-left: .3rem solid var(--act); padding: .5rem .8rem; background: var(--card); }
fieldset { border: 0; margin: 0; padding: 0; }
label { display: flex; gap: .75rem; align-items: center; min-height: 3rem; padding: .4rem .75rem;
  margin: .4rem 0; background: var(--card); border: 1px solid var(--line); border-radius: .5rem; }
input[type=radio] { width: 1.25rem; height: 1.25rem; flex: none; accent-color: var(--act); }
button { display: block; width: 100%; min-height: 3.25rem; margin: .5rem 0; padding: .5rem .9rem;
  text-align: left; font: inherit; color: var(--ink); background: var(--card); cursor: pointer;
  border: 2px solid var(--act); border-radius: .5rem; }
button:hover { background: var(--act); color: var(--on-act); }
button:hover .soft { color: inherit; }
:focus-visible { outline: 3px solid var(--act); outline-offset: 2px; }
button strong, label strong { display: block; }
a { color: var(--act); display: inline-block; min-height: 2.75rem; padding: .5rem .5rem .5rem 0; }
ol { padding-left: 1.4rem; } li { margin: .5rem 0; }
"""


def chooser(
    language: str,
    on_show: OnShow | None,
    person: str,
    *,
    passed: int = 0,
    calendar: str = "",
) -> str:
    """The page that lists the channels, in `language`, with `person` (a key) chosen. `passed`: so
    many hours were just let pass. `calendar`: where the public calendar is."""

    def say(key: str) -> str:
        return escape(t(f"demo.chooser.{key}", language))

    return _page(
        language,
        say("title"),
        f"<h1>{say('title')}</h1><p>{say('intro')}</p>"
        f"{_now_open(on_show, language)}"
        '<form method="post" action="/open" target="coalition-demo">'
        f'<input type="hidden" name="lang" value="{escape(language)}">'
        f"<fieldset><legend>{say('who')}</legend>{_people(person, language)}</fieldset>"
        f"<h2>{say('where')}</h2><p class=soft>{say('own_tab')}</p>{_channels(language)}"
        f"</form>{_calendar(calendar, language)}"
        f"<h2>{say('time')}</h2><p class=soft>{say('time_why')}</p>"
        f"{_passed(passed, language)}{_hours(language)}"
        f"<h2>{say('try')}</h2>{_things_to_try(language)}"
        f"<p class=soft>{say('end')}</p>",
    )


def _calendar(address: str, language: str) -> str:
    if not address:
        return ""
    title, why, name = (
        escape(t(key, language))
        for key in (
            "demo.chooser.calendar", "demo.chooser.calendar_why", "demo.chooser.calendar_open"
        )
    )  # fmt: skip
    link = f'<a href="{escape(address)}?lang={language}" target="coalition-calendar">{name}</a>'
    return f"<h2>{title}</h2><p class=soft>{why}</p><p>{link}</p>"


def _passed(hours: int, language: str) -> str:
    if not hours:
        return ""
    words = t("demo.chooser.passed", language, span=_span(hours, language))
    return f'<p class="note" role="status">{escape(words)}</p>'


def _span(hours: int, language: str) -> str:
    return t(f"demo.span.{hours}", language)


def _hours(language: str) -> str:
    buttons = "".join(
        f'<button name="hours" value="{hours}">'
        f"{escape(t('demo.chooser.later', language, span=_span(hours, language)))}</button>"
        for hours in HOURS
    )
    return (
        '<form method="post" action="/later">'
        f'<input type="hidden" name="lang" value="{escape(language)}">{buttons}</form>'
    )


def refusal(language: str, sentence: str) -> str:
    """A page that says why a channel didn't open, with the way back."""
    back = escape(t("demo.chooser.back", language))
    title = escape(t("demo.chooser.title", language))
    link = f'<p><a href="/?lang={escape(language)}">{back}</a></p>'
    return _page(language, title, f'<h1>{title}</h1><p class="note">{escape(sentence)}</p>{link}')


def _page(language: str, title: str, body: str) -> str:
    others = " ".join(
        f'<a href="/?lang={code}" lang="{code}" hreflang="{code}">{escape(language_name(code))}</a>'
        for code in languages()
        if code != language
    )
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/style.css"><link rel="icon" href="data:,">'
        f"<title>{title}</title></head><body><nav>{others}</nav><main>{body}</main></body></html>"
    )


def _now_open(on_show: OnShow | None, language: str) -> str:
    if on_show is None:
        return ""
    name = next(p.name for p in cast.PEOPLE if p.key == on_show.person)
    words = t("demo.chooser.now_open", language, channel=on_show.channel, person=name)
    return f'<p class="note">{escape(words)}</p>'


def _people(chosen: str, language: str) -> str:
    return "".join(
        f'<label><input type="radio" name="person" value="{p.key}"'
        f"{' checked' if p.key == chosen else ''}><span><strong>{escape(p.name)}</strong>"
        f'<span class="soft">{escape(t(f"demo.person.{p.key}", language))}</span></span></label>'
        for p in cast.PEOPLE
    )


def _channels(language: str) -> str:
    return "".join(
        f'<button name="channel" value="{c.key}"><strong># {escape(c.key)}</strong>'
        f'<span class="soft">{escape(t(f"demo.channel.{c.key}", language))}</span></button>'
        for c in cast.CHANNELS
    ) + (
        f'<button name="channel" value="{cast.DM}"><strong>{escape(t("demo.chooser.dm", language))}'
        f'</strong><span class="soft">{escape(t("demo.channel.dm", language))}</span></button>'
    )


def _things_to_try(language: str) -> str:
    items = "".join(f"<li>{escape(t(key, language))}</li>" for key in THINGS_TO_TRY)
    example = escape(t("demo.chooser.example", language))
    return f'<ol>{items}</ol><p><a href="/{EXAMPLE}" download>{example}</a></p>'
