"""Directory lists in and out: HSDS 3.0 JSON, the standard's data package, and CSV.

`read.read_list` makes rows of whatever file people have, `hsds_write` and `csv_write` make files of
entries, `check.problems_of` is the one validation of an entry. Nothing here knows the database: the
caller decides what becomes of a row.

The rules of the standard: https://docs.openreferral.org/en/3.0/hsds/schema_reference.html
"""
