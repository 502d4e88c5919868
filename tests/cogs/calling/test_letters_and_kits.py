"""`/write`, `/share`, the reminder that somebody asks for, and numbers that are wrong."""

from __future__ import annotations

from datetime import timedelta

from bot.domain.actor import Capability
from bot.services.guilds import Purpose
from tests.cogs.calling.campaigning import open_campaign, organizer_of
from tests.conftest import World
from tests.screens import raw_components, walk

DAY = timedelta(days=1)


def _texts(world: World) -> list[str]:
    return [
        "\n".join(c["content"] for c in walk(raw_components(m)) if c.get("content"))
        for m in world.channel.history()
    ]


async def test_a_letter_is_filled_comes_as_a_file_and_is_counted(world: World) -> None:
    ana = world.member("Ana")
    assert "No campaign is open" in (await world.slash(ana, "write")).text
    number = await open_campaign(world, "us_house", "us_senate")
    form = await world.slash(ana, "write", campaign="refugees")
    card = await world.fill_in(ana, form, zip="02119")
    assert card.private
    assert "Letter 1 of 3 · Rep. Ayanna Pressley" in card.text
    assert "Dear Representative Pressley" in card.text
    await world.restart()
    file = await world.press(ana, card, "As a file")
    assert "The letter to Rep. Ayanna Pressley" in file.text
    second = await world.press(ana, card, "I sent it")
    assert "Letter 2 of 3" in second.text
    end = await world.press(ana, await world.press(ana, second, "Skip"), "Stop here")
    assert "Thank you" in end.text
    assert "Letters and e-mails so far: fewer than 5" in end.text
    rows = await world.app.db.fetch_all("SELECT action, count FROM campaign_tally")
    assert [tuple(row) for row in rows] == [("letter", 1)]
    assert (await world.app.services.calls.reached(number)).letters.value is None


async def test_what_there_is_to_share_comes_in_both_languages_and_is_posted_after_asking(
    world: World,
) -> None:
    ana, ben = world.member("Ana"), world.member("Ben")
    assert "no campaign is open" in (await world.slash(ana, "share")).text
    await open_campaign(world, "us_house")
    wrong = await world.slash(ana, "share", campaign="no such thing")
    assert "no open campaign of that name" in wrong.text
    kit = await world.slash(ana, "share")
    assert kit.private
    assert "I called. You can too!" in kit.text
    assert "Yo llamé" in kit.text
    assert kit.text.count("#RefugeesWelcome") == 2
    assert "$1,250 of $5,000 ▰▰▱" in kit.text
    assert "never handles any" in kit.text
    assert "https://example.org/fund" in kit.links
    asked = await world.press(ana, kit, "Share…")
    assert "nobody sees that it was you" in asked.text
    before = len(_texts(world))
    await world.restart()
    await world.press(ana, asked, "Yes, share it")
    (posted,) = _texts(world)[before:]
    assert "Protect refugees" in posted
    message = list(world.channel.history())[-1]
    start = next(
        c["custom_id"]
        for c in walk(raw_components(message))
        if c.get("custom_id", "").startswith("call:start")
    )
    form = await ben.click(message, custom_id=start)
    assert form.modal is not None


async def test_a_reminder_comes_once_only_to_who_asked_and_says_nothing_of_the_campaign(
    world: World,
) -> None:
    await open_campaign(world, "us_house")
    ana = world.member("Ana")
    card = await world.fill_in(ana, await world.slash(ana, "call"), zip="02119")
    end = await world.press(ana, card, "Stop here")
    await world.move(3 * DAY)
    assert list(ana.user.dm_channel.history()) == []
    said = await world.press(ana, end, "Remind me tomorrow")
    assert "one direct message" in said.text
    await world.restart()
    await world.move(DAY)
    (message,) = ana.user.dm_channel.history()
    text = str(raw_components(message))
    assert "You asked me to remind you" in text
    assert "refugees" not in text
    await world.move(3 * DAY)
    assert len(list(ana.user.dm_channel.history())) == 1


async def test_a_number_that_two_people_found_wrong_is_out_until_moderators_decide(
    world: World,
) -> None:
    await open_campaign(world, "us_house")
    people = [world.member("Ana"), world.member("Ben")]
    services = world.app.services
    moderators = world.guild.create_text_channel("moderators")
    admin = organizer_of(world)
    await services.guilds.choose_channel(admin, Purpose.MODERATION, moderators.id)
    for who in people:
        card = await world.fill_in(who, await world.slash(who, "call"), zip="02119")
        phone = next(line for line in card.text.splitlines() if line.startswith("## "))
        other = await world.press(who, card, "Wrong number")
        assert "When a second person says it" in other.text
        assert phone not in other.text
    await world.move()
    (news,) = moderators.history()
    third = world.member("Cruz")
    card = await world.fill_in(third, await world.slash(third, "call"), zip="02119")
    assert phone not in card.text
    back = next(
        c["custom_id"]
        for c in walk(raw_components(news))
        if c.get("custom_id", "").startswith("wrong:put_back")
    )
    await world.restart()
    refused = await third.click(news, custom_id=back)
    assert "organize" in str(refused.response.components)
    role = world.guild.create_role("Organizers")
    await world.app.services.guilds.choose_roles(admin, Capability.ORGANIZER, [role.id])
    await world.app.services.guilds.choose_roles(admin, Capability.DIRECTORY_EDITOR, [role.id])
    dara = world.member("Dara", role)
    queue = await world.slash(dara, "directory review")
    out = await world.press(dara, queue, "Numbers taken out")
    assert "Pressley" in out.text
    await dara.click(news, custom_id=back)
    assert await world.app.services.calls.numbers_out(world.guild.id) == frozenset()
    card = await world.fill_in(third, await world.slash(third, "call"), zip="02119")
    assert phone in card.text
