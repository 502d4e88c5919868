"""What somebody types as a ZIP: five digits, ZIP+4, with blanks, or something that is none.

What was typed is never part of an error: a ZIP is used for one answer and forgotten.
"""

from __future__ import annotations

import re
import unicodedata

from bot.domain.errors import BadInput

LONGEST = 100

#: A ZIP may stand behind a town and a state ("Cambridge, MA 02139"); digits before it are a typo.
_ZIP = re.compile(r"(?:\D*[\s,])?([0-9]{5})(?:[-\s\u2010-\u2015]*[0-9]{4})?")
_CANADIAN = re.compile(r"[A-Z][0-9][A-Z][\s-]*[0-9][A-Z][0-9]", re.IGNORECASE)
#: What phones and people leave between digits.
_SPREAD = re.compile(r"[0-9](?:\s+[0-9]){4}")

#: APO, FPO and DPO: Americas (340), Europe and the rest (090 to 098), Pacific (962 to 966).
_MILITARY = {"340", *(f"09{n}" for n in range(9)), *(f"96{n}" for n in range(2, 7))}
#: Palau, Micronesia and the Marshall Islands have United States mail, and no seat in Congress.
_FREELY_ASSOCIATED = (range(96939, 96945), range(96960, 96961), range(96970, 96971))


def read_zip(text: str) -> str:
    """The five digits that were meant.

    Raises:
        BadInput: `legislators.zip_empty`, `legislators.zip_canadian`, `legislators.zip_military`,
            `legislators.zip_no_congress` or `legislators.zip_bad`.
    """
    if len(text) > LONGEST:
        raise BadInput("legislators.zip_bad")
    typed = unicodedata.normalize("NFKC", text).strip()
    if not typed:
        raise BadInput("legislators.zip_empty")
    if _SPREAD.fullmatch(typed):
        typed = "".join(typed.split())
    found = _ZIP.fullmatch(typed.strip(" .,"))
    if found is None:
        canadian = _CANADIAN.search(typed) is not None
        raise BadInput("legislators.zip_canadian" if canadian else "legislators.zip_bad")
    code = found[1]
    if code[:3] in _MILITARY:
        raise BadInput("legislators.zip_military")
    if any(int(code) in numbers for numbers in _FREELY_ASSOCIATED):
        raise BadInput("legislators.zip_no_congress")
    return code
