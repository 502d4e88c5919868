"""The reference lists as screens: 287(g) agreements by county, the SAFE Network. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from discord import ui

from bot.domain.agreements import Agency, Agreement, AgreementKind, Agreements, AgreementStatus
from bot.domain.counties import County
from bot.domain.named_lists import AGREEMENTS, SAFE
from bot.domain.places import Place
from bot.domain.safe_network import Distant, SafeMember
from bot.i18n import show_date, t
from bot.presentation.screen import ACCENT, Screen
from bot.presentation.text import fit, plain
from bot.services.places import state_name
from bot.services.reference_lists import STATE_MARK, Area, state_label
from cogs.lists.render import Body, button, kept, onward, title_of
from cogs.resources.render import distance_part

#: ICE's own page, which has the newest list.
OFFICIAL = "https://www.ice.gov/identify-and-arrest/287g"
#: The immigration courts' lists of free legal help.
COURT_LISTS = "https://www.justice.gov/eoir/list-pro-bono-legal-service-providers"
#: One less than a menu holds, so that it never looks as if it were cut off by chance.
COUNTIES_A_PAGE = 24
AGENCIES_A_PAGE = 6
_NEAREST_MEMBERS = 3
_MAX_AGENCY = 130
_MAX_COUNTY = 80


def county_name(county: County, language: str) -> str:
    """A county as people of that language call it: `Harris County`, `Condado de Harris`."""
    return t(f"lists.county.{county.kind.value}", language, name=county.short_name)


def county_in_state(county: County, language: str) -> str:
    """A county with its state: `Harris County, Texas`."""
    return f"{county_name(county, language)}, {state_name(county.state, language)}"


def agreement_line(agreement: Agreement, language: str) -> str:
    """One agreement: what kind, where it stands and since when."""
    kind = t(f"lists.agreement.{agreement.kind.value}", language)
    status = t(
        f"lists.status.{agreement.status.value}",
        language,
        date=show_date(agreement.on, language),
    )
    return t("lists.agreement_line", language, kind=kind, status=status)


def agency_text(agency: Agency, language: str) -> str:
    """An agency with all its agreements."""
    lines = [f"**{fit(plain(agency.name), _MAX_AGENCY)}**"]
    return "\n".join(lines + [agreement_line(each, language) for each in agency.agreements])


def _as_of(agreements: Agreements, language: str) -> str:
    return t("lists.as_of", language, date=show_date(agreements.as_of, language))


def _links(state: str, language: str) -> list[ui.Button[Any]]:
    return [
        button("lists.against", language, f"lists:against:{state}"),
        ui.Button(label=t("lists.official_list", language), url=OFFICIAL),
    ]


# --- 287(g) without a place ---------------------------------------------------------------------


def agreements_screen(agreements: Agreements, language: str) -> Screen:
    """What 287(g) is, how much of it there is, and the question where."""
    states = agreements.states()
    agencies = sum(agreements.summary(state).agencies for state in states)
    text = "\n".join(
        [
            f"## {title_of(AGREEMENTS, language)}",
            t("lists.agreements_about", language),
            t("lists.agreements_all", language, agencies=f"{agencies:,}", states=len(states)),
            t("lists.agreements_ask", language),
            f"-# {_as_of(agreements, language)}",
        ]
    )
    choose = button("lists.choose_place", language, "lists:place:287g", primary=True)
    menu = button("lists.all_lists", language, "lists:menu:")
    link: ui.Button[Any] = ui.Button(label=t("lists.official_list", language), url=OFFICIAL)
    body: Body = ui.Container(
        ui.TextDisplay(text), ui.ActionRow(choose, link, menu), accent_color=ACCENT
    )
    return Screen(body)


# --- a state --------------------------------------------------------------------------------------


def state_screen(area: Area, agreements: Agreements, page: int, language: str) -> Screen:
    """What there is in a state, and its counties to choose from."""
    state = area.place.state or ""
    lines = list(_state_lines(area, agreements, language))
    if not area.counties:  # an island area: nothing to choose from, so all of it at once
        of_state = agreements.agencies(state)
        return _agencies_screen(state, None, lines, of_state, page, agreements, language)
    text = "\n".join([*lines, f"-# {_as_of(agreements, language)}"])
    body: Body = ui.Container(ui.TextDisplay(text), accent_color=ACCENT)
    last = max(0, (len(area.counties) - 1) // COUNTIES_A_PAGE)
    page = min(page, last)
    shown = area.counties[page * COUNTIES_A_PAGE : (page + 1) * COUNTIES_A_PAGE]
    if shown:
        asked = t("lists.choose_near_county", language)
        if area.place.kind == "state":
            first, last_shown = shown[0].short_name, shown[-1].short_name
            asked = t("lists.choose_county", language, first=first, last=last_shown)
        choice = _county_choice(shown, agreements.counts(state), asked, language)
        body.add_item(ui.ActionRow(choice))
    where = f"{STATE_MARK}{state}"
    if area.place.kind != "state":
        where = kept(area.place.label) or where
    turn: list[ui.Button[Any]] = []
    if page > 0:
        turn.append(button("lists.counties_before", language, f"lists:counties:{page - 1}:{where}"))
    if page < last:
        turn.append(button("lists.counties_after", language, f"lists:counties:{page + 1}:{where}"))
    without = len(agreements.agencies(state))
    if without:
        turn.append(
            button("lists.without_county", language, f"lists:agencies:{state}:0:", count=without)
        )
    if turn:
        body.add_item(ui.ActionRow(*turn))
    body.add_item(ui.ActionRow(*_links(state, language)))
    body.add_item(ui.ActionRow(*onward(AGREEMENTS, area.place.label, language)))
    return Screen(body)


def _state_lines(area: Area, agreements: Agreements, language: str) -> Iterator[str]:
    state = area.place.state or ""
    if area.notice is not None:
        yield t(area.notice.key, language, **area.notice.params)
    name = state_name(state, language)
    title = t("lists.heading", language, title=title_of(AGREEMENTS, language), place=plain(name))
    yield f"## {title}"
    found = agreements.summary(state)
    if not found.agencies:
        date = show_date(agreements.as_of, language)
        yield t("lists.none_known", language, date=date)
    else:
        yield t("lists.state_agencies", language, count=found.agencies)
        if found.counties:
            of = len(area.counties)
            yield t("lists.state_counties", language, count=found.counties, of=of)
    if found.pending:
        date = show_date(agreements.pending_as_of, language)
        yield t("lists.state_pending", language, count=found.pending, date=date)
    if found.ended:
        yield t("lists.state_ended", language, count=found.ended)
    if area.counties and area.place.kind == "zip":
        yield t("lists.zip_is_no_county", language)
    elif area.counties and area.place.kind == "city":
        yield t("lists.city_is_no_county", language, city=plain(area.place.label))
    elif area.counties:
        yield t("lists.choose_county_below", language)


def _county_choice(
    counties: Sequence[County], counts: Mapping[str, int], asked: str, language: str
) -> ui.Select[Any]:
    choice: ui.Select[Any] = ui.Select(
        custom_id=f"lists:county:{counties[0].state}", placeholder=fit(asked, 150)
    )
    for county in counties:
        count = counts.get(county.name, 0)
        about = t("lists.agencies", language, count=count) if count else t("lists.none", language)
        choice.add_option(
            label=fit(county_name(county, language), _MAX_COUNTY),
            value=county.name,
            description=about,
        )
    return choice


def which_county_screen(counties: Sequence[County], language: str) -> Screen:
    """Several counties of one name: which one?"""
    choice: ui.Select[Any] = ui.Select(
        custom_id="lists:county:any", placeholder=t("lists.choose_one", language)
    )
    for county in counties[:COUNTIES_A_PAGE]:
        choice.add_option(
            label=fit(county_in_state(county, language), 100),
            value=f"{county.state}:{county.name}",
        )
    text = t("lists.which_county", language, name=plain(counties[0].short_name))
    body: Body = ui.Container(
        ui.TextDisplay(text),
        ui.ActionRow(choice),
        ui.ActionRow(*onward(AGREEMENTS, "", language)),
        accent_color=ACCENT,
    )
    return Screen(body)


# --- a county, and what has none ------------------------------------------------------------------


def county_screen(county: County, agreements: Agreements, page: int, language: str) -> Screen:
    """What ICE's list says of a county."""
    agencies = agreements.agencies(county.state, county.name)
    heading = plain(county_in_state(county, language))
    in_force = sum(each.agreements[0].status is AgreementStatus.SIGNED for each in agencies)
    lines = [f"## {heading}"]
    if in_force:
        lines.append(t("lists.county_agencies", language, count=in_force))
    else:
        date = show_date(agreements.as_of, language)
        lines.append(t("lists.none_known", language, date=date))
    return _agencies_screen(county.state, county.name, lines, agencies, page, agreements, language)


def without_county_screen(state: str, agreements: Agreements, page: int, language: str) -> Screen:
    """The agencies of a state for which ICE's list names no county."""
    agencies = agreements.agencies(state)
    name = state_name(state, language)
    title = t("lists.heading", language, title=title_of(AGREEMENTS, language), place=plain(name))
    lines = [f"## {title}", t("lists.without_county_about", language, count=len(agencies))]
    return _agencies_screen(state, "", lines, agencies, page, agreements, language)


def _agencies_screen(
    state: str,
    county: str | None,
    lines: list[str],
    agencies: Sequence[Agency],
    page: int,
    agreements: Agreements,
    language: str,
) -> Screen:
    """`county` is empty for those without one, None for a state that has no counties."""
    last = max(0, (len(agencies) - 1) // AGENCIES_A_PAGE)
    page = min(page, last)
    shown = agencies[page * AGENCIES_A_PAGE : (page + 1) * AGENCIES_A_PAGE]
    if last:
        number = t("find.page", language, number=page + 1, total=last + 1)
        lines.append(f"-# {number}")
    lines.append(f"-# {_as_of(agreements, language)}")
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    if shown:
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay("\n\n".join(agency_text(each, language) for each in shown)))
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay(_kinds_text(shown, language)))
    turn: list[ui.Button[Any]] = []
    if page > 0:
        turn.append(
            button("find.back", language, f"lists:agencies:{state}:{page - 1}:{county or ''}")
        )
    if page < last:
        left = min(AGENCIES_A_PAGE, len(agencies) - (page + 1) * AGENCIES_A_PAGE)
        custom_id = f"lists:agencies:{state}:{page + 1}:{county or ''}"
        turn.append(button("find.next", language, custom_id, count=left, primary=True))
    without = len(agreements.agencies(state)) if county else 0
    if without:
        turn.append(
            button("lists.without_county", language, f"lists:agencies:{state}:0:", count=without)
        )
    if turn:
        body.add_item(ui.ActionRow(*turn))
    body.add_item(ui.ActionRow(*_links(state, language)))
    below = onward(AGREEMENTS, state_label(state, language), language)
    if county is not None:
        back = f"lists:counties:0:{STATE_MARK}{state}"
        below.insert(0, button("lists.other_counties", language, back))
    body.add_item(ui.ActionRow(*below))
    return Screen(body)


def _kinds_text(agencies: Sequence[Agency], language: str) -> str:
    """What the kinds that were just named mean, one plain sentence each."""
    named = {agreement.kind for agency in agencies for agreement in agency.agreements}
    return "\n".join(
        t(
            "lists.kind_means",
            language,
            kind=t(f"lists.agreement.{kind.value}", language),
            meaning=t(f"lists.means.{kind.value}", language),
        )
        for kind in AgreementKind
        if kind in named
    )


# --- the SAFE Network -----------------------------------------------------------------------------


def safe_screen(
    members: Sequence[Distant],
    place: Place | None,
    language: str,
    *,
    notice: str = "",
    everything: bool = False,
) -> Screen:
    """Member places, the nearest first, and how a resident asks for a funded lawyer."""
    title = title_of(SAFE, language)
    where = place.label if place else ""
    lines = [notice] if notice else []
    if place:
        title = t("lists.heading", language, title=title, place=plain(where))
    lines += [f"## {title}", t("lists.safe_about", language)]
    shown, left = _members_to_show(members, place, everything=everything)
    if place and place.kind == "state" and not any(m.state == place.state for m, _ in members):
        lines.append(t("lists.safe_none_in_state", language, state=plain(where)))
    lines += [_member_line(member, far, language) for member, far in shown]
    lines.append(f"-# {t('lists.safe_unchecked', language)}")
    body: Body = ui.Container(ui.TextDisplay("\n".join(lines)), accent_color=ACCENT)
    if not everything or place is None:
        body.add_item(ui.Separator())
        body.add_item(ui.TextDisplay(t("lists.safe_steps", language)))
    help_there = f"lists:show:pro_bono:{kept(where)}"
    row = [
        button("lists.legal_help_near", language, help_there, primary=True),
        ui.Button[Any](label=t("lists.court_lists", language), url=COURT_LISTS),
    ]
    if left:
        row.append(
            button("lists.safe_all", language, f"lists:safe:{kept(where)}", count=len(members))
        )
    body.add_item(ui.ActionRow(*row))
    body.add_item(ui.ActionRow(*onward(SAFE, where, language)))
    return Screen(body)


def _members_to_show(
    members: Sequence[Distant], place: Place | None, *, everything: bool
) -> tuple[Sequence[Distant], bool]:
    """Those to show, and whether there are more."""
    if place is None or everything:
        return members, False
    if place.kind == "state":
        shown = [each for each in members if each[0].state == place.state]
        return shown, len(shown) < len(members)
    return members[:_NEAREST_MEMBERS], len(members) > _NEAREST_MEMBERS


def _member_line(member: SafeMember, far: float | None, language: str) -> str:
    line = t(
        "lists.safe_member",
        language,
        place=plain(member.name(language)),
        state=plain(state_name(member.state, language)),
        year=member.year,
    )
    return f"{line}{distance_part(far, language)}"
