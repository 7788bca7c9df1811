"""Spanish words: what has a plainer one, what belongs to which tone. Our own lists."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.mail.rendering.markup import words

LONGEST_SENTENCE = 30
LONG_WORD, MANY_SYLLABLES = 17, 6

JARGON: Mapping[str, str] = {
    "a efectos de": "para", "a los efectos de": "para", "a fin de": "para", "a la mayor brevedad": "pronto",
    "a la mayor brevedad posible": "lo antes posible", "a la vista de lo anterior": "por eso", "a tenor de": "según",
    "a tal efecto": "para ello", "acaecido": "ocurrido", "adjunto remito": "le envío", "al objeto de": "para",
    "antedicho": "este", "antedicha": "esta", "asimismo": "también", "con anterioridad a": "antes de",
    "con arreglo a": "según", "con carácter previo a": "antes de", "con el fin de": "para", "con el objeto de": "para",
    "con independencia de": "aparte de", "con motivo de": "por", "con objeto de": "para",
    "con posterioridad a": "después de",
    "con relación a": "sobre", "con respecto a": "sobre", "conforme a lo dispuesto en": "según",
    "de acuerdo con lo dispuesto en": "según", "de conformidad con": "según", "debido al hecho de que": "porque",
    "dimanante de": "de", "el abajo firmante": "yo", "la abajo firmante": "yo", "el arriba citado": "este",
    "en aras de": "para", "en base a": "según", "en caso de que proceda": "si hace falta",
    "en el caso de que": "si", "en el momento actual": "ahora", "en el supuesto de que": "si",
    "en lo concerniente a": "sobre", "en lo que respecta a": "sobre", "en lo relativo a": "sobre",
    "en relación con": "sobre", "en tanto en cuanto": "mientras", "en virtud de": "por",
    "fehacientemente": "con pruebas",
    "habida cuenta de": "por", "habida cuenta de que": "como", "huelga decir": "", "incoar": "abrir",
    "infrascrito": "firmante", "la totalidad de": "todo", "mediante la presente": "",
    "no obstante lo anterior": "aun así",
    "obrante en": "que está en", "ostentar": "tener", "otrora": "antes", "por la presente": "",
    "por medio de la presente": "", "por mor de": "por", "por parte de": "por", "precitado": "este",
    "previo a": "antes de", "procede a comunicarle": "le comunica", "referenciado": "citado", "reseñado": "citado",
    "sito en": "en", "sita en": "en", "so pena de": "o", "subsanar": "corregir", "subsane": "corrija",
    "susodicho": "este", "susodicha": "esta", "toda vez que": "porque", "una vez que haya": "cuando haya",
    "utilización": "uso", "visualizar": "ver", "visualice": "vea", "inicializar": "iniciar", "aperturar": "abrir",
    "a nivel de": "en", "a día de hoy": "hoy", "en la actualidad": "ahora", "pormenorizado": "detallado",
    "coadyuvar": "ayudar", "emolumentos": "pago", "dirimir": "resolver", "notorio": "conocido",
}  # fmt: skip
_ENDINGS = ("ar", "amos", "aremos", "ará", "arán", "ó", "ado", "ando")
_NOUNS = (
    ("una revisión de", "revis"), ("la revisión de", "revis"), ("el pago de", "pag"), ("un pago de", "pag"),
    ("una modificación de", "cambi"), ("la modificación de", "cambi"), ("la cancelación de", "cancel"),
    ("una comprobación de", "comprob"), ("la comprobación de", "comprob"), ("la entrega de", "entreg"),
    ("una valoración de", "valor"), ("la valoración de", "valor"), ("una consulta sobre", "consult"),
    ("el análisis de", "analiz"), ("un análisis de", "analiz"), ("la firma de", "firm"),
)  # fmt: skip
NOMINAL: Mapping[str, str] = {
    **{
        f"{light}{ending} {noun}": f"{verb}{ending}"
        for light in ("realiz", "efectu")
        for noun, verb in _NOUNS
        for ending in _ENDINGS
    },
    "llevar a cabo": "hacer", "llevaremos a cabo": "haremos", "llevamos a cabo": "hacemos", "llevará a cabo": "hará",
    "hacer uso de": "usar", "haga uso de": "use", "haz uso de": "usa", "hacemos uso de": "usamos",
    "dar comienzo": "empezar", "dará comienzo": "empezará", "dio comienzo": "empezó", "dar respuesta a": "responder a",
    "dar traslado de": "enviar", "daremos traslado de": "enviaremos", "proceder al pago de": "pagar",
    "proceder a la cancelación de": "cancelar", "proceder a la revisión de": "revisar", "procederemos a": "",
    "procedemos a": "", "tomar en consideración": "considerar", "tener en consideración": "considerar",
    "prestar ayuda a": "ayudar a", "hacer entrega de": "entregar", "hará entrega de": "entregará",
    "poner de manifiesto": "mostrar", "formular una solicitud de": "solicitar", "dar cumplimiento a": "cumplir",
    "hacer mención a": "mencionar", "poner en conocimiento de": "informar a",
}  # fmt: skip
_OPPOSITES = (
    ("infrecuente", "frecuente"), ("imposible", "posible"), ("inusual", "usual"), ("improbable", "probable"),
    ("innecesario", "necesario"), ("innecesaria", "necesaria"), ("irrelevante", "relevante"), ("ilegal", "legal"),
    ("insignificante", "importante"), ("incompatible", "compatible"), ("desconocido", "conocido"),
    ("desconocida", "conocida"), ("inhabitual", "habitual"), ("incierto", "cierto"), ("incapaz", "capaz"),
    ("inadecuado", "adecuado"), ("inadecuada", "adecuada"), ("desfavorable", "favorable"),
)  # fmt: skip
NEGATED: Mapping[str, str] = {
    **{
        f"no {verb} {odd}": f"{verb} {plain}"
        for verb in ("es", "son", "será", "sería", "era", "resulta")
        for odd, plain in _OPPOSITES
    },
    **{f"no {form} de": "" for form in ("dejes", "deje", "dejen", "dejéis")},
    "no sin razón": "con razón", "no sin motivo": "con motivo",
}  # fmt: skip
PLEASANT_OPPOSITES: Mapping[str, str] = {}
NO_VERBS: frozenset[str] = frozenset()
NO_THINGS: Mapping[str, str] = {}

BE_PAST = words("fue fueron será serán sido ser sea sean siendo era eran fuera fueran")
BE_PRESENT = words("es son")
BY_THEN = words("eso ello ejemplo fin favor supuesto tanto qué ahora hoy cierto mucho debajo encima")
_STEMS = ("hech", "escrit", "dich", "vist", "puest", "abiert", "cubiert", "resuelt", "devuelt", "impres", "propuest")
PARTICIPLES = frozenset(stem + ending for stem in _STEMS for ending in ("o", "a", "os", "as"))
STATES = frozenset(
    form
    for word in words(
        "divertido complicado delicado pesado cansado conocido parecido sentido partido lado cuidado estado grado "
        "resultado contenido debido adecuado educado privado pasado mercado abogado encargado empleado invitado "
        "apartado pedido recorrido olvido vestido marido sonido ruido avanzado equivocado limitado elevado apropiado "
        "variado ordenado interesado querido bienvenido unido válido rápido sólido líquido décado demasiado "
        "significado candidato jurado soldado helado ganado licenciado graduado afortunado demorado sentado atrevido "
        "aburrido acertado arriesgado exagerado destacado determinado dedicado cualificado"
    )
    for form in (word, word[:-1] + "a", word + "s", word[:-1] + "as")
)

CONTRACTIONS: Mapping[str, str] = {}
UNCONTRACTED: Mapping[str, str] = {}
SLANG: Mapping[str, str] = {
    "guay": "excelente", "mola": "gusta", "flipar": "", "flipante": "sorprendente", "chulo": "bonito",
    "chula": "bonita",
    "finde": "fin de semana", "porfa": "por favor", "porfi": "por favor", "tío": "", "curro": "trabajo",
    "currar": "trabajar", "pasta gansa": "dinero", "chollo": "buena oferta", "chollazo": "muy buena oferta",
    "alucinante": "sorprendente", "un montón de": "muchos", "súper fácil": "muy fácil", "vale": "de acuerdo",
    "ok": "de acuerdo", "peli": "película", "cole": "colegio", "boli": "bolígrafo", "info": "información",
    "chao": "adiós", "chévere": "excelente", "qué pasada": "", "a tope": "al máximo",
}  # fmt: skip
STIFF: Mapping[str, str] = {
    "le rogamos que": "por favor,", "rogamos que": "por favor,", "nos complace comunicarle": "nos alegra contarte",
    "nos complace informarle": "nos alegra contarte", "quedamos a su disposición": "aquí estamos si nos necesitas",
    "quedamos a su entera disposición": "aquí estamos si nos necesitas", "sírvase": "por favor,",
    "tenga a bien": "por favor,", "le comunicamos que": "te contamos que",
    "lamentamos comunicarle que": "sentimos decirte que",
    "no dude en": "puedes", "estimamos oportuno": "creemos bueno",
    "a la espera de sus noticias": "esperamos tu respuesta",
}  # fmt: skip
HEDGES: Mapping[str, str] = {
    "cuando puedas": "antes de…", "cuando pueda": "antes de…", "si es posible": "", "si tienes tiempo": "",
    "si tiene tiempo": "", "sin prisa": "", "en algún momento": "antes de…", "cuando quieras": "antes de…",
    "cuando quiera": "antes de…", "cuando te venga bien": "antes de…", "cuando le venga bien": "antes de…",
    "no hay prisa": "", "a su conveniencia": "antes de…",
}  # fmt: skip
CASUAL_GREETINGS: Mapping[str, str] = dict.fromkeys(("hola", "buenas", "hey", "qué tal", "hola a todos"), "Buenos días")
STIFF_GREETINGS: Mapping[str, str] = dict.fromkeys(
    (
        "estimado", "estimada", "estimados", "estimadas", "muy señor mío", "muy señores míos", "a quien corresponda",
        "distinguido", "distinguida", "apreciado", "apreciada",
    ),
    "Hola",
)  # fmt: skip
CASUAL_CLOSINGS: Mapping[str, str] = dict.fromkeys(
    ("un abrazo", "abrazos", "besos", "un beso", "chao", "hasta luego", "hasta pronto", "nos vemos"), "Atentamente"
)
STIFF_CLOSINGS: Mapping[str, str] = dict.fromkeys(
    (
        "atentamente", "le saluda atentamente", "les saluda atentamente", "reciba un cordial saludo",
        "sin otro particular", "cordialmente", "muy atentamente",
    ),
    "Un saludo",
)  # fmt: skip
# Second persons and what "usted" takes instead; futures (recibirás) are known by their ending.
INFORMAL: Mapping[str, str] = {
    "tú": "usted", "te": "le", "ti": "usted", "contigo": "con usted", "tu": "su", "tus": "sus", "tuyo": "suyo",
    "tuya": "suya", "tuyos": "suyos", "tuyas": "suyas", "puedes": "puede", "tienes": "tiene", "quieres": "quiere",
    "necesitas": "necesita", "debes": "debe", "estás": "está", "eres": "es", "has": "ha", "sabes": "sabe",
    "recibes": "recibe", "prefieres": "prefiere", "deseas": "desea", "podrías": "podría", "querías": "quería",
    "puedas": "pueda", "tengas": "tenga", "quieras": "quiera", "necesites": "necesite", "haz": "haga",
}  # fmt: skip
FORMAL: Mapping[str, str] = {
    "usted": "tú", "le informamos": "te informamos", "le rogamos": "te pedimos", "le agradecemos": "te agradecemos",
    "le escribimos": "te escribimos", "le recordamos": "te recordamos", "le esperamos": "te esperamos",
    "le damos": "te damos", "le enviamos": "te enviamos", "le invitamos": "te invitamos", "le saluda": "te saluda",
}  # fmt: skip
SHOUTS = words("GRATIS AHORA URGENTE IMPORTANTE ATENCIÓN AVISO ÚLTIMA OPORTUNIDAD HOY SOLO NUNCA ALERTA YA")
