"""How Spanish names days. Patterns are for folded text: ``mañana`` is ``manana`` there, ``año`` is ``ano``."""

import re

from frontdesk.ai.local.extract.grammar import FIGURES, Lexicon, Readers, Rule, figures_after, rule, today
from frontdesk.ai.local.words import word_set

_CARDINALS = ("cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce")
_SPOKEN = (
    *("trece", "catorce", "quince", "dieciseis", "diecisiete", "dieciocho", "diecinueve", "veinte", "veintiuno"),
    *("veintidos", "veintitres", "veinticuatro", "veinticinco", "veintiseis", "veintisiete", "veintiocho"),
    *("veintinueve", "treinta", "treinta y uno"),
)
_MONTHS = (
    *("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio"),
    *("agosto", "septiembre", "octubre", "noviembre", "diciembre"),
)
LEXICON = Lexicon(
    weekdays=("lunes", "martes", "miercoles", "jueves", "viernes", "sabado", "domingo"),
    months=_MONTHS,
    doubtful_months=word_set(""),
    numbers={word: number for number, word in enumerate(_CARDINALS)}
    | {"un": 1, "una": 1, "par": 2, "quince": 15, "veinte": 20, "treinta": 30, "sesenta": 60, "noventa": 90},
    ordinals={word: number for number, word in enumerate((*_CARDINALS[1:], *_SPOKEN), 1)} | {"primero": 1},
    units={
        "dias habiles": ("working_day", 1),
        "dia habil": ("working_day", 1),
        "dias laborables": ("working_day", 1),
        "dia laborable": ("working_day", 1),
        "quincena": ("day", 15),
        "dia": ("day", 1),
        "semana": ("week", 1),
        "mes": ("month", 1),
        "ano": ("year", 1),
    },
    near={
        "hoy": 0,
        "esta noche": 0,
        "manana": 1,
        "pasado manana": 2,
        "ayer": -1,
        "anoche": -1,
        "anteayer": -2,
        "antes de ayer": -2,
    },
    which={
        **dict.fromkeys(("proximo", "proxima", "que viene", "siguiente", "entrante"), 1),
        **dict.fromkeys(("este", "esta", "el", "la", "de", "del", "en curso"), 0),
        **dict.fromkeys(("pasado", "pasada", "ultimo", "ultima"), -1),
    },
    parts={
        **dict.fromkeys(("fin", "final", "finales", "fines", "cierre"), "end"),
        **dict.fromkeys(("principio", "principios", "comienzo", "comienzos", "inicio", "inicios"), "start"),
        **dict.fromkeys(("mediados", "mitad"), "middle"),
    },
    periods={
        "dia": "day",
        "semana": "week",
        "fin de semana": "weekend",
        "mes": "month",
        "trimestre": "quarter",
        "ano": "year",
    },
    next_is_next_week=False,
)
read = Readers(LEXICON)

_WD = rf"(?P<wd>{'|'.join(LEXICON.weekdays)})"
_M = rf"(?P<m>{'|'.join(_MONTHS)}|setiembre)"
_M_SHORT = r"(?P<m>(?:ene|feb|mar|abr|may|jun|jul|ago|sept?|oct|nov|dic)\.?)"
_N = r"(?:3[01]|[12]\d|0?[1-9])"
_D = rf"(?P<d>(?:{_N})(?:ro|º|°)?|{'|'.join(sorted(LEXICON.ordinals, key=len, reverse=True))})"
_Y = r"(?:,? (?:de |del )?(?:ano )?(?P<y>(?:19|20|21)\d\d))?"
_COUNT = (
    r"(?P<count>\d{1,3}|un par de|una?|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|quince|veinte"
    r"|treinta|sesenta|noventa)(?: \(\d+\))?"
)
_UNIT = r"(?P<unit>dias? (?:habil(?:es)?|laborables?)|dias?|semanas?|quincenas?|mes(?:es)?|anos?)(?: naturales)?"
_PERIOD = r"(?P<period>fin de semana|semana|mes|trimestre|ano)"
_PART = r"(?P<part>fin|final|finales|fines|cierre|principios?|comienzos?|inicios?|mediados|mitad)"
_NEXT = r"(?P<which>proxim[oa]|siguiente|que viene|entrante|pasad[oa])"
_DAYTIME = r"(?: (?:por|a|en) la (?:manana|tarde|noche)| a primera hora| a ultima hora)?"
_NO_NOUN = (
    r"(?=\s*(?:[,.;:!?)]|$|\b(?:a|y|o|para|antes|con|en|por|si|porque|como|que|hasta|es|me|nos|de este|del proximo)\b))"
)
_LEADING = "el|dia|al|del|desde|hasta|antes del|para el|a partir del|vence el"

RULES: tuple[Rule, ...] = (
    *FIGURES,
    figures_after(_LEADING),
    rule(rf"(?:(?:el|del|los dias) )?(?P<d>{_N})(?: ?- ?| al? | y (?:el )?)(?P<d2>{_N}) de "
         rf"{_M}{_Y}", read.day_and_month),
    rule(rf"(?:el )?(?:{_WD},? )?(?:el )?(?:dia )?{_D} (?:de )?(?:{_M}){_Y}", read.day_and_month),
    rule(rf"(?:el )?(?:{_WD},? )?(?:dia )?(?P<d>{_N}) (?:de )?{_M_SHORT}{_Y}", read.day_and_month),
    rule(rf"(?:a |de )?{_PART} de (?:el )?{_M}{_Y}", read.month),
    rule(rf"{_M} (?:de |del )?(?P<y>(?:19|20|21)\d\d)", read.month),
    rule(rf"(?:en|durante|hasta|desde|antes de|para) (?P<span>{_M})", read.month),
    rule(rf"(?:(?:el|este) )?(?P<which>proximo|pasado|este) {_WD}{_DAYTIME}", read.weekday),
    rule(rf"(?:el )?{_WD} de la (?P<of_week>proxima|siguiente|pasada) semana{_DAYTIME}", read.weekday),
    rule(rf"(?:el )?{_WD} de (?:la semana (?P<of_week>que viene|pasada)|esta semana){_DAYTIME}", read.weekday),
    rule(rf"(?:el )?{_WD}(?:,? (?:{_NEXT}))?{_DAYTIME}", read.weekday),
    rule(rf"(?:el )?{_WD},? (?:dia )?(?P<d>{_N})(?! (?:de|horas|h)\b|[:./]\d)", read.weekday_and_number),
    rule(rf"(?P<near>antes de ayer|anteayer|ayer|anoche|hoy|pasado manana|esta noche){_DAYTIME}", read.near),
    rule(rf"(?<!\bla )(?<!\besta )(?<!\buna )(?<!\btoda )(?<!\bpasado )(?P<near>manana){_DAYTIME}", read.near),
    rule(r"esta (?:manana|tarde)|hoy mismo", today),
    rule(rf"(?:en|dentro de|de aqui a) (?:unos |unas |otros |otras )?{_COUNT} {_UNIT}", read.counted),
    rule(rf"(?P<limit>en (?:un|el) plazo (?:maximo )?de|antes de) {_COUNT} {_UNIT}", read.counted),
    rule(rf"(?P<ago>hace) (?:unos |unas )?{_COUNT} {_UNIT}", read.counted),
    rule(rf"(?:en |durante )?(?:los|las) proxim[oa]s {_COUNT} {_UNIT}", read.coming),
    rule(rf"(?:a )?{_PART} de (?:la |el )?(?P<which>este|esta|proxim[oa])? ?{_PERIOD}(?! que| siguiente)", read.period),
    rule(rf"(?!fin de semana)(?:a )?{_PART} (?:de |del )(?:la |el )?{_PERIOD} {_NEXT}", read.period),
    rule(rf"(?!fin de semana)(?:a )?{_PART} del? {_PERIOD}", read.period),
    rule(rf"(?:(?:la|el) )?(?P<which>proxim[oa]|siguiente|pasad[oa]) {_PERIOD}", read.period),
    rule(rf"(?:(?:la|el) )?{_PERIOD} {_NEXT}", read.period),
    rule(rf"(?P<which>est[ea]) {_PERIOD}", read.period),
    rule(rf"(?:el )?dia (?P<d>{_N})(?: (?:del|de este) mes)?(?! de \w)", read.number_alone),
    rule(rf"(?:el|del|al) (?P<span>(?P<d>{_N}))(?: del? (?P<which>este|proximo) mes){_NO_NOUN}", read.number_alone),
    rule(rf"(?:antes del|para el|hasta el|a partir del|vence el|a mas tardar el) "
         rf"(?P<span>(?P<d>{_N})){_NO_NOUN}", read.number_alone),
)  # fmt: skip

LEAD = re.compile(
    r"\b(?:antes del?|para|hasta|a mas tardar|como (?:muy tarde|maximo)|no mas tarde del?|(?:fecha limite|plazo)(?: "
    r"es)?:?"
    r"|vence|de aqui a)(?: el| la| al)?(?: dia)? $"
)
TRAIL = re.compile(r",? (?:como muy tarde|a mas tardar|como maximo|como tope)(?!\w)")
BETWEEN = re.compile(r" ?(?:-|a|al|hasta|hasta el) ?$")
FROM = re.compile(r"\b(?:desde|entre|del?)(?: el| la| las)? $")
AND = re.compile(r" y (?:el |las? )?$")
JOINT = re.compile(r",? ?(?:(?:a|sobre|hacia|-|de|desde|,|\(|el|del|partir)? ?)*$")
PAST = re.compile(
    r"\b(?:fue|fuimos|era|estuve|estuvo|estuvimos|hablamos|hable|recibi|recibimos|tuve|tuvimos|vino|llego|llame|envie"
    r"|hice|hicimos|dije|dijo|gracias por|desde|(?:he|ha|hemos|han) \w+[aei]do)\b"
)
AHEAD = re.compile(r"\b(?:para|antes|hasta|proxim\w+|por favor|puede\w*|podria\w*|hay que|voy a|va a|vamos a|\w+re)\b")
EVERY = re.compile(r"\b(?:cada|todos los|los|todas las) $")
