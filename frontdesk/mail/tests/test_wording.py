"""Places in a mail that could be plainer, or do not fit the wanted tone: marked where they stand, and nothing else."""

import re
import time

import pytest

from frontdesk.mail.rendering import TemplateSource
from frontdesk.mail.wording import Checked, check
from frontdesk.mail.wording.model import Finding
from frontdesk.mail.wording.readability import count_english, count_spanish
from frontdesk.mail.writing.prompts import Tone
from frontdesk.orgs.testing import ApiClient

_MARKED = re.compile(r"\[([^\]]*)\]")
# Language, tone (empty: none), code, a sentence with what is to be marked in brackets, what is suggested.
MARKED = (
    ("en", "", "jargon", "Please [utilize] the form on our site.", "use"),
    ("en", "", "jargon", "[Prior to] your visit, read the guide.", "Before"),
    ("en", "", "jargon", "Bring your passport [in order to] register.", "to"),
    ("en", "", "jargon", "We [commenced] the work on Monday.", "started"),
    ("en", "", "jargon", "The fee is due [pursuant to] our terms.", "under"),
    ("en", "", "jargon", "[In the event that] you are late, call us.", "If"),
    ("en", "", "jargon", "We wrote [with regard to] your visa.", "about"),
    ("en", "", "jargon", "It takes [in excess of] ten days.", "more than"),
    ("en", "", "jargon", "Return the [aforementioned] papers.", "this"),
    ("en", "", "nominal", "We will [make a decision] on Friday.", "decide"),
    ("en", "", "nominal", "The office [made a decision] last week.", "decided"),
    ("en", "", "nominal", "We are [conducting a review of] your file.", "reviewing"),
    ("en", "", "nominal", "Our team [provides assistance to] families.", "helps"),
    ("en", "", "nominal", "We [gave consideration to] your letter.", "considered"),
    ("en", "", "nominal", "You can [make an application for] a grant.", "apply for"),
    ("en", "", "passive", "Your letter [was received] on Monday.", ""),
    ("en", "", "passive", "The form must [be completed] before Friday.", ""),
    ("en", "", "passive", "Your file has [been sent] to the court.", ""),
    ("en", "", "passive", "The fee [is paid] by the employer.", ""),
    ("en", "", "passive", "Both papers [were not signed] in time.", ""),
    ("en", "", "passive", "Mistakes [were made].", ""),
    ("en", "", "double_negation", "It is [not uncommon] to wait a week.", "common"),
    ("en", "", "double_negation", "A later date is [not impossible].", "possible"),
    ("en", "", "double_negation", "[Do not fail to] bring your passport.", ""),
    ("en", "", "double_negation", "We [can't do nothing] about it.", "can't do anything"),
    ("en", "", "long_word", "This is about [intergovernmental] rules.", ""),
    ("en", "", "long_word", "We ask for your [indemnification] first.", ""),
    ("en", "formal", "contraction", "We [don't] open on Sundays.", "do not"),
    ("en", "formal", "contraction", "[We'll] write again next week.", "We will"),
    ("en", "formal", "contraction", "You [can't] park here.", "cannot"),
    ("en", "formal", "slang", "We think the result is [awesome].", "excellent"),
    ("en", "formal", "slang", "Answer [asap], please.", "as soon as possible"),
    ("en", "formal", "exclamation", "We open on Monday[!]", "."),
    ("en", "formal", "greeting", "[Hi] Lena, your papers are here.", "Dear"),
    ("en", "formal", "closing", "[Cheers],", "Kind regards"),
    ("en", "casual", "uncontracted", "We know you [do not] like to wait.", "don't"),
    ("en", "casual", "uncontracted", "[You are] on the list.", "You're"),
    ("en", "casual", "greeting", "[Dear Sir or Madam], your papers are here.", "Hello"),
    ("en", "casual", "closing", "[Yours faithfully],", "Best wishes"),
    ("en", "friendly", "stiff", "[Please be advised that] the office moves.", ""),
    ("en", "friendly", "stiff", "[Do not hesitate to] call us.", "Feel free to"),
    ("en", "friendly", "exclamation", "See you soon[!!!]", "!"),
    ("en", "plain", "slang", "We got [tons of] letters.", "many"),
    ("en", "urgent", "hedging", "Send us the form [when you get a chance].", "by …"),
    ("en", "urgent", "hedging", "Please answer today, [if possible].", ""),
    ("en", "plain", "capitals", "This is [URGENT] for all families.", "urgent"),
    ("en", "friendly", "capitals", "Please [READ THIS LETTER] before Monday.", ""),
    ("es", "", "jargon", "Escríbanos [con anterioridad a] la cita.", "antes de"),
    ("es", "", "jargon", "[En el supuesto de que] no venga, avise.", "Si"),
    ("es", "", "jargon", "Traiga el pasaporte [a efectos de] registro.", "para"),
    ("es", "", "jargon", "Debe [subsanar] el error esta semana.", "corregir"),
    ("es", "", "jargon", "Responda [a la mayor brevedad posible].", "lo antes posible"),
    ("es", "", "nominal", "Vamos a [realizar una revisión de] su caso.", "revisar"),
    ("es", "", "nominal", "Mañana [efectuaremos el pago de] la tasa.", "pagaremos"),
    ("es", "", "nominal", "La reunión [dará comienzo] a las diez.", "empezará"),
    ("es", "", "passive", "Su carta [fue recibida] el lunes.", ""),
    ("es", "", "passive", "La solicitud ha [sido aprobada] hoy.", ""),
    ("es", "", "passive", "La tasa [es abonada] por la empresa.", ""),
    ("es", "", "double_negation", "[No es infrecuente] esperar una semana.", "Es frecuente"),
    ("es", "", "double_negation", "[No dejes de] traer el pasaporte.", ""),
    ("es", "formal", "informal_address", "Le pedimos [tu] pasaporte.", "su"),
    ("es", "formal", "informal_address", "Mañana [recibirás] la carta.", "recibirá"),
    ("es", "formal", "informal_address", "[Puedes] venir el lunes.", "Puede"),
    ("es", "formal", "slang", "El resultado es muy [guay].", "excelente"),
    ("es", "formal", "greeting", "[Hola] Lena, ya tenemos sus papeles.", "Buenos días"),
    ("es", "formal", "closing", "[Un abrazo],", "Atentamente"),
    ("es", "casual", "formal_address", "Esperamos a [usted] el lunes.", "tú"),
    ("es", "casual", "stiff", "[No dude en] llamar al despacho.", "Puedes"),
    ("es", "casual", "closing", "[Atentamente],", "Un saludo"),
    ("es", "urgent", "hedging", "Envíe el formulario [cuando pueda].", "antes de…"),
    ("es", "friendly", "exclamation", "¡Hasta pronto[!!]", "!"),
    ("es", "plain", "capitals", "Es [URGENTE] para todas las familias.", "urgente"),
)  # fmt: skip
# Language, tone, a text in which nothing is to be marked.
CLEAN = (
    ("en", "", "Your appointment is on Monday at 3 pm."),
    ("en", "", "We are pleased to tell you that the office is closed on Sunday."),
    ("en", "", "The office is located near the station and is used by families on Mondays only if they ask."),
    ("en", "", "Please send us the form by Friday."),
    ("en", "", "The form is complete, and we are interested in your plans."),
    ("en", "", "It is not easy to find the door, so ring the bell."),
    ("en", "", "You used to write to us; now you can book online."),
    ("en", "", "The new rules begin on 1 April. Most cases become quicker."),
    ("en", "", "Dr. Lena Okafor and Mr. Haddad will see you at 10 a.m. in Leeds."),
    ("en", "", "Visit www.northgate.test/utilize-prior-to for more."),
    ("en", "", "Congratulations on your new passport."),
    ("en", "", "We need your answer to question 4."),
    ("en", "", "The speed of the answer depends on the embassy."),
    ("en", "formal", "Dear Ms Okafor, we will write again next week. Kind regards"),
    ("en", "formal", "Lena's papers and the firm's letter are ready."),
    ("en", "formal", "The UK and the EU agreed on the date."),
    ("en", "casual", "Hi Lena, that's what we are. See you soon!"),
    ("en", "casual", "You've got mail, and it's a good one."),
    ("en", "friendly", "Hello Lena, thank you for your visit. Best wishes"),
    ("en", "urgent", "Send us the form by Friday. Without it, the visa ends."),
    ("en", "plain", "Bring your passport. We will copy it for you."),
    ("es", "", "Su cita es el lunes a las tres."),
    ("es", "", "No tenemos nada que añadir: todo está en orden."),
    ("es", "", "El despacho está situado cerca de la estación."),
    ("es", "", "Fue divertido conocer a su familia."),
    ("es", "", "La oficina es conocida en toda la ciudad."),
    ("es", "", "El Sr. Reyes y la Dra. Silva le esperan el 3 de abril."),
    ("es", "", "Envíenos el formulario antes del viernes, por favor."),
    ("es", "", "No es fácil encontrar la puerta: llame al timbre."),
    ("es", "formal", "Estimada señora Reyes: le escribiremos la próxima semana. Atentamente"),
    ("es", "formal", "Detrás de la estación está el despacho; además, hay un parque."),
    ("es", "casual", "Hola, Lena: tus papeles ya están aquí. ¡Nos vemos!"),
    ("es", "friendly", "Hola, Lena: gracias por tu visita. Un saludo"),
    ("es", "urgent", "Envíe el formulario antes del viernes. Sin él, el visado termina."),
    ("es", "plain", "Traiga su pasaporte. Lo copiamos para usted."),
)  # fmt: skip


def checked(text: str, locale: str, tone: str = "") -> Checked:
    html = "<p>" + text.replace("&", "&amp;") + "</p>"
    return check(TemplateSource("", html, locale=locale), Tone(tone) if tone else None)


def told(findings: list[Finding]) -> list[tuple[str, str]]:
    return [(each.code.value, each.excerpt) for each in findings]


@pytest.mark.parametrize(("locale", "tone", "code", "text", "suggestion"), MARKED)
def test_marked_where_it_stands(locale: str, tone: str, code: str, text: str, suggestion: str) -> None:
    match = _MARKED.search(text)
    assert match
    plain = text.replace("[", "").replace("]", "")
    found = checked(plain, locale, tone).findings
    assert told(found) == [(code, match[1])]
    assert (found[0].start, found[0].end) == (match.start() + 3, match.end() + 1)
    assert found[0].suggestion == suggestion
    assert found[0].message


@pytest.mark.parametrize(("locale", "tone", "text"), CLEAN)
def test_nothing_is_marked_where_nothing_is_wrong(locale: str, tone: str, text: str) -> None:
    assert told(checked(text, locale, tone).findings) == []


def test_the_table_is_as_long_as_it_should_be() -> None:
    assert len(MARKED) >= 60
    assert len(CLEAN) >= 30


def test_long_sentences_say_how_long_they_are() -> None:
    sentence = "We write to you today " + "and we also tell you again " * 4
    found = checked(f"Short. {sentence}.", "en").findings
    assert told(found)[0][0] == "long_sentence"
    assert found[0].words == 29
    assert checked(f"{sentence}.", "es").findings == []


def test_markup_liquid_and_addresses_are_skipped() -> None:
    html = (
        "<style>p { utilize: prior to }</style><!-- prior to --><p title='prior to'>Hello {{ utilize }},"
        " see <a href='https://x.test/prior to'>pri<b>or t</b>o</a> it &amp; it&rsquo;s fine.</p>"
        "<p>We util{% if a %}ize{% else %}ise{% endif %} this.</p><code>prior to</code>"
    )
    found = check(TemplateSource("{{ prior }} to", html)).findings
    assert told(found) == [("jargon", "prior to")]
    assert html[found[0].start : found[0].end] == "pri<b>or t</b>o"


def test_mjml_and_plain_text_have_places_too() -> None:
    mjml = "<mjml><mj-head><mj-title>prior to</mj-title></mj-head><mj-body><mj-text>Read\n it prior\nto it.</mj-text>"
    text = "Hello,\n\nwe commence now."
    found = check(TemplateSource("Utilize it", mjml, "In order to win", text, "mjml")).findings
    assert [(each.field, each.excerpt) for each in found] == [
        ("subject", "Utilize"), ("preheader", "In order to"), ("html_code", "prior to"), ("text_code", "commence"),
    ]  # fmt: skip
    assert mjml[found[2].start : found[2].end] == "prior\nto"
    assert text[found[3].start : found[3].end] == "commence"


def test_saying_tu_and_usted_marks_the_rarer() -> None:
    found = checked("Puedes traer tu pasaporte. Te esperamos a ti y a usted.", "es").findings
    assert told(found) == [("mixed_address", "usted")]


def test_readability_tells_easy_from_hard() -> None:
    easy = (
        "We moved. The new office is near the station. You can come by bus or by train. We are open from nine to five. "
    )
    hard = (
        "Notwithstanding considerable administrative complications, international organizations unanimously recognized "
        "unprecedented socioeconomic transformations necessitating comprehensive institutional reorganization. "
    )
    one, other = checked(easy * 2, "en").readability, checked(hard * 2, "en").readability
    assert one.score is not None
    assert other.score is not None
    assert (one.score > 80, other.score < 10) == (True, True)
    assert (one.formula, one.word_count, one.sentence_count) == ("flesch", 48, 8)
    spanish = checked(
        "La casa es roja. El sol sale. Mi madre lee un libro. El tren va a Leeds. Hoy hace sol. " * 2, "es"
    )
    assert (spanish.readability.formula, spanish.readability.grade) == ("fernandez_huerta", "very_easy")
    assert checked("Too short.", "en").readability.score is None


def test_syllables() -> None:
    english = {"cat": 1, "table": 2, "people": 2, "created": 3, "information": 4, "business": 2, "wanted": 2, "area": 3}
    spanish = {"casa": 2, "guía": 2, "país": 2, "ciudad": 2, "información": 4, "pingüino": 3, "yo": 1, "aéreo": 4}
    assert {word: count_english(word) for word in english} == english
    assert {word: count_spanish(word) for word in spanish} == spanish


def test_a_hundred_kilobytes_take_no_time() -> None:
    paragraph = (
        "<p>We write to you as the new rules begin in June and we want to help with what you need, {{ name }}.</p>"
    )
    source = TemplateSource("Hello", paragraph * (100_000 // len(paragraph)))
    took = []
    for _ in range(5):
        start = time.process_time()
        check(source, Tone.FORMAL)
        took.append(time.process_time() - start)
    assert min(took) < 0.5  # about 0.04 on a machine at rest


def test_hostile_sources_end_soon() -> None:
    for text in (
        "<" * 50_000,
        "{{" * 50_000,
        "&amp" * 30_000,
        "A, " * 30_000,
        "not " * 30_000,
        "\x1a" * 1000,
        "a" * 100_000,
    ):
        start = time.process_time()
        check(TemplateSource(text[:400], text, locale="es"), Tone.FORMAL)
        assert time.process_time() - start < 5


def test_by_the_api_places_are_as_browsers_count(alice: ApiClient, bob: ApiClient) -> None:
    html = "<p>😀 Hi</p>\n<p>😀 Read it prior to it.</p>"
    body = {"html_code": html, "locale": "en", "subject": "Hello", "source_format": "html"}
    answer = bob.post("/api/email/check-wording", body)
    assert answer.status == 200, answer.json
    (found,) = answer.json["findings"]
    in_utf16 = html.encode("utf-16-le")
    assert in_utf16[2 * found["start"] : 2 * found["end"]].decode("utf-16-le") == "prior to"
    assert (found["line"], found["column"], found["end_line"], found["end_column"]) == (2, 15, 2, 23)
    assert answer.json["readability"]["score"] is None
    assert alice.post("/api/email/check-wording", {**body, "tone": "loud"}).status == 422
    assert alice.post("/api/email/check-wording", {"subject": "x"}).status == 422
