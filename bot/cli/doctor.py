"""`doctor`: looks at everything the bot stands on and says what to mend, worst last in the exit."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterable

import click

from bot.cli.terminal import said, sentences, settings_or_fail
from bot.clock import SystemClock
from bot.diagnosis import Finding, Level, diagnose

_MARKS = {Level.FINE: ("ok", "green"), Level.WARN: ("!", "yellow"), Level.BAD: ("x", "red")}


@click.command(help=said("cli.doctor.help"))
@click.option("--offline", is_flag=True, help=said("cli.doctor.offline"))
def doctor(offline: bool) -> None:
    """Print one line a finding; exit with 1 if any is bad."""
    settings = settings_or_fail()
    with sentences():
        findings = asyncio.run(diagnose(settings, SystemClock(), online=not offline))
    show(findings)
    sys.exit(1 if any(finding.level is Level.BAD for finding in findings) else 0)


def show(findings: Iterable[Finding]) -> None:
    """One line a finding: mark, sentence."""
    for finding in findings:
        mark, color = _MARKS[finding.level]
        click.echo(f"{click.style(f'{mark:>2}', fg=color)}  {said(finding.key, **finding.params)}")
