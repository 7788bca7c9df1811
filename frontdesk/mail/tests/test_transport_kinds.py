"""What a provider's row may hold: each wrong value is refused by name, with words that say how to mend it."""

import pytest
from pytest_django import Settings

from frontdesk.mail.transports import kinds
from frontdesk.platform.errors import BadInput

SMTP = {"host": "smtp.example.com"}
SIGNED_IN = {**SMTP, "user": "desk"}
OAUTH = {**SMTP, "auth": "xoauth2", "user": "desk", "token_url": "https://example.com/token", "client_id": "x"}
POSTAL = {"api_url": "https://postal.example.com"}


def test_settings_come_back_with_their_defaults() -> None:
    settings, secrets = kinds.validate("smtp", {"host": " SMTP.Example.com. ", "user": "desk"}, {"password": "p"})
    assert settings == {
        "host": "smtp.example.com", "port": 587, "tls": "starttls", "user": "desk", "auth": "auto",
        "grant": "refresh_token", "mails_per_connection": 100,
    }  # fmt: skip
    assert secrets == {"password": "p"}


@pytest.mark.parametrize(
    ("kind", "settings", "secrets", "field", "words"),
    [
        ("fax", {}, {}, "kind", "Choose one of: outbox, smtp, ses, mailgun"),
        ("smtp", {}, {}, "settings.host", "needed"),
        ("smtp", {"host": "smtp.example.com:25"}, {}, "settings.host", "without a port"),
        ("smtp", {"host": "http://example.com"}, {}, "settings.host", "name of a server"),
        ("smtp", {"host": "10.0.0.1"}, {}, "settings.host", "FRONTDESK_OUTBOUND_ALLOW"),
        ("smtp", {"host": "[::1]"}, {}, "settings.host", "private or reserved"),
        ("smtp", {**SMTP, "port": 0}, {}, "settings.port", "1 to 65535"),
        ("smtp", {**SMTP, "port": "25"}, {}, "settings.port", "whole number"),
        ("smtp", {**SMTP, "tls": "maybe"}, {}, "settings.tls", "starttls, implicit, none"),
        ("smtp", {**SMTP, "verify": False}, {}, "settings.verify", "no such field"),
        ("smtp", {**SMTP, "password": "x"}, {}, "settings.password", "no such field"),
        ("smtp", SMTP, {"api_key": "x"}, "secrets.api_key", "no such field"),
        ("smtp", SIGNED_IN, {}, "secrets.password", "both"),
        ("smtp", SMTP, {"password": "x"}, "settings.user", "both"),
        ("smtp", {**SIGNED_IN, "tls": "none"}, {"password": "x"}, "settings.tls", "in clear"),
        ("smtp", {**SMTP, "user": "a\r\nRSET"}, {"password": "x"}, "settings.user", "one line"),
        ("smtp", SIGNED_IN, {"password": "a\nb"}, "secrets.password", "one line"),
        ("smtp", {**SMTP, "ca_pem": "nothing"}, {}, "settings.ca_pem", "BEGIN CERTIFICATE"),
        ("smtp", {**OAUTH, "token_url": ""}, {}, "settings.token_url", "OAuth"),
        ("smtp", {**OAUTH, "token_url": "http://127.0.0.1/"}, {}, "settings.token_url", "private"),
        ("smtp", OAUTH, {}, "secrets.refresh_token", "refresh_token"),
        ("smtp", {**OAUTH, "grant": "client_credentials"}, {}, "secrets.client_secret", "client_credentials"),
        ("ses", {}, {}, "settings.region", "needed"),
        ("ses", {"region": "eu-west-1"}, {}, "settings.access_key_id", "access key"),
        ("ses", {"region": "eu-west-1", "access_key_id": "x"}, {}, "secrets.secret_access_key", "two parts"),
        ("ses", {"region": "eu-west-1", "tenants": "yes"}, {}, "settings.tenants", "true or false"),
        ("postmark", {}, {}, "secrets.server_token", "needed"),
        ("postal", {}, {"api_key": "x"}, "settings.api_url", "needed"),
        ("postal", {"api_url": "http://192.168.0.9/"}, {"api_key": "x"}, "settings.api_url", "private"),
        ("postal", {"api_url": "ftp://example.com"}, {"api_key": "x"}, "settings.api_url", "https://"),
    ],
)
def test_a_wrong_value_is_refused_by_name(
    kind: str, settings: dict[str, object], secrets: dict[str, str], field: str, words: str
) -> None:
    with pytest.raises(BadInput) as refused:
        kinds.validate(kind, settings, secrets)
    assert refused.value.errors[0]["field"] == field
    assert words in str(refused.value.errors[0]["message"])


def test_the_deployment_may_use_private_servers_and_the_machines_role(settings: Settings) -> None:
    assert kinds.validate("smtp", {"host": "127.0.0.1"}, {}, guarded=False)[0]["host"] == "127.0.0.1"
    assert kinds.validate("ses", {"region": "eu-west-1"}, {}, guarded=False) == (
        {"region": "eu-west-1", "tenants": False},
        {},
    )
    settings.OUTBOUND_ALLOW = ["10.0.0.0/8"]
    assert kinds.validate("smtp", {"host": "10.0.0.1"}, {})[0]["host"] == "10.0.0.1"


def test_every_kind_can_be_filled_in() -> None:
    some: dict[str, object] = {
        "host": "mail.example.com", "project_id": "p", "access_key_id": "k", "api_url": "https://api.example.com/",
    }  # fmt: skip
    for kind in kinds.KINDS.values():
        region = kind.by_name.get("region")
        given = {**some, "region": region.choices[0] if region and region.choices else "eu-west-1"}
        secrets = {field.name: "s" for field in kind.fields if field.secret and (field.required or kind.name == "ses")}
        settings = {name: value for name, value in given.items() if name in kind.by_name}
        assert kinds.validate(kind.name, settings, secrets)[1] == secrets


def test_a_name_in_another_script_is_written_as_dns_wants_it() -> None:
    assert kinds.validate("smtp", {"host": "bücher.example"}, {})[0]["host"] == "xn--bcher-kva.example"
