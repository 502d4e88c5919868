"""The bundled campaigns: sourced, whole in both languages, short enough to read aloud, and each can
be opened once its organizer has looked at its bills and brought in its lists.
"""

from __future__ import annotations

import json
import re

import pytest

from bot.bundled import bundled_path
from bot.domain.campaign import CampaignStatus, CampaignTemplate, Variant
from bot.domain.errors import BadInput, NotFound
from bot.i18n import languages
from bot.services.campaign_templates import campaign_template, campaign_templates
from bot.services.services import Services
from tests.services.campaigning import ORGANIZER

TEMPLATES = campaign_templates()
#: One reads some 150 words a minute; whoever answers at an office listens for one.
MOST_WORDS = 150
SHERIFF = b"name,office,place,state,phone\nAlex Sample,Sheriff,Sample County,OH,614-555-0100\n"
ids = pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.key)


def test_the_file_says_where_it_is_from() -> None:
    data = json.loads(bundled_path("campaign_templates.json").read_bytes())
    assert data["source"]
    assert data["date"]
    assert data["licence"]
    assert all(raw["source"] for raw in data["templates"])
    with pytest.raises(NotFound):
        campaign_template("dragons")


def test_the_four_kinds_and_both_call_scripts_are_there() -> None:
    kinds = [template.draft.kind.value for template in TEMPLATES]
    assert kinds == ["calls", "calls", "freedom_city", "agreement_287g", "inspection"]
    bills = {bill.lower or bill.upper for template in TEMPLATES for bill in template.bills}
    assert bills == {"H.R. 2146", "H.R. 2214", "H. 3573"}


@ids
def test_it_is_whole_in_every_language(template: CampaignTemplate) -> None:
    draft, every = template.draft, set(languages())
    for words in (draft.title, draft.ask, draft.share.texts, *(p.words for p in draft.points)):
        assert set(words) == every
    assert all(point.source.startswith("https://") for point in draft.points)
    bodies = {script.body for script in template.scripts}
    said = {(s.body, s.language, s.variant) for s in template.scripts}
    assert said == {(b, language, v) for b in bodies for language in every for v in Variant}
    assert {(x.body, x.language) for x in template.letters} == {
        (body, language) for body in bodies for language in every
    }


@ids
def test_its_scripts_are_read_aloud_in_a_minute(template: CampaignTemplate) -> None:
    for script in template.scripts:
        assert len(script.words.split()) <= MOST_WORDS, (script.body, script.language)
        if script.variant is Variant.VOICEMAIL:
            assert len(script.words.split()) <= 50


#: Who says so at an office says what a non-citizen must never claim: it can cost them their stay.
CLAIMS = re.compile(
    r"\bI vote\b|\bI voted\b|\bas a voter\b|\bcitizens?\b|\bmy country\b|\bpay taxes\b"
    r"|\byo voto\b|\bvoté\b|\bciudadan[oa]s?\b|\bmi país\b|\bpago impuestos\b",
    re.IGNORECASE,
)


@ids
def test_its_words_can_be_said_by_whoever_lives_there_whatever_their_papers(
    template: CampaignTemplate,
) -> None:
    for each in (*template.scripts, *template.letters):
        assert not CLAIMS.search(each.words), (each.body, each.language, each.words)


@ids
async def test_it_is_opened_once_bills_and_lists_were_seen_to(
    template: CampaignTemplate, services: Services
) -> None:
    campaign = await services.campaigns.from_template(ORGANIZER, template)
    with pytest.raises(BadInput) as refused:
        await services.campaigns.open(ORGANIZER, campaign.number, campaign.version)
    assert refused.value.key in ("campaign_error.bill_ended", "campaign_error.no_targets")
    whole = await services.campaigns.get(ORGANIZER, campaign.number)
    for name in whole.lists:
        report = await services.campaigns.import_targets(
            ORGANIZER, campaign.number, whole.campaign.version, name, SHERIFF, apply=True
        )
        assert not report.bad
        whole = await services.campaigns.get(ORGANIZER, campaign.number)
    for script in whole.scripts:
        seen = await services.campaigns.preview(
            ORGANIZER, campaign.number, script.body, script.language, script.variant,
            state=template.draft.state or "",
        )  # fmt: skip
        assert "{" not in seen.words
        assert seen.target.name
    opened = await services.campaigns.open(
        ORGANIZER,
        campaign.number,
        whole.campaign.version,
        confirm=[bill.number for bill in whole.bills],
    )
    assert opened.status is CampaignStatus.OPEN
