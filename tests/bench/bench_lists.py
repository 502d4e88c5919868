"""CPU of making one row of a table into an entry, beside the csv module that only parts its cells.

No budget: it is here to be read in µs. What it comes to in an import is a matter of the database.
`--rows` says how many; rows that are as bad as they can be are timed too, in two sizes: twice the
rows, or twice the length, must take about twice the time.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
from collections.abc import Iterator
from time import process_time

from bot.domain.errors import BadInput
from bot.services.lists.csv_read import read_csv
from bot.services.lists.read import read_list
from bot.services.places import load_places
from tests.bench.harness import say

HEADER = ["Organization", "Phone", "Website", "Description", "City", "State"]
WIDE = [*HEADER, "ZIP", "Languages", "Type", "Needs", "Email"]
CITIES = (("Chicago", "IL"), ("Boston", "MA"), ("El Paso", "TX"), ("San José", "CA"))


def table(rows: int, header: list[str]) -> str:
    """A list of organizations, all different."""
    chance = random.Random(1)  # noqa: S311 - no secret
    out = io.StringIO(newline="")
    sheet = csv.writer(out)
    sheet.writerow(header)
    for at in range(rows):
        city, state = chance.choice(CITIES)
        cells = [
            f"Casa Ejemplo {at}", f"312-{chance.randint(220, 999)}-{at % 10000:04}",
            f"https://www.org{at}.example.org/", f"Gives free legal help in {city}, number {at}.",
            city, state, "", "English, Spanish", "legal service", "legal help; bond",
            f"info@org{at}.example.org",
        ]  # fmt: skip
        sheet.writerow(cells[: len(header)])
    return out.getvalue()


def worst(length: int) -> Iterator[tuple[str, bytes]]:
    """Files that make careless readers slow, of about so many bytes."""
    yield "open tags", b"name\n" + b"<a" * (length // 2)
    yield "entities", b"name\n" + b"&amp;" * (length // 5)
    yield "blanks", b"name\nA" + b" " * length + b"B\n"
    yield "digits", b"name,phone\n" + b"A,1 2 3 4 5 6 7 8 9\n" * (length // 20)
    yield "one quote", b'name\n"' + b"a\n" * (length // 2)
    yield (
        "unknown cities",
        b"name,city,state\n" + b"".join(b"A%d,Xq%d,IL\n" % (n, n) for n in range(length // 16)),
    )
    yield "nested", b"[" * length
    yield (
        "circle",
        b"[%s]"
        % b",".join(
            b'{"id":"aaaa%d","name":"n","parent_organization_id":"aaaa%d"}' % (n, n + 1)
            for n in range(length // 60)
        ),
    )


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, default=20_000)
    rows = options.parse_args().rows
    places = load_places()
    for name, header in (("6 columns", HEADER), ("11 columns", WIDE)):
        text = table(rows, header)
        start = process_time()
        list(csv.reader(io.StringIO(text, newline="")))
        bare = process_time() - start
        for _ in range(2):  # the second time everything is loaded
            start = process_time()
            made = sum(1 for row in read_csv(text, places) if row.entry)
            ours = process_time() - start
        say(f"{name}: {ours / rows * 1e6:.1f} µs a row, csv alone {bare / rows * 1e6:.1f} ({made})")
    for (name, small), (_, large) in zip(worst(200_000), worst(400_000), strict=True):
        took: list[float] = []
        for data in (small, large):
            start = process_time()
            try:
                for _ in read_list(data, "x.csv", places=places):
                    pass
            except BadInput:
                pass
            took.append(process_time() - start)
        say(f"worst, {name}: {took[0] * 1000:.0f} ms, twice as long {took[1] * 1000:.0f} ms")


if __name__ == "__main__":
    main()
