"""What production refuses to start with, each time saying why."""

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import override_settings

from frontdesk import settings as ours
from frontdesk.management import demo
from frontdesk.management.context import CommandFailed, refuse_default_passwords
from frontdesk.orgs import accounts
from frontdesk.orgs.models import Profile
from frontdesk.platform import tenancy

KEY = "a long enough key that nobody has published, x7"


def start(command: str = "migrate", **environment: str) -> subprocess.CompletedProcess[str]:
    """A process of the command line with these settings alone."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("FRONTDESK_", "DATABASE_URL"))}
    return subprocess.run(
        [sys.executable, "-m", "frontdesk.management.cli", *command.split()],
        env={**kept, "FRONTDESK_ENV": "production", **environment},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )


@pytest.mark.parametrize("command", ["up", "web", "worker"])
def test_without_a_secret_key(command: str, tmp_path: object) -> None:
    ended = start(command, FRONTDESK_DATA=str(tmp_path))
    assert ended.returncode == 1
    assert "FRONTDESK_SECRET_KEY is missing" in ended.stderr
    assert "token_urlsafe" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("environment", "reason"),
    [
        ({"FRONTDESK_SECRET_KEY": "short"}, "shorter than 32"),
        ({"FRONTDESK_SECRET_KEY": KEY, "FRONTDESK_DEBUG": "1"}, "FRONTDESK_DEBUG is on"),
        ({"FRONTDESK_SECRET_KEY": KEY + settings.DEMO_PASSWORD}, "published default"),
        ({"FRONTDESK_SECRET_KEY": KEY, "DATABASE_URL": "postgresql://app:postgres@127.0.0.1/x"}, "default password"),
        (
            {"FRONTDESK_SECRET_KEY": KEY, "DATABASE_URL": "postgresql://a:frontdesk-demo@127.0.0.1/x"},
            "default password",
        ),
    ],
)
def test_with_settings_that_are_not_safe(environment: dict[str, str], reason: str, tmp_path: object) -> None:
    ended = start(**environment, FRONTDESK_DATA=str(tmp_path))
    assert ended.returncode == 1
    assert reason in ended.stderr
    assert "Traceback" not in ended.stderr


def test_all_reasons_are_told_at_once(tmp_path: object) -> None:
    ended = start(FRONTDESK_DATA=str(tmp_path), FRONTDESK_DEBUG="true")
    assert "FRONTDESK_SECRET_KEY" in ended.stderr
    assert "FRONTDESK_DEBUG" in ended.stderr


def test_an_unknown_environment(tmp_path: object) -> None:
    ended = start(FRONTDESK_ENV="prod", FRONTDESK_DATA=str(tmp_path))
    assert ended.returncode == 1
    assert "use development, production or test" in ended.stderr


@pytest.mark.parametrize("command", ["web", "worker"])
def test_while_the_demos_people_have_the_published_password(
    command: str, own_database: Callable[[str], str], tmp_path: object
) -> None:
    url = own_database("frontdesk")
    safe = {"FRONTDESK_SECRET_KEY": KEY, "DATABASE_URL": url, "FRONTDESK_DATA": str(tmp_path)}
    assert start("demo --quiet", **{**safe, "FRONTDESK_ENV": "development"}).returncode == 0
    ended = start(command, **safe)
    assert ended.returncode == 1
    assert "still have the published password" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_demo_is_refused(own_database: Callable[[str], str], tmp_path: object) -> None:
    ended = start(
        "demo", FRONTDESK_SECRET_KEY=KEY, DATABASE_URL=own_database("frontdesk"), FRONTDESK_DATA=str(tmp_path)
    )
    assert ended.returncode == 1
    assert "refused because FRONTDESK_ENV=production" in ended.stderr


def test_new_passwords_mend_it(cast: dict[str, Profile], monkeypatch: pytest.MonkeyPatch) -> None:
    with tenancy.platform("tests"):
        assert accounts.has_default_passwords()
        for person in cast.values():
            person.set_password("something of their own")
            person.save(update_fields=["password"])
        assert not accounts.has_default_passwords()


def test_elsewhere_the_demo_may_stay() -> None:
    assert not ours.PRODUCTION
    refuse_default_passwords()


@override_settings(PRODUCTION=True)
def test_loading_the_demo_asks_the_settings() -> None:
    with pytest.raises(CommandFailed, match="published password"):
        demo.load()
