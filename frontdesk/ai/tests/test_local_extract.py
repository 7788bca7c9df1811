"""Action items and decisions in what people write and say. It is Monday, 2 March 2026, 10:00 in London."""

import time
from datetime import UTC, datetime

import pytest

from frontdesk.ai.local.extract import Extraction, extract

NOW = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def read(text: str, locale: str = "en") -> Extraction:
    found = extract(text, now=NOW, timezone="Europe/London", locale=locale)
    assert all(text[each.start : each.end] == each.text for each in found.actions)
    assert all(text[each.start : each.end] == each.text for each in found.decisions)
    return found


ACTIONS = [
    ("I'll send the contract tomorrow.", "I'll send the contract tomorrow", "I", "2026-03-03"),
    ("OK, I'll call the landlord this afternoon.", "I'll call the landlord this afternoon", "I", "2026-03-02"),
    ("Please send the signed form by Friday.", "Please send the signed form by Friday", "you", "2026-03-06"),
    ("Can you call the client by Friday?", "Can you call the client by Friday?", "you", "2026-03-06"),
    ("Kindly forward the documents to our office.", "Kindly forward the documents to our office", "you", None),
    ("Bob to call the client by Friday.", "Bob to call the client by Friday", "Bob", "2026-03-06"),
    ("Action: Bob to draft the letter by 10 March", "Bob to draft the letter by 10 March", "Bob", "2026-03-10"),
    ("TODO: renew the domain", "renew the domain", None, None),
    ("We need to update the pricing page.", "We need to update the pricing page", "we", None),
    ("Bob, can you book the room for Thursday?", "can you book the room for Thursday?", "Bob", "2026-03-05"),
    ("Could you review the draft, Maria?", "Could you review the draft, Maria?", "Maria", None),
    ("Tom can you take this one?", "can you take this one?", "Tom", None),
    ("Please let me know by Wednesday whether you accept.", None, "you", "2026-03-04"),
    ("If you agree, please sign the form.", "please sign the form", "you", None),
    ("Send me the report before Monday.", "Send me the report before Monday", "you", "2026-03-09"),
    ("Also, send the invoice to finance.", "send the invoice to finance", "you", None),
    ("By Friday, please upload the photos.", "please upload the photos", "you", "2026-03-06"),
    ("Ana needs to submit the visa application before 15 March.", None, "Ana", "2026-03-15"),
    ("The documents must be submitted by 5 pm on Friday.", None, None, "2026-03-06"),
    ("The report needs to be reviewed by Ana before Friday.", None, "Ana", "2026-03-06"),
    ("I'm sending the files this afternoon.", None, "I", "2026-03-02"),
    ("Don't forget to bring your passport.", None, "you", None),
    ("Make sure you upload the bank statements.", None, "you", None),
    ("Would you mind checking the figures?", None, "you", None),
    ("I was wondering if you could resend the link.", None, "you", None),
    ("I'd be grateful if you could send the letter by 20 March.", None, "you", "2026-03-20"),
    ("The team will deploy the fix tonight.", None, "the team", "2026-03-02"),
    ("Let's schedule a call for next Tuesday.", None, "we", "2026-03-10"),
    ("Sara is responsible for the catering.", None, "Sara", None),
    ("Someone needs to call the landlord.", None, None, None),
    ("Will send the draft over tonight.", None, "I", "2026-03-02"),
    ("I can do the slides by Wednesday.", None, "I", "2026-03-04"),
    ("Just a quick reminder to submit your timesheet by Thursday noon.", None, "you", "2026-03-05"),
    ("You are kindly requested to complete the form before 1 April.", None, "you", "2026-04-01"),
    ("Going forward, Dave will own the migration plan.", "Dave will own the migration plan", "Dave", None),
    ("AP: Priya - contact insurers - due 9 March", None, "Priya", "2026-03-09"),
    ("@maria please update the CRM", "please update the CRM", "maria", None),
    ("- [ ] Renew the domain (Bob)", "Renew the domain (Bob)", "Bob", None),
]
ACCIONES = [
    ("Te envío el contrato mañana.", "Te envío el contrato mañana", "yo", "2026-03-03"),
    ("Me encargo de la reserva de la sala.", None, "yo", None),
    ("Enviaré la documentación la semana que viene.", None, "yo", "2026-03-09"),
    ("Voy a llamar al banco esta tarde.", None, "yo", "2026-03-02"),
    ("Lo hago yo mañana.", None, "yo", "2026-03-03"),
    ("Por favor, envíe el formulario firmado antes del viernes.", None, "usted", "2026-03-06"),
    ("¿Puedes llamar al cliente antes del jueves?", None, "tú", "2026-03-05"),
    ("¿Me podría enviar la factura, por favor?", None, "usted", None),
    ("Ana, ¿podrías revisar el contrato?", None, "Ana", None),
    ("Mándame el informe cuando puedas.", "Mándame el informe cuando puedas", "tú", None),
    ("Revisa la propuesta y envíala al cliente.", None, "tú", None),
    ("Necesito que me mandes las facturas antes del 15.", None, "tú", "2026-03-15"),
    ("Le agradecería que me confirmara la cita.", None, "usted", None),
    ("No olvides traer el pasaporte.", None, "tú", None),
    ("Hay que actualizar la página de precios.", None, None, None),
    ("Tenemos que presentar la solicitud antes de fin de mes.", None, "nosotros", "2026-03-31"),
    ("Bob enviará el informe el martes.", None, "Bob", "2026-03-03"),
    ("María se encarga de hablar con el banco.", None, "María", None),
    ("Juan tiene que firmar el acta antes del miércoles.", None, "Juan", "2026-03-04"),
    ("Acción: Ana prepara el presupuesto para el lunes", None, "Ana", "2026-03-09"),
    ("Deben presentar la solicitud a más tardar el viernes.", None, "usted", "2026-03-06"),
]
NOTHING = """There's no need to send the passport.
I already sent the form yesterday.
You don't need to pay anything.
I don't think we need to call them.
If I had time I would send it.
Should we send the invoice?
Did you send the invoice?
When will you send the invoice?
Maybe I'll call them.
I might send it tomorrow.
I won't be able to send it.
Nobody needs to do anything.
The customer asked if Bob will send it.
Bob said he would call.
Let me know if you have any questions.
Please find attached the contract.
Please note that the office is closed on Monday.
Please do not reply to this email.
You should receive an email shortly.
Your order will arrive on Friday.
I'll see you tomorrow.
I will be on holiday until Monday.
Can you hear me?
Can I pay by card?
Can you please not share this document?
Please don't call me again.
I'm afraid we cannot accept the offer.
How do I reset my password?
Let's move on to the next topic.
Happy to help with anything else!
Update: the visa was granted.
Book club meets every Thursday.
Email is the best way to reach me.
I want to cancel my subscription.
You must be joking.
We haven't decided on the supplier yet.
Should we go with option B?
If we decide to postpone, costs will rise.
We could go with Acme.
They still need to decide what happens.
A decision will be made next week.
I agree with you.""".splitlines()
NADA = """No hay que enviar nada.
Ya envié el formulario ayer.
No hace falta que envíes el pasaporte.
Le adjunto el contrato firmado.
¿Cuándo vas a enviar la factura?
¿Debo traer el pasaporte?
Llamó el cliente ayer.
Quizás enviaré algo.
Quedo a la espera de su respuesta.
Si tiene cualquier duda, llámenos.
Me gustaría solicitar una cita.
Recibirá un correo de confirmación.
Todavía no hemos decidido nada.
Si decidimos aplazar, costará más.
¿Vamos con la opción B?
No vamos a renovar el contrato.""".splitlines()
DECISIONS = """We decided to go with the cheaper supplier.
We decided not to renew the lease.
It was agreed to postpone the launch until May.
It's been decided that the office will close early.
Let's go with option B.
OK so we're going with the second quote.
We will go ahead with the merger.
After some discussion, the team agreed to move the launch to April.
We settled on Tuesday for the weekly call.
The final decision is to appeal.
The board approved the budget.
I've decided to accept the offer.
Option B was chosen.
Agreed: no meetings on Fridays.
We resolved that the fee will stay at 50 pounds.
Consensus was to keep the old logo.
So the decision was made to hire a contractor.
We're not going with Acme; we decided to use Globex instead.""".splitlines()
DECISIONES = """Se decidió aplazar el lanzamiento.
Hemos decidido no renovar el alquiler.
Acordamos contratar a dos personas.
Quedamos en vernos el lunes.
Vamos con la opción B.
La decisión es presentar un recurso.
Queda aprobado el presupuesto.""".splitlines()


@pytest.mark.parametrize(("text", "wanted", "owner", "due"), ACTIONS)
def test_english_actions(text: str, wanted: str | None, owner: str | None, due: str | None) -> None:
    (action,) = read(text).actions
    assert (action.owner, action.due.date.isoformat() if action.due else None) == (owner, due)
    assert wanted is None or action.text == wanted


@pytest.mark.parametrize(("text", "wanted", "owner", "due"), ACCIONES)
def test_spanish_actions(text: str, wanted: str | None, owner: str | None, due: str | None) -> None:
    (action,) = read(text, "es").actions
    assert (action.owner, action.due.date.isoformat() if action.due else None) == (owner, due)
    assert wanted is None or action.text == wanted


@pytest.mark.parametrize("text", NOTHING)
def test_neither_action_nor_decision_in_english(text: str) -> None:
    found = read(text)
    assert (found.actions, found.decisions) == ([], [])


@pytest.mark.parametrize("text", NADA)
def test_neither_action_nor_decision_in_spanish(text: str) -> None:
    found = read(text, "es")
    assert (found.actions, found.decisions) == ([], [])


@pytest.mark.parametrize("text", DECISIONS)
def test_english_decisions(text: str) -> None:
    assert len(read(text).decisions) == 1


@pytest.mark.parametrize("text", DECISIONES)
def test_spanish_decisions(text: str) -> None:
    assert len(read(text, "es").decisions) == 1


def test_a_label_is_not_part_of_the_decision() -> None:
    assert [each.text for each in read("Decision: hire two more agents.").decisions] == ["hire two more agents"]


MAIL = """Hi Bob,

thanks for your call on Friday. I'll send you the draft tomorrow.
Could you please return the signed form by 10 March?

Best regards,
Maria Lopez
Senior Adviser

On Mon, 2 Mar 2026 at 09:00, Bob <bob@client.test> wrote:
> Please call me back today.
"""


def test_a_mail_names_who_is_to_do_what_and_its_quotes_are_not_read() -> None:
    found = read(MAIL)
    assert [(each.owner, each.due.date.isoformat() if each.due else None) for each in found.actions] == [
        ("Maria Lopez", "2026-03-03"),
        ("Bob", "2026-03-10"),
    ]
    assert [each.date.isoformat() for each in found.dates] == ["2026-02-27", "2026-03-03", "2026-03-10"]


MEETING = """[00:00:02] Sarah: Good morning, everyone. Maria, can you give us an update?
[00:00:09] Maria: We received the letter last Tuesday. I'll email the client this afternoon.
Tom: I haven't started the sponsor letter. I'll have it ready by Wednesday.
Sarah: Please send it to me first.
Tom: Will do.
Sarah: So let's go with a second quote from Brightside. Maria, could you contact them by end of next week?
Maria: What if we asked the old agency?
Sarah: No. Somebody should check the insurance policy.
Tom: I'll check that tomorrow morning.
"""


def test_a_meeting() -> None:
    found = read(MEETING)
    assert [(each.owner, each.due.date.isoformat() if each.due else None, each.speaker) for each in found.actions] == [
        ("Maria", "2026-03-02", "Maria"),
        ("Tom", "2026-03-04", "Tom"),
        ("Tom", None, "Sarah"),
        ("Maria", "2026-03-13", "Sarah"),
        (None, None, "Sarah"),
        ("Tom", "2026-03-03", "Tom"),
    ]
    assert [each.text for each in found.decisions] == ["So let's go with a second quote from Brightside"]


def test_a_list_under_its_heading() -> None:
    text = "Action items:\n- Bob: prepare the budget by Friday\n- Send invoice (Carol)\n- [x] Done\n\nThe sun shines.\n"
    assert [(each.text, each.owner) for each in read(text).actions] == [
        ("Bob: prepare the budget by Friday", "Bob"),
        ("Send invoice (Carol)", "Carol"),
    ]


@pytest.mark.parametrize("text", ["", " \n ", "…", "¿?¡!", "Action:", "- ", "🙂" * 50, "a:" * 900])
def test_what_says_nothing(text: str) -> None:
    found = read(text)
    assert (found.dates, found.actions, found.decisions) == ([], [], [])


@pytest.mark.parametrize(
    "piece",
    ["ok ", "thanks, ", "Bob ", "next ", "1/2/", "if you ", "the 3rd of ", "a", "\n> ", "Hi ", "- ", "9:", ", "],
)
def test_hostile_repetition_takes_no_longer_than_prose(piece: str) -> None:
    started = time.process_time()
    read(piece * (40_000 // len(piece)))
    assert time.process_time() - started < 8
