"""The closed set of mail types, and the placeholders each of them declares."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Literal

from frontdesk.mail.rendering.model import Known

Kind = Literal["text", "url", "datetime", "number", "list", "object"]
Category = Literal["transactional", "marketing", "system"]
FromAddress = Literal["transactional_email", "marketing_email", "transactional_email_2", "marketing_email_2"]


class TemplateType(StrEnum):
    WELCOME = "welcome"
    RESET_EMAIL = "reset_email"
    EMAIL_CONFIRMATION = "email_confirmation"
    INVITATION = "invitation"
    SECURITY_NOTICE = "security_notice"
    TICKET_CONFIRMATION = "ticket_confirmation"
    TICKET_RESPONSE = "ticket_response"
    MEETING_INVITATION = "meeting_invitation"
    MEETING_REMINDER = "meeting_reminder"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_FOLLOWUP = "meeting_followup"
    NEWSLETTER = "newsletter"
    ORDER_CONFIRMATION = "order_confirmation"
    AI_QUOTA_WARNING = "ai_quota_warning"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Placeholder:
    """A name a template may use. `samples` hold the English and the Spanish example; a list's hold its entries."""

    name: str
    label: str
    description: str
    kind: Kind
    required: bool
    samples: tuple[object, object]

    def sample(self, locale: str) -> object:
        return self.samples[1 if locale.lower().startswith("es") else 0]


@dataclass(frozen=True, slots=True)
class TypeInfo:
    type: TemplateType
    label_key: str
    category: Category
    from_email_address_type: FromAddress
    description: str
    placeholders: tuple[Placeholder, ...]


def _p(
    name: str,
    label: str,
    description: str,
    english: object,
    spanish: object | None = None,
    *,
    kind: Kind = "text",
    required: bool = True,
) -> Placeholder:
    return Placeholder(name, label, description, kind, required, (english, english if spanish is None else spanish))


def _url(name: str, label: str, description: str, sample: str, *, required: bool = True) -> Placeholder:
    return _p(name, label, description, sample, kind="url", required=required)


COMMON = (
    _p("organization.name", "Organisation", "Your organisation's name.", "Northgate Immigration"),
    _p("organization.brand_color", "Brand colour", "Hexadecimal, from the organisation's settings.", "#1f4f82"),
    _p(
        "organization.brand_text_color",
        "Text on brand colour",
        "White or near-black, whichever is readable on the brand colour; worked out for you.",
        "#ffffff",
        required=False,
    ),
    _url("organization.logo_url", "Logo", "Address of the logo; empty shows the name instead.", "", required=False),
    _p(
        "organization.support_address",
        "Support address",
        "Where people can write for help.",
        "help@northgate.test",
        required=False,
    ),
    _p("recipient.name", "Recipient's name", "Name of the person who gets the mail.", "Carol", required=False),
    _p("recipient.email", "Recipient's address", "The address it goes to.", "carol@client.test", required=False),
)

_NAME = _p("name", "Name", "First or full name of the person addressed.", "Carol")
_ACTION = _url("action_url", "Link", "Where the button leads.", "https://frontdesk.test/en/dashboard")
_EXPIRES_IN = _p("expires_in", "Valid for", "How long the link works, in words.", "60 minutes", "60 minutos")

_TICKET = (
    _NAME,
    _p("ticket.number", "Ticket number", "The number people quote.", "NG-1042"),
    _p(
        "ticket.subject",
        "Ticket subject",
        "What the ticket is about.",
        "Documents for my visa renewal",
        "Documentos para renovar mi visado",
    ),
    _url("ticket.url", "Ticket link", "Opens the ticket.", "https://frontdesk.test/en/tickets/1042"),
    _p("ticket.status", "Ticket status", "Its state, in words.", "Open", "Abierto", required=False),
)

_STARTS = "2027-03-04T10:30:00+01:00"
_MEETING = (
    _NAME,
    _p(
        "meeting.title",
        "Meeting",
        "What the meeting is called.",
        "Visa renewal consultation",
        "Consulta sobre la renovación del visado",
    ),
    _p("meeting.starts_at", "Start", "Date and time it starts.", _STARTS, kind="datetime"),
    _p("meeting.timezone", "Time zone", "Zone in which times are shown.", "Europe/Madrid", required=False),
    _p("meeting.duration", "Length", "How long it takes, in words.", "45 minutes", "45 minutos", required=False),
    _p("meeting.host_name", "Host", "Who the meeting is with.", "Alice Moreno"),
)
_JOIN = (
    _url("meeting.url", "Meeting link", "Where to join.", "https://meet.frontdesk.test/ng-4821"),
    _p("meeting.location", "Place", "Where it takes place, if not online.", "Online", "En línea", required=False),
    _url(
        "reschedule_url", "Reschedule link", "Moves it.", "https://frontdesk.test/en/book/ng-4821/move", required=False
    ),
    _url("cancel_url", "Cancel link", "Calls it off.", "https://frontdesk.test/en/book/ng-4821/cancel", required=False),
)

_ORDER_ITEMS_EN = [
    {"name": "Initial consultation", "quantity": 1, "price": "€90.00"},
    {"name": "Document review", "quantity": 2, "price": "€120.00"},
]
_ORDER_ITEMS_ES = [
    {"name": "Primera consulta", "quantity": 1, "price": "90,00 €"},
    {"name": "Revisión de documentos", "quantity": 2, "price": "120,00 €"},
]


def _type(
    kind: TemplateType,
    description: str,
    *placeholders: Placeholder,
    category: Category = "transactional",
    sender: FromAddress = "transactional_email",
) -> TypeInfo:
    return TypeInfo(kind, f"mail.types.{kind.value}", category, sender, description, COMMON + placeholders)


_ALL = (
    _type(TemplateType.WELCOME, "Greets a person whose account is ready.", _NAME, _ACTION, category="system"),
    _type(
        TemplateType.RESET_EMAIL,
        "Lets a person choose a new password.",
        _NAME,
        _url("reset_url", "Reset link", "Where the new password is chosen.", "https://frontdesk.test/en/reset/8f3k"),
        _EXPIRES_IN,
        category="system",
    ),
    _type(
        TemplateType.EMAIL_CONFIRMATION,
        "Asks a person to confirm their address.",
        _NAME,
        _url("confirm_url", "Confirmation link", "Confirms the address.", "https://frontdesk.test/en/confirm/8f3k"),
        _EXPIRES_IN,
        category="system",
    ),
    _type(
        TemplateType.INVITATION,
        "Invites a colleague or a client to the organisation.",
        _p("inviter_name", "Invited by", "Who sends the invitation.", "Alice Moreno"),
        _p("role", "Role", "The role they will have, in words.", "agent", "agente"),
        _p(
            "message",
            "Message",
            "A personal note from the inviter.",
            "Looking forward to having you on the team, Bob.",
            "Qué ganas de tenerte en el equipo, Bob.",
            required=False,
        ),
        _url("accept_url", "Accept link", "Accepts the invitation.", "https://frontdesk.test/en/invitations/8f3k"),
        _p(
            "expires_at",
            "Valid until",
            "When the invitation ends.",
            "2027-03-11T09:00:00+00:00",
            kind="datetime",
        ),
        category="system",
    ),
    _type(
        TemplateType.SECURITY_NOTICE,
        "Tells a person of a change to their account's security.",
        _NAME,
        _p(
            "notice_title", "What happened", "In a few words.", "Your password was changed", "Tu contraseña ha cambiado"
        ),
        _p(
            "notice_text",
            "Details",
            "In a sentence or two.",
            "The password of your account was changed, and you were signed out on all other devices.",
            "La contraseña de tu cuenta ha cambiado y hemos cerrado tu sesión en los demás dispositivos.",
        ),
        _url("action_url", "Link", "Where to check the account.", "https://frontdesk.test/en/settings/security"),
        _p("ip_address", "IP address", "Where it was done from.", "203.0.113.24", required=False),
        _p("at", "When", "Date and time.", "2027-03-04T09:12:00+00:00", kind="datetime", required=False),
        category="system",
    ),
    _type(
        TemplateType.TICKET_CONFIRMATION,
        "Tells a person that their request arrived.",
        *_TICKET,
        _p(
            "message",
            "Their message",
            "What they wrote, as text.",
            "Hello,\n\nwhich documents do I need to renew my visa, and by when?",
            "Hola:\n\n¿qué documentos necesito para renovar mi visado y hasta cuándo?",
            required=False,
        ),
    ),
    _type(
        TemplateType.TICKET_RESPONSE,
        "Carries an agent's answer to a ticket.",
        *_TICKET,
        _p(
            "message",
            "Answer",
            "The agent's answer, as text.",
            "Thank you for writing.\n\nPlease bring your passport, your current permit and proof of address. "
            "The renewal can start 60 days before the permit ends.",
            "Gracias por escribirnos.\n\nTrae tu pasaporte, tu permiso actual y un justificante de domicilio. "
            "La renovación puede empezar 60 días antes de que caduque.",
        ),
        _p("agent_name", "Agent", "Who answers.", "Bob Keller"),
    ),
    _type(
        TemplateType.MEETING_INVITATION,
        "Invites a person to a meeting or confirms their booking.",
        *_MEETING,
        *_JOIN,
        _p(
            "message",
            "Note",
            "A note from the host.",
            "Please have your passport and current permit at hand.",
            "Ten a mano tu pasaporte y tu permiso actual, por favor.",
            required=False,
        ),
    ),
    _type(
        TemplateType.MEETING_REMINDER,
        "Reminds a person of a meeting.",
        *_MEETING,
        *_JOIN,
        _p("starts_in", "Starts in", "Time left, in words.", "24 hours", "24 horas"),
    ),
    _type(
        TemplateType.MEETING_CANCELLED,
        "Tells a person that a meeting will not take place.",
        *_MEETING,
        _p(
            "reason",
            "Reason",
            "Why, as text.",
            "Alice is unwell today. We are sorry for the short notice.",
            "Alice no se encuentra bien hoy. Sentimos avisarte con tan poca antelación.",
            required=False,
        ),
        _url("rebook_url", "Book again", "Finds another time.", "https://frontdesk.test/en/book/alice", required=False),
    ),
    _type(
        TemplateType.MEETING_FOLLOWUP,
        "Sends what was agreed in a meeting.",
        *_MEETING,
        _p(
            "summary",
            "Summary",
            "What was talked about, as text.",
            "We went through your renewal: the form is complete, and only proof of address is still missing.",
            "Repasamos tu renovación: el formulario está completo y solo falta el justificante de domicilio.",
        ),
        _p(
            "action_items",
            "Next steps",
            "Each with text, and optionally owner and due.",
            [
                {"text": "Send proof of address", "owner": "Carol", "due": "8 March"},
                {"text": "File the application", "owner": "Alice", "due": "12 March"},
            ],
            [
                {"text": "Enviar el justificante de domicilio", "owner": "Carol", "due": "8 de marzo"},
                {"text": "Presentar la solicitud", "owner": "Alice", "due": "12 de marzo"},
            ],
            kind="list",
            required=False,
        ),
        _url("notes_url", "Notes link", "Opens the notes.", "https://frontdesk.test/en/meetings/4821", required=False),
    ),
    _type(
        TemplateType.NEWSLETTER,
        "News to people who asked for it.",
        _p("title", "Title", "The headline.", "New rules for family visas", "Nuevas normas para visados familiares"),
        _p(
            "content",
            "Content",
            "The text; empty lines part paragraphs.",
            "From 1 April, family visas are applied for online.\n\n"
            "We have read the new rules so that you do not have to: most cases become quicker, and the income "
            "threshold stays as it is.",
            "Desde el 1 de abril, los visados familiares se solicitan en línea.\n\n"
            "Hemos leído las nuevas normas por ti: la mayoría de los casos serán más rápidos y el umbral de "
            "ingresos no cambia.",
        ),
        _url("action_url", "Link", "Where to read on.", "https://frontdesk.test/en/news/family-visas", required=False),
        _url("image_url", "Picture", "A wide picture on top (https).", "", required=False),
        _p("image_alt", "Picture's description", "For those who do not see it.", "", required=False),
        _url("unsubscribe_url", "Unsubscribe link", "Ends the subscription.", "https://frontdesk.test/u/8f3k"),
        _url("preferences_url", "Preferences link", "Chooses lists.", "https://frontdesk.test/p/8f3k", required=False),
        category="marketing",
        sender="marketing_email",
    ),
    _type(
        TemplateType.ORDER_CONFIRMATION,
        "Confirms an order or a payment.",
        _NAME,
        _p("order.number", "Order number", "The number people quote.", "2027-0311"),
        _p("order.placed_at", "Order date", "When it was placed.", "2027-03-04T10:30:00+01:00", kind="datetime"),
        _p(
            "order.items",
            "Items",
            "Each with name, quantity and price (as shown).",
            _ORDER_ITEMS_EN,
            _ORDER_ITEMS_ES,
            kind="list",
        ),
        _p("order.subtotal", "Subtotal", "Before tax, as shown.", "€210.00", "210,00 €", required=False),
        _p("order.tax", "Tax", "As shown.", "€44.10", "44,10 €", required=False),
        _p("order.total", "Total", "As shown, with currency.", "€254.10", "254,10 €"),
        _url("order.url", "Order link", "Opens the order.", "https://frontdesk.test/en/orders/0311", required=False),
        sender="transactional_email_2",
    ),
    _type(
        TemplateType.AI_QUOTA_WARNING,
        "Warns that a limit of AI tokens is nearly or wholly used up.",
        _NAME,
        _p("model_name", "Model", "The AI model that the limit is on.", "Letter writer", "Redactor de cartas"),
        _p(
            "limit_name",
            "Which limit",
            "Whose limit it is, and for what time, in words.",
            "your organization's monthly limit",
            "el límite mensual de tu organización",
        ),
        _p("percent", "Percent", "80 or 100: how much of it is used.", 80, kind="number"),
        _p("tokens_used", "Used", "Tokens used, as shown.", "801,200", "801.200"),
        _p("tokens_allowed", "Limit", "Tokens allowed, as shown.", "1,000,000", "1.000.000"),
        _p("resets_at", "Resets", "When counting starts anew.", "2027-04-01T00:00:00+01:00", kind="datetime"),
        _p("timezone", "Time zone", "Zone in which times are shown.", "Europe/Madrid", required=False),
        _url("action_url", "Link", "Where limits and usage are seen.", "https://frontdesk.test/en/account/ai"),
        category="system",
    ),
    _type(
        TemplateType.CUSTOM,
        "Anything else: use any placeholder your data carries.",
        _p("subject", "Subject", "The subject line.", "A note about your file", "Una nota sobre tu expediente"),
        _p(
            "content",
            "Content",
            "The text; empty lines part paragraphs.",
            "Your file is complete, and we have sent it on.\n\nYou do not need to do anything for now.",
            "Tu expediente está completo y ya lo hemos enviado.\n\nDe momento no tienes que hacer nada.",
        ),
    ),
)

TYPES: dict[TemplateType, TypeInfo] = {info.type: info for info in _ALL}


@lru_cache(maxsize=32)
def known(kind: TemplateType) -> Known:
    """The names a template of that type may use; any for `custom`."""
    declared = TYPES[kind].placeholders
    return Known(
        names=frozenset(each.name for each in declared),
        containers=frozenset(each.name for each in declared if each.kind in ("list", "object")),
        any_name=kind is TemplateType.CUSTOM,
    )


def sample_data(kind: TemplateType, locale: str) -> dict[str, object]:
    """Samples of every placeholder as the nested data that a template reads."""
    data: dict[str, object] = {}
    groups: dict[str, dict[str, object]] = {}
    for each in TYPES[kind].placeholders:
        group, _, name = each.name.rpartition(".")
        if group:
            data[group] = groups.setdefault(group, {})
        target = groups[group] if group else data
        target[name] = each.sample(locale)
    return data
