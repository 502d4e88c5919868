"""Settings: a wrong one is named with what was wrong and an example, and secrets stay secret."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given
from hypothesis import settings as hypothesis
from hypothesis import strategies as st
from pydantic import ValidationError

from bot.i18n import languages, t
from bot.settings import EXAMPLES, Settings, SettingsError, load_settings

TOKEN, KEY = "MTIzNDU2.GtopSecret.abcdefghijklmnop", "a passphrase nobody may read"


@pytest.fixture(autouse=True)
def nothing_is_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An empty folder, and none of our variables in the environment."""
    monkeypatch.chdir(tmp_path)
    for name in list(os.environ):
        if name.upper() in EXAMPLES:
            monkeypatch.delenv(name)


def written(content: str | bytes) -> Path:
    """A `.env` here with that content."""
    path = Path(".env")
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


@pytest.mark.parametrize(
    ("line", "variable"),
    [
        ("WEB_PORT=eighty", "WEB_PORT"),
        ("WEB_PORT=99999", "WEB_PORT"),
        ("WEB_PORT=", "WEB_PORT"),
        ("WEB_HOST=0.0.0.0", "WEB_HOST"),
        ("DATABASE_READERS=0", "DATABASE_READERS"),
        ("DATABASE_READERS=many", "DATABASE_READERS"),
        ("LOG_LEVEL=loud", "LOG_LEVEL"),
        ("LOG_FORMAT=xml", "LOG_FORMAT"),
        ("DEFAULT_LANGUAGE=tlh", "DEFAULT_LANGUAGE"),
        ("VOLUME_ENCRYPTED=perhaps", "VOLUME_ENCRYPTED"),
        ("CONGRESS_MEMBERS_URL=members.json", "CONGRESS_MEMBERS_URL"),
        ("CONGRESS_OFFICES_URL=ftp://example.org/a", "CONGRESS_OFFICES_URL"),
    ],
)
def test_a_bad_value_names_the_variable_what_was_wrong_and_an_example(
    line: str, variable: str
) -> None:
    written(f"DISCORD_TOKEN={TOKEN}\nDATABASE_KEY={KEY}\n{line}\n")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert refused.value.key == "settings.bad_value"
    for language in languages():
        sentence = t(refused.value.key, language, **refused.value.params)
        assert variable in sentence
        assert EXAMPLES[variable] in sentence
        assert TOKEN not in sentence
        assert KEY not in sentence
    assert refused.value.params["problem"]
    assert refused.value.__cause__ is None
    assert refused.value.__suppress_context__


@pytest.mark.parametrize("secret", ["DISCORD_TOKEN", "DATABASE_KEY"])
def test_the_value_that_was_wrong_is_never_repeated(secret: str) -> None:
    written(f"{secret}={KEY}\nLOG_LEVEL={KEY}\n")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert KEY not in repr(refused.value) + str(refused.value.params)


@pytest.mark.parametrize(
    "content",
    [bytes(range(128, 256)), b"DATABASE_KEY=\xff\xfe", "LOG_LEVEL=info".encode("utf-16")],
    ids=["binary", "broken", "utf-16"],
)
def test_a_file_that_is_no_text_is_said_to_be_unreadable(content: bytes) -> None:
    written(content)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert refused.value.key == "settings.unreadable"
    assert refused.value.params["path"] == ".env"
    assert ".env" in t(refused.value.key, "es", **refused.value.params)


@pytest.mark.parametrize("variable", ["DATABASE_PATH", "DATA_PATH"])
def test_a_path_that_no_file_can_have_is_refused(variable: str) -> None:
    written(f"{variable}=a\0b.db\n")
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert refused.value.key == "settings.no_file_name"
    sentence = t(refused.value.key, "es", **refused.value.params)
    assert variable in sentence
    assert "\0" not in sentence


def test_updated_data_lies_beside_the_database_unless_it_is_said_where() -> None:
    written("DATABASE_PATH=some/where/a.db\nDATA_PATH=\n")
    assert load_settings().updates == Path("some/where/updates")
    written("DATABASE_PATH=some/where/a.db\nDATA_PATH=else/where\n")
    assert load_settings().updates == Path("else/where")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_may_not_be_read_is_said_to_be_unreadable() -> None:
    written("LOG_LEVEL=info").chmod(0)
    with pytest.raises(SettingsError) as refused:
        load_settings()
    assert refused.value.key == "settings.unreadable"


@hypothesis(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.one_of(st.binary(max_size=80), st.text(max_size=80).map(lambda s: s.encode("utf-8"))))
@example(b"DISCORD_TOKEN='abc\nLOG_LEVEL\n=x\nexport\n\"")
@example(b"\xef\xbb\xbfLOG_LEVEL=info")
@example(b"DISCORD_TOKEN=${DISCORD_TOKEN}")
def test_any_file_gives_settings_or_a_sentence(content: bytes) -> None:
    written(content)
    try:
        answer = load_settings()
    except SettingsError as refused:
        answer = t(refused.key, "en", **refused.params)
    assert answer


def test_without_a_file_everything_has_a_default() -> None:
    assert load_settings() == load_settings(None)
    assert load_settings().discord_token is None
    assert load_settings().web_host == "127.0.0.1"


def test_a_file_is_read_and_the_environment_goes_before_it(monkeypatch: pytest.MonkeyPatch) -> None:
    written('DATABASE_PATH="some folder/a.db"  # ours\nLOG_LEVEL=INFO\nSOMEBODY_ELSES=1\n')
    assert load_settings().database_path == Path("some folder/a.db")
    assert load_settings().log_level == "info"
    monkeypatch.setenv("LOG_LEVEL", "debug")
    assert load_settings().log_level == "debug"


def test_an_empty_secret_is_no_secret() -> None:
    written("DISCORD_TOKEN=\nDATABASE_KEY=   \n")
    assert load_settings().discord_token is None
    assert load_settings().database_key is None


def test_secrets_never_show() -> None:
    written(f"DISCORD_TOKEN={TOKEN}\nDATABASE_KEY={KEY}\n")
    settings = load_settings()
    shown = f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert TOKEN not in shown
    assert KEY not in shown
    assert settings.discord_token is not None
    assert settings.discord_token.get_secret_value() == TOKEN


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        load_settings().web_port = 1


def test_every_setting_has_an_example_that_is_a_good_value() -> None:
    assert set(EXAMPLES) == {name.upper() for name in Settings.model_fields}
    for variable, line in EXAMPLES.items():
        assert line.startswith(f"{variable}=")
        written(line)
        assert isinstance(load_settings(), Settings)
