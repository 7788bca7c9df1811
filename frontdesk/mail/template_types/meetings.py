"""Mail about meetings."""

from frontdesk.mail.template_types.declaring import (
    NAME,
    TemplateType,
    link,
    mail_type,
    placeholder,
)

_STARTS = "2027-03-04T10:30:00+01:00"
_MEETING = (
    NAME,
    placeholder(
        "meeting.title",
        "Meeting",
        "What the meeting is called.",
        "Visa renewal consultation",
        "Consulta sobre la renovación del visado",
    ),
    placeholder("meeting.starts_at", "Start", "Date and time it starts.", _STARTS, kind="datetime"),
    placeholder("meeting.timezone", "Time zone", "Zone in which times are shown.", "Europe/Madrid", required=False),
    placeholder(
        "meeting.duration", "Length", "How long it takes, in words.", "45 minutes", "45 minutos", required=False
    ),
    placeholder("meeting.host_name", "Host", "Who the meeting is with.", "Alice Moreno"),
)
_JOIN = (
    link("meeting.url", "Meeting link", "Where to join.", "https://meet.frontdesk.test/ng-4821"),
    placeholder(
        "meeting.location", "Place", "Where it takes place, if not online.", "Online", "En línea", required=False
    ),
    link(
        "reschedule_url", "Reschedule link", "Moves it.", "https://frontdesk.test/en/book/ng-4821/move", required=False
    ),
    link("cancel_url", "Cancel link", "Calls it off.", "https://frontdesk.test/en/book/ng-4821/cancel", required=False),
)

MEETING_TYPES = (
    mail_type(
        TemplateType.MEETING_INVITATION,
        "Invites a person to a meeting or confirms their booking.",
        *_MEETING,
        *_JOIN,
        placeholder(
            "message",
            "Note",
            "A note from the host.",
            "Please have your passport and current permit at hand.",
            "Ten a mano tu pasaporte y tu permiso actual, por favor.",
            required=False,
        ),
    ),
    mail_type(
        TemplateType.MEETING_REMINDER,
        "Reminds a person of a meeting.",
        *_MEETING,
        *_JOIN,
        placeholder("starts_in", "Starts in", "Time left, in words.", "24 hours", "24 horas"),
    ),
    mail_type(
        TemplateType.MEETING_CANCELLED,
        "Tells a person that a meeting will not take place.",
        *_MEETING,
        placeholder(
            "reason",
            "Reason",
            "Why, as text.",
            "Alice is unwell today. We are sorry for the short notice.",
            "Alice no se encuentra bien hoy. Sentimos avisarte con tan poca antelación.",
            required=False,
        ),
        link("rebook_url", "Book again", "Finds another time.", "https://frontdesk.test/en/book/alice", required=False),
    ),
    mail_type(
        TemplateType.MEETING_FOLLOWUP,
        "Sends what was agreed in a meeting.",
        *_MEETING,
        placeholder(
            "summary",
            "Summary",
            "What was talked about, as text.",
            "We went through your renewal: the form is complete, and only proof of address is still missing.",
            "Repasamos tu renovación: el formulario está completo y solo falta el justificante de domicilio.",
        ),
        placeholder(
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
        link("notes_url", "Notes link", "Opens the notes.", "https://frontdesk.test/en/meetings/4821", required=False),
    ),
)
