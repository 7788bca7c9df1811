"""Mail to clients: tickets, news, orders, and anything else."""

from frontdesk.mail.template_types.declaring import (
    NAME,
    TemplateType,
    link,
    mail_type,
    placeholder,
)

_TICKET = (
    NAME,
    placeholder("ticket.number", "Ticket number", "The number people quote.", "NG-1042"),
    placeholder(
        "ticket.subject",
        "Ticket subject",
        "What the ticket is about.",
        "Documents for my visa renewal",
        "Documentos para renovar mi visado",
    ),
    link("ticket.url", "Ticket link", "Opens the ticket.", "https://frontdesk.test/en/tickets/1042"),
    placeholder("ticket.status", "Ticket status", "Its state, in words.", "Open", "Abierto", required=False),
)

_ORDER_ITEMS_EN = [
    {"name": "Initial consultation", "quantity": 1, "price": "€90.00"},
    {"name": "Document review", "quantity": 2, "price": "€120.00"},
]
_ORDER_ITEMS_ES = [
    {"name": "Primera consulta", "quantity": 1, "price": "90,00 €"},
    {"name": "Revisión de documentos", "quantity": 2, "price": "120,00 €"},
]

_CONTACT = {
    "email": "carol@client.test",
    "full_name": "Carol Castillo",
    "first_name": "Carol",
    "last_name": "Castillo",
    "phone": "+34 600 000 000",
    "locale": "en",
    "timezone": "Europe/Madrid",
    "city": "Valencia",
}

CLIENT_TYPES = (
    mail_type(
        TemplateType.TICKET_CONFIRMATION,
        "Tells a person that their request arrived.",
        *_TICKET,
        placeholder(
            "message",
            "Their message",
            "What they wrote, as text.",
            "Hello,\n\nwhich documents do I need to renew my visa, and by when?",
            "Hola:\n\n¿qué documentos necesito para renovar mi visado y hasta cuándo?",
            required=False,
        ),
    ),
    mail_type(
        TemplateType.TICKET_RESPONSE,
        "Carries an agent's answer to a ticket.",
        *_TICKET,
        placeholder(
            "message",
            "Answer",
            "The agent's answer, as text.",
            "Thank you for writing.\n\nPlease bring your passport, your current permit and proof of address. "
            "The renewal can start 60 days before the permit ends.",
            "Gracias por escribirnos.\n\nTrae tu pasaporte, tu permiso actual y un justificante de domicilio. "
            "La renovación puede empezar 60 días antes de que caduque.",
        ),
        placeholder("agent_name", "Agent", "Who answers.", "Bob Keller"),
    ),
    mail_type(
        TemplateType.NEWSLETTER,
        "News to people who asked for it.",
        placeholder(
            "title", "Title", "The headline.", "New rules for family visas", "Nuevas normas para visados familiares"
        ),
        placeholder(
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
        link("action_url", "Link", "Where to read on.", "https://frontdesk.test/en/news/family-visas", required=False),
        link("image_url", "Picture", "A wide picture on top (https).", "", required=False),
        placeholder("image_alt", "Picture's description", "For those who do not see it.", "", required=False),
        placeholder("name", "Name", "Full name, else what stands before the @.", "Carol Castillo", required=False),
        placeholder("first_name", "First name", "Empty where no name is known.", "Carol", required=False),
        placeholder("last_name", "Last name", "Empty where no name is known.", "Castillo", required=False),
        placeholder(
            "contact",
            "The contact",
            "Their fields: contact.email, contact.phone and your own, such as contact.city.",
            _CONTACT,
            kind="object",
            required=False,
        ),
        link(
            "view_in_browser_url",
            "Page of the mail",
            "The public page of a newsletter; empty where it has none.",
            "https://frontdesk.test/m/a/8f3k",
            required=False,
        ),
        link("unsubscribe_url", "Unsubscribe link", "Ends the subscription.", "https://frontdesk.test/u/8f3k"),
        link("preferences_url", "Preferences link", "Chooses lists.", "https://frontdesk.test/p/8f3k", required=False),
        category="marketing",
        sender="marketing_email",
    ),
    mail_type(
        TemplateType.ORDER_CONFIRMATION,
        "Confirms an order or a payment.",
        NAME,
        placeholder("order.number", "Order number", "The number people quote.", "2027-0311"),
        placeholder(
            "order.placed_at", "Order date", "When it was placed.", "2027-03-04T10:30:00+01:00", kind="datetime"
        ),
        placeholder(
            "order.items",
            "Items",
            "Each with name, quantity and price (as shown).",
            _ORDER_ITEMS_EN,
            _ORDER_ITEMS_ES,
            kind="list",
        ),
        placeholder("order.subtotal", "Subtotal", "Before tax, as shown.", "€210.00", "210,00 €", required=False),
        placeholder("order.tax", "Tax", "As shown.", "€44.10", "44,10 €", required=False),
        placeholder("order.total", "Total", "As shown, with currency.", "€254.10", "254,10 €"),
        link("order.url", "Order link", "Opens the order.", "https://frontdesk.test/en/orders/0311", required=False),
        sender="transactional_email_2",
    ),
    mail_type(
        TemplateType.CUSTOM,
        "Anything else: use any placeholder your data carries.",
        placeholder(
            "subject", "Subject", "The subject line.", "A note about your file", "Una nota sobre tu expediente"
        ),
        placeholder(
            "content",
            "Content",
            "The text; empty lines part paragraphs.",
            "Your file is complete, and we have sent it on.\n\nYou do not need to do anything for now.",
            "Tu expediente está completo y ya lo hemos enviado.\n\nDe momento no tienes que hacer nada.",
        ),
    ),
)
