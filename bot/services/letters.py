"""Letters and e-mails: filled from a campaign's template, with where to send them."""

from __future__ import annotations

from bot.clock import Clock
from bot.domain.call_plan import CallTarget, FilledLetter
from bot.domain.campaign import CampaignStatus, CampaignWhole
from bot.domain.errors import NotFound
from bot.domain.legislators import District
from bot.domain.script_text import fill
from bot.i18n import SOURCE_LANGUAGE
from bot.services.call_targets import legislator, listed
from bot.services.campaign_words import values
from bot.services.legislators import Legislators, LegislatorsService
from bot.storage.campaign_parts import get_whole
from bot.storage.campaigns import get_campaign
from bot.storage.database import Database


class LettersService:
    """Use cases of `/write`. They are counted by `CallsService.count`."""

    def __init__(self, db: Database, *, clock: Clock, legislators: LegislatorsService) -> None:
        self._db = db
        self._clock = clock
        self._legislators = legislators

    async def letter(
        self,
        guild_id: int,
        campaign: int,
        target: str,
        language: str,
        *,
        instead_of: District | None = None,
        city: str = "",
        state: str = "",
    ) -> FilledLetter:
        """The letter to one target (`CallTarget.id`), in that language or else in English.

        `instead_of`: the vacant seat for which this senator is written to.

        Raises:
            NotFound: the campaign is not open here, has no letter to them, or they are not in the
            data any more.
        """
        found = await get_campaign(self._db, campaign, guild_id=guild_id)
        if found is None or found.status is not CampaignStatus.OPEN:
            raise NotFound("campaign_error.gone")
        whole = await get_whole(self._db, found)
        person = self._person(whole, target, await self._legislators.load())
        if person is None:
            raise NotFound("campaign_error.target_gone")
        return filled_letter(whole, person, language, instead_of=instead_of, city=city, state=state)

    def _person(self, whole: CampaignWhole, target: str, book: Legislators) -> CallTarget | None:
        now = self._clock.now()
        official = next((each for each in whole.targets if each.id == target), None)
        if official is not None:
            return listed(official, now)
        member = book.target(target)
        return legislator(book, member, None, now) if member else None


def filled_letter(
    whole: CampaignWhole,
    person: CallTarget,
    language: str,
    *,
    instead_of: District | None = None,
    city: str = "",
    state: str = "",
) -> FilledLetter:
    """The letter, ready to be copied. Raises NotFound: there is none to them."""
    bodies = [person.body, *([instead_of.body.value] if instead_of else [])]
    languages = (language, SOURCE_LANGUAGE, *(each.language for each in whole.letters))
    letter = next(
        (found for body in bodies for each in languages if (found := whole.letter(body, each))),
        None,
    )
    if letter is None:
        raise NotFound("campaign_error.no_letter_here")
    office = person.address
    known = values(
        whole,
        letter.body,
        letter.language,
        person,
        office_city=office.city if office else "",
        city=city,
        state=state,
    )
    lines = (
        (office.address, f"{office.city}, {office.state} {office.zip}".strip()) if office else ()
    )
    return FilledLetter(
        campaign=whole.campaign.number,
        target=person,
        language=letter.language,
        subject=fill(letter.subject, known),
        words=fill(letter.words, known),
        address=(person.name, *lines) if lines else (),
        form_url=person.contact,
        email=person.email,
    )
