"""Every kind of provider, with what it wants to be told. Titles are proper names."""

from collections.abc import Mapping

from frontdesk.mail.transports.kinds.fields import Field, FieldType, Kind, Value
from frontdesk.platform.errors import BadInput

_ALL_EVENTS = ("delivered", "bounced", "complained", "opened", "clicked", "unsubscribed")
_DOMAIN = "Verify the sending domain at the provider: it gives the DKIM and return-path records."
_OAUTH = ("xoauth2", "oauthbearer")


def _key(name: str, label: str, help: str = "") -> Field:
    return Field(name, label, FieldType.PASSWORD, required=True, help=help)


def _address(default: str = "", *, required: bool = False, help: str = "") -> Field:
    words = help or f"Only for another region or a server of your own; usually {default}."
    return Field("api_url", "API address", FieldType.URL, required=required, help=words)


def _smtp_rule(settings: Mapping[str, Value], secrets: Mapping[str, str]) -> None:
    if settings["auth"] in _OAUTH:
        _oauth_rule(settings, secrets)
    elif bool(settings.get("user")) != bool(secrets.get("password")):
        missing = "secrets.password" if settings.get("user") else "settings.user"
        raise BadInput.field(missing, "To sign in, give both a user name and a password; otherwise leave out both.")
    if settings["tls"] == "none" and settings.get("user"):
        raise BadInput.field("settings.tls", "A password is not sent in clear: choose STARTTLS or TLS.")


def _oauth_rule(settings: Mapping[str, Value], secrets: Mapping[str, str]) -> None:
    wanted = ["token_url", "client_id", "user"]
    if missing := next((name for name in wanted if not settings.get(name)), ""):
        raise BadInput.field(f"settings.{missing}", "Signing in by OAuth needs token address, client id and user name.")
    secret = "refresh_token" if settings["grant"] == "refresh_token" else "client_secret"
    if not secrets.get(secret):
        raise BadInput.field(f"secrets.{secret}", f"The grant {settings['grant']} needs this.")


def _ses_rule(settings: Mapping[str, Value], secrets: Mapping[str, str]) -> None:
    if bool(settings.get("access_key_id")) != bool(secrets.get("secret_access_key")):
        missing = "secrets.secret_access_key" if settings.get("access_key_id") else "settings.access_key_id"
        raise BadInput.field(missing, "An access key has two parts: its id and its secret.")


OUTBOX = Kind("outbox", "Outbox", notes="Sends nothing: every mail is shown in Frontdesk's own mail viewer.")

SMTP = Kind(
    "smtp",
    "SMTP",
    fields=(
        Field("host", "Server", FieldType.HOST, required=True),
        Field("port", "Port", FieldType.NUMBER, default=587, least=1, most=65535),
        Field(
            "tls",
            "Encryption",
            FieldType.CHOICE,
            default="starttls",
            choices=("starttls", "implicit", "none"),
            help="STARTTLS is usual on port 587, TLS from the start on port 465. Certificates are always checked.",
        ),
        Field("user", "User name"),
        Field("password", "Password", FieldType.PASSWORD),
        Field(
            "auth",
            "Signing in",
            FieldType.CHOICE,
            default="auto",
            choices=("auto", "plain", "login", "cram-md5", *_OAUTH),
            help="Automatic takes the best that the server offers; Google and Microsoft want XOAUTH2.",
        ),
        Field(
            "grant",
            "OAuth grant",
            FieldType.CHOICE,
            default="refresh_token",
            choices=("refresh_token", "client_credentials"),
            help="Client credentials are for Microsoft 365 with an application's own permission.",
        ),
        Field("token_url", "OAuth token address", FieldType.URL, help="Like https://oauth2.googleapis.com/token."),
        Field("client_id", "OAuth client id"),
        Field("client_secret", "OAuth client secret", FieldType.PASSWORD),
        Field("refresh_token", "OAuth refresh token", FieldType.PASSWORD),
        Field("scope", "OAuth scope", help="Like https://outlook.office365.com/.default."),
        Field("ca_pem", "Authority's certificate", FieldType.PEM, help="Trust this one instead of the usual ones."),
        Field("local_name", "Our name", FieldType.HOST, help="What Frontdesk calls itself to the server (EHLO)."),
        Field("mails_per_connection", "Mails per connection", FieldType.NUMBER, default=100, least=1, most=100_000),
    ),
    dns="SPF must name the server; DKIM is signed by Frontdesk with the domain's own key.",
    notes="Bounces come as mail to the return path.",
    signs=True,
    rule=_smtp_rule,
)  # fmt: skip

SES = Kind(
    "ses",
    "Amazon SES",
    fields=(
        Field("region", "Region", required=True, help="Like eu-west-1."),
        Field("access_key_id", "Access key id", help="Without one, the deployment's machine must have a role."),
        Field("secret_access_key", "Secret access key", FieldType.PASSWORD),
        Field("session_token", "Session token", FieldType.PASSWORD),
        Field("configuration_set", "Configuration set", help="Its event destination tells of deliveries and bounces."),
        Field(
            "tenants",
            "A tenant per organisation",
            FieldType.BOOL,
            default=False,
            help="Keeps each organisation's reputation apart. Tenants are made when first needed.",
        ),
        Field("endpoint_url", "API address", FieldType.URL, help="Only for a private endpoint."),
    ),
    webhooks=_ALL_EVENTS,
    dns="Verify the domain as an identity in SES: it gives three DKIM records; set a MAIL FROM domain for SPF.",
    rule=_ses_rule,
)


def _api(name: str, title: str, *fields: Field, **more: str | tuple[str, ...]) -> Kind:
    described = {"webhooks": _ALL_EVENTS, "dns": _DOMAIN, **more}
    return Kind(name, title, fields, **described)  # type: ignore[arg-type]  # the names are Kind's own


APIS = (
    _api(
        "mailgun",
        "Mailgun",
        _key("api_key", "API key"),
        Field("sender_domain", "Sending domain", FieldType.HOST, help="If it is not the sender's own domain."),
        Field("region", "Region", FieldType.CHOICE, default="us", choices=("us", "eu")),
        _address("https://api.mailgun.net/v3"),
    ),
    _api(
        "postmark",
        "Postmark",
        _key("server_token", "Server token"),
        Field("message_stream", "Message stream", help="For transactional mail; usually outbound."),
        Field("marketing_stream", "Stream for campaigns", help="Postmark wants campaigns apart; usually broadcast."),
        _address("https://api.postmarkapp.com/"),
    ),
    _api("sendgrid", "SendGrid", _key("api_key", "API key"), _address("https://api.sendgrid.com/v3/")),
    _api(
        "sparkpost",
        "SparkPost",
        _key("api_key", "API key"),
        Field("subaccount", "Subaccount"),
        Field("region", "Region", FieldType.CHOICE, default="us", choices=("us", "eu")),
        _address("https://api.sparkpost.com/api/v1/"),
    ),
    _api(
        "mailjet",
        "Mailjet",
        _key("api_key", "API key"),
        _key("secret_key", "Secret key"),
        _address("https://api.mailjet.com/v3.1/"),
    ),
    _api("mandrill", "Mandrill", _key("api_key", "API key"), _address("https://mandrillapp.com/api/1.0")),
    _api(
        "brevo",
        "Brevo",
        _key("api_key", "API key"),
        _address("https://api.brevo.com/v3/"),
        notes="Inline images go as attachments.",
    ),
    _api(
        "mailersend",
        "MailerSend",
        _key("api_token", "API token"),
        Field(
            "custom_headers",
            "May set headers",
            FieldType.BOOL,
            default=True,
            help="Plans below Professional refuse headers such as List-Unsubscribe: switch it off there.",
        ),
        _address("https://api.mailersend.com/v1/"),
    ),
    _api(
        "mailtrap",
        "Mailtrap",
        _key("api_token", "API token"),
        Field("sandbox_id", "Sandbox", help="A number: mails go into that test inbox and to nobody else."),
        _address("https://send.api.mailtrap.io/api/"),
    ),
    _api(
        "postal",
        "Postal",
        _key("api_key", "Server API key"),
        _address(required=True, help="The address of your Postal server, like https://postal.example.com."),
        webhooks=("delivered", "bounced", "opened", "clicked"),
        notes="Inline images go as attachments.",
    ),
    _api("resend", "Resend", _key("api_key", "API key"), _address("https://api.resend.com/")),
    _api(
        "scaleway",
        "Scaleway",
        _key("secret_key", "Secret key"),
        Field("project_id", "Project id", required=True),
        Field("region", "Region", default="fr-par"),
        _address("https://api.scaleway.com/transactional-email/v1alpha1/regions/{region}/"),
        webhooks=("delivered", "bounced", "complained"),
        notes="Inline images go as attachments.",
    ),
    _api(
        "unisender_go",
        "Unisender Go",
        _key("api_key", "API key"),
        _address(required=True, help="Like https://goapi.unisender.ru/ru/transactional/api/v1/."),
        notes="Of our headers only List-…, In-Reply-To, References and X-… go along.",
    ),
)
