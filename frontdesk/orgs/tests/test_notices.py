"""Every mail that allauth may ask for has words of ours in every language."""

from pathlib import Path

import allauth
import pytest

from frontdesk.orgs import notices
from frontdesk.orgs.models import Locale, Profile

# What is switched off: signing in and confirming by a code, and telling those without an account.
UNUSED = {"base", "base_notification", "login_code", "password_reset_code", "unknown_account", "sms"}
FOLDER = Path(str(allauth.__file__)).parent / "templates"
NAMES = sorted(
    {
        file.name.rsplit("_", 1)[0]
        for folder in ("account", "mfa", "socialaccount")
        for file in (FOLDER / folder / "email").glob("*_subject.txt")
    }
    - UNUSED
)


@pytest.mark.parametrize("locale", Locale.values)
@pytest.mark.parametrize("name", NAMES)
def test_a_mail_has_words(name: str, locale: str) -> None:
    context = {"key": "k", "password_reset_url": "https://x.test/?key=k"}
    type, data = notices.compose(f"account/email/{name}", context, Profile(email="a@b.test", locale=locale))
    assert type in {"email_confirmation", "reset_email", "security_notice"}
    assert all(value for field, value in data.items() if field != "ip_address")
