"""The tour's part about making campaigns: one of each bundled kind is begun and looked through, in
English and in Spanish; one is opened. Calling has a story of its own.
"""

from __future__ import annotations

from bot.demo.deeds import Choose, Command, Deed, Fill, Press, Step

#: `{bil}` is no placeholder, and stands in the second line.
_TYPO = {"script": "Hello, I live in {caller_city}.\nPlease support {bil}."}
_MENDED = {"script": "Hello, I live in {caller_city}.\nPlease support {bill}, the {bill_title}."}
_FACT = {
    "fact_on": "2026-11-03",
    "fact": "The last inspection found no working phone in two units.",
    "fact_source": "https://example.org/inspection-2026",
}
_INSPECTION = {"template": "inspection-and-contract"}
_RENEWAL = {"due_on": "2027-06-30", "deadline": "The contract ends", "remind_days": "60"}


def _amara(slug: str, does: Deed) -> Step:
    return Step(slug, "amara", "moderators", does)


CAMPAIGN_STORY: tuple[Step, ...] = (
    Step("campaign-refused", "june", "find-help", Command("campaign create")),
    _amara("campaign-new", Command("campaign create")),
    _amara("campaign-made", Choose("camp:begin", ("refugee-bills",))),
    _amara("campaign-preview", Press("camp:part:preview:*")),
    _amara("campaign-page", Press("camp:page:*")),
    _amara("campaign-scripts", Press("camp:part:scripts:*")),
    _amara("campaign-cases", Choose("camp:scriptfor:*", ("us_house",))),
    _amara("campaign-script", Choose("camp:script:*", ("en:main",))),
    _amara("campaign-script-wrong", Fill(_TYPO)),
    _amara("campaign-script-mend", Press("mend:*")),
    _amara("campaign-script-saved", Fill(_MENDED)),
    _amara("campaign-past", Press("camp:open:*")),
    _amara("campaign-opened", Press("camp:anyway:*")),
    _amara("campaign-freedom-city", Command("campaign create", {"template": "freedom-city"})),
    _amara("campaign-nobody-yet", Press("camp:open:*")),
    _amara("campaign-language", Command("me")),
    _amara("campaign-language-chosen", Choose("me:language", ("es",))),
    _amara("spanish-campaign", Command("campaign create", {"template": "leave-287g"})),
    _amara("spanish-campaign-why", Press("camp:part:why:*")),
    _amara("spanish-campaign-page", Press("camp:page:*")),
    _amara("spanish-campaign-officials", Press("camp:part:officials:*")),
    _amara(
        "spanish-inspection", Command("campaign create", {"template": "inspection-and-contract"})
    ),
    _amara("spanish-inspection-log", Press("camp:part:log:*")),
    _amara("spanish-inspection-fact", Press("camp:part:fact:*")),
    _amara("spanish-inspection-fact-saved", Fill(_FACT)),
    _amara("spanish-inspection-log-again", Press("camp:part:log:*")),
    _amara("spanish-inspection-renewal", Press("camp:part:deadline:*")),
    _amara("spanish-inspection-renewal-saved", Fill(_RENEWAL)),
    _amara("campaign-language-again", Command("me")),
    _amara("campaign-language-back", Choose("me:language", ("en",))),
    _amara("campaign-stats", Command("campaign stats", {"campaign": "Open the door to refugees"})),
    _amara("campaign-stats-ask", Press("camp:share:*")),
    _amara("campaign-stats-posted", Press("camp:post:*")),
)
