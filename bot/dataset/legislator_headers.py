"""What the tables behind calls say of themselves: source, date, licence, when the terms end."""

from __future__ import annotations

from collections.abc import Mapping

#: The day of the commit that the members of Congress come from.
CONGRESS_AS_OF = "2026-06-15"

CONGRESS: Mapping[str, str] = {
    "note": "Members of Congress and their offices. Their terms end on the days said below; after "
    "that: python -m bot data update.",
    "source": "unitedstates/congress-legislators@dfa9622263dd (2026-06-15); flags second_source "
    "and second_source_phone: openstates/people@934bf09a94a3 (United States people as of "
    "2026-06-05)",
    "licence": "CC0 1.0, both",
    "made_by": "python -m bot.dataset.legislators",
}

ZIP_DISTRICTS = """\
# Which districts of the House each ZIP touches; several: nobody knows which without an address.
# source: zccd.csv (2024-11-12) of OpenSourceActivismTech/us-zipcodes-congress@1335b61ff36b, from
# source: Census Bureau relationship files; 30 lost pairs at state lines put back from the file of
# source: state districts, 17 island ZIPs by their first digits
# date: 2024-11-12
# licence: public domain (a work of the United States government)
# terms_end: 2027-01-03
# note: lines of the 119th Congress; several states have new ones for the 120th
# note: some pairs are false extras (the source joins by tracts): ask, never drop one
# note: like is set where a ZIP has no area (post office boxes): the nearest ZIP that has one
# note: made by python -m bot.dataset.legislators
"""

ZIP_STATE_DISTRICTS = """\
# Which districts of a state's chambers each ZIP touches; several are parted by a semicolon.
# source: Census Bureau, relationships of 2024 state legislative districts to 2020 ZIP areas, by
# source: way of thecantercompany/state-leg-zips@f687e9c5448e (no licence; only facts were taken)
# date: 2026-02-14
# licence: public domain (a work of the United States government)
# terms_end: 2027-01-01
# note: lines of the elections of 2024; later court orders are not in it
# note: DC and PR: only those who stand for all of it; not in it: 57 members of New Hampshire whose
# note: districts lie over others, two of Maine's tribes
# note: made by python -m bot.dataset.legislators
"""

STATE_LEGISLATORS = """\
# State legislators; offices: town|ZIP|phone|lat|lon, parted by a semicolon.
# source: openstates/people@934bf09a94a3
# date: 2026-08-05
# licence: CC0 1.0
# terms_end: 2027-01-01
# elections: 2026-11-03
# note: from before those elections; some states have sworn in new members since
# note: no street addresses and no addresses at private mail hosts: many have their office at home
# note: made by python -m bot.dataset.legislators
"""

GOVERNORS = """\
# Each state's capital, and its governor; ends is the day on which the term does.
# source: openstates/people@934bf09a94a3; capitals are common knowledge, their points are those of
# source: data/places.csv.gz
# date: 2026-08-05
# licence: CC0 1.0
# terms_end: 2026-12-07
# elections: 2026-11-03
# note: not known: CA DC DE IN MO MT NC ND NH NJ PR UT VA VT (the source still had a past term)
# note: made by python -m bot.dataset.legislators
"""
