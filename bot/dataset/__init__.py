"""Makers of the bundled tables: anyone with the upstream files can build `data/` again."""
