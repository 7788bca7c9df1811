"""How Spanish promises, asks, orders and decides. Patterns are for folded sentences."""

import re

from frontdesk.ai.local.extract.cues import Cue, Language, Owner
from frontdesk.ai.local.extract.verbs_es import (
    CLITICS,
    FORMAL,
    FORMS,
    FUTURE_I,
    FUTURE_ONE,
    FUTURE_THEY,
    FUTURE_WE,
    INFINITIVE,
    ORDER,
    PRESENT,
    WISH,
    WISH_POLITE,
)
from frontdesk.ai.local.words import word_set

_ADV = r"(?:(?:tambien|ya|pues|luego|ahora|entonces|por favor|yo mism[oa]|sin falta),? )*"
_INF = rf"{_ADV}(?P<sure>{INFINITIVE})(?!\w)"
_NAME = r"(?P<name>@?[a-z][\w.-]*(?: [a-z][\w.-]*){0,2}?)"
_ROLE = (
    r"(?P<role>(?:el|la|los|las|nuestr[oa]|su|tu|mi) (?:equipo|client[ea]|oficina|abogad[oa]|asesor[a]?|gestor[a]?"
    r"|contable|"
    r"banco|escuela|colegio|profesor[a]?|medic[oa]|clinica|empresa|interprete|traductor[a]?|departamento|direccion"
    r"|secretaria|"
    r"recepcion|comite|junta|propietari[oa]|inquilin[oa]|solicitante|administracion)(?: de \w+| juridico| legal)?)"
)
_PRONOUN = r"(?:(?:te|le|os|les|se|me|nos|lo|la|los|las) ){0,2}"
_OBJECT = (
    r"(?= (?:el|la|los|las|un|una|unos|unas|al|tu|tus|su|sus|mi|mis|nuestr\w+|est[ea]s?|est[oa]s|es[ea]|todo|todos"
    r"|todas|toda|"
    r"por favor|con|que|a|lo|cualquier|cada|ambos|dos|tres|\d)\b)"
)
_OBLIGED = (
    r"(?:tiene que|tienen que|debe|deben|debera|deberan|ha de|va a|van a|se compromete a|se comprometen a|queda en"
    r"|ha quedado en|"
    r"tendra que|tendran que|se ha ofrecido a|se ofrecio a)"
)


def _cue(
    pattern: str,
    owner: Owner,
    *,
    asks: bool = False,
    at_start: bool = False,
    dated: bool = False,
    accent: bool | None = None,
) -> Cue:
    return Cue(re.compile(rf"(?<![\w'-])(?:{pattern})"), owner, asks, at_start, dated, any_verb=True, accent=accent)


CUES: tuple[Cue, ...] = (
    # Promises
    _cue(rf"(?:yo )?(?<!no )(?:te |le |os |les |lo |la )?(?:voy a|tengo que|debo|quedo en|me comprometo a|prometo|he "
         rf"de|me encargare de"
         rf"|me ofrezco a|pienso) {_INF}", Owner.SPEAKER),
    _cue(r"(?:ya |yo )*(?<!no )(?P<sure>me (?:encargo|ocupo|encargare|ocupare|responsabilizo|hago cargo) (?:yo "
         r")?(?:de|del)\b)(?! que no)", Owner.SPEAKER),
    _cue(r"(?P<sure>(?:de (?:eso|esto|ello) |ya )me (?:encargo|ocupo)(?: yo)?)", Owner.SPEAKER),
    _cue(rf"(?:yo )?{_PRONOUN}(?P<verb>{FUTURE_I})(?!\w)", Owner.SPEAKER),
    # "Te envío el contrato" is done by this very mail; with a day, or "luego", it is a promise.
    _cue(rf"(?:yo (?:{_PRONOUN})|(?:te|le|os|les|se) (?:lo |la |los |las "
         rf")?)(?P<verb>{PRESENT})(?!\w)", Owner.SPEAKER, dated=True, accent=False),
    _cue(rf"(?:luego|ahora mismo|enseguida|en seguida|despues|ahora) (?:te|le|os|les|se) (?:lo |la |los |las "
         rf")?(?P<verb>{PRESENT})(?!\w)", Owner.SPEAKER, accent=False),
    _cue(rf"{_PRONOUN}(?P<verb>{PRESENT})(?!\w)(?: yo\b)?", Owner.SPEAKER, at_start=True, dated=True, accent=False),
    _cue(rf"(?P<verb>{PRESENT}) yo\b", Owner.SPEAKER, accent=False),
    # Requests
    _cue(rf"(?:por favor|porfa|porfavor),? (?:si (?:puedes|puede|podeis|pueden),? |me |nos "
         rf")?(?P<verb>{ORDER}){CLITICS}(?!\w)", Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:me |nos |le |les |lo |la )?(?:puedes|puede|podeis|pueden|podrias|podria|podriais|podrian|quieres"
         rf"|quiere|seria tan amable de"
         rf"|serias tan amable de|te importaria|le importaria|os importaria) (?:tu |usted |ustedes "
         rf")?{_INF}", Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:seria|es) posible que (?:me |nos |le |les |te )?(?:lo |la )?(?P<sure>{WISH}"
         rf"|{WISH_POLITE})(?!\w)", Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:necesito|necesitamos|te pido|le pido|os pido|les pido|le ruego|les ruego|te ruego|quiero|queria"
         rf"|querria|quisiera|me gustaria|"
         rf"(?:te|le|os|les) agradeceria(?:mos)?|agradeceria|agradeceriamos|rogamos|les rogamos|le rogamos|le "
         rf"agradezco|te agradezco|solicito|"
         rf"solicitamos) (?:que )?(?:por favor )?(?:me |nos |le |les |te |se )?(?:lo |la |los |las )?(?P<sure>{WISH}"
         rf"|{WISH_POLITE})(?!\w)", Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:ruego|rogamos|le ruego|se ruega) (?:me |nos )?(?P<sure>{WISH}|{INFINITIVE})(?!\w)", Owner.ADDRESSEE),
    _cue(rf"(?:no (?:te )?olvides|no (?:se )?olvide|no (?:os )?olvideis|recuerda|recuerde|recordad|asegurate de"
         rf"|asegurese de|acuerdate de|acuerdese de) "
         rf"(?:que |de )?{_INF}", Owner.ADDRESSEE),
    _cue(rf"(?:tu |usted |ustedes )?(?<!no )(?:tienes que|teneis que|debes|debeis|deberas|tendras que|has de) "
         rf"{_INF}", Owner.ADDRESSEE),
    _cue(rf"(?:usted|ustedes) (?:tiene que|tienen que|debe|deben|debera) {_INF}", Owner.ADDRESSEE),
    _cue(rf"si (?:me |nos |le |lo |la )?(?:pudieras?|pudieran|podrias?|podrian|pudieseis?|puedes|puede) "
         rf"{_INF}", Owner.ADDRESSEE, asks=True, at_start=True),
    _cue(rf"(?:tiene que|tienen que|debe|deben|debera|deberan) {_INF}", Owner.ADDRESSEE, at_start=True),
    # Together
    _cue(rf"(?<!no )hay que {_INF}", Owner.NOBODY),
    _cue(rf"(?<!no )(?:es necesario|es preciso|hace falta|falta|queda pendiente|queda por|esta pendiente|conviene"
         rf"|habra que|habria que) {_INF}", Owner.NOBODY),
    _cue(rf"(?<!no )(?:te |le |os |les )?(?:tenemos que|debemos|vamos a|hemos de|deberiamos|tendremos que|quedamos "
         rf"en) {_INF}", Owner.ALL),
    _cue(rf"{_PRONOUN}(?P<verb>{FUTURE_WE})(?!\w)", Owner.ALL),
    # Somebody else
    _cue(rf"{_NAME} (?:se lo |lo |la |me |nos |te |le |les )?{_OBLIGED} {_INF}", Owner.NAMED),
    _cue(rf"{_NAME} (?P<sure>se (?:encarga|ocupa|encargara|ocupara|hace cargo|encargan|ocupan) (?:de"
         rf"|del)\b)", Owner.NAMED),
    _cue(rf"{_NAME} (?P<sure>queda (?:encargad[oa]|responsable) de\b|es (?:el|la) responsable de\b)", Owner.NAMED),
    _cue(rf"{_NAME} {_PRONOUN}(?P<verb>{FUTURE_ONE})(?!\w)", Owner.NAMED, accent=True),
    _cue(rf"{_ROLE} (?:se lo |lo |la |me |nos |te |le |les )?(?:{_OBLIGED} {_INF}|se (?:encarga|ocupa|encargara"
         rf"|ocupara) (?:de|del)\b)", Owner.NAMED),
    _cue(rf"{_ROLE} {_PRONOUN}(?P<verb>{FUTURE_ONE}|{FUTURE_THEY})(?!\w)", Owner.NAMED, accent=None),
    # Orders
    _cue(rf"(?P<verb>{ORDER})(?!\w){_OBJECT}", Owner.ADDRESSEE, at_start=True, accent=False),
    _cue(rf"(?P<verb>{ORDER})(?:me|nos|le|les|lo|la|los|las|selo|sela|selos|melo|mela|melos|noslo"
         rf"|nosla)(?!\w)", Owner.ADDRESSEE, at_start=True),
)  # fmt: skip

_WE = r"(?:(?:nosotros|todos|ambas partes|las partes|el (?:comite|equipo|consejo)|la (?:junta|direccion)) )?"
DECISIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b{_WE}(?:hemos|he|han|ha|se ha|se han) (?:ya |finalmente |todos )?(?:decidido|acordado|aprobado|resuelto"
        rf"|convenido|optado por|elegido|pactado|quedado en|escogido|rechazado|descartado)\b",
        rf"\b{_WE}(?:se (?:decidio|acordo|aprobo|resolvio|convino|opto por|eligio|acuerda|aprueba|decide|descarto"
        rf"|rechazo|pacto))\b",
        r"\b(?:decidimos|acordamos|aprobamos|resolvimos|convinimos|optamos por|elegimos|pactamos|descartamos"
        r"|quedamos en|quedamos de acuerdo"
        r"|nos decantamos por|nos decidimos por|nos quedamos con|apostamos por)\b",
        r"\b(?:decidieron|acordaron|aprobaron|optaron por)\b",
        r"\b(?:queda|quedan|quedo) (?:aprobad|acordad|decidid|confirmad)[oa]s?\b",
        r"\b(?:fue|ha sido|fueron|han sido) (?:aprobad|acordad|rechazad)[oa]s?\b",
        r"(?:^|, |: |entonces |pues |asi que )(?:vamos con|vamos a ir con|nos vamos con|seguimos con|seguimos "
        r"adelante con|adelante con)\b",
        r"\b(?:la|nuestra|mi) decision (?:final |definitiva )?(?:es|fue|ha sido)\b",
        r"\b(?:el) acuerdo (?:es|fue|ha sido)\b",
        r"^(?:vale|perfecto|bueno|bien|de acuerdo|entonces|pues|,| )*(?:acordado|decidido|de acuerdo entonces)(?: "
        r"entonces)?(?::|,| que)",
    )
)  # fmt: skip

ES = Language(
    cues=CUES,
    pronouns={Owner.SPEAKER: "yo", Owner.ADDRESSEE: "tú", Owner.ALL: "nosotros"},
    backward=word_set("el ella ellos ellas"),
    formal=FORMAL,
    verbs=frozenset(FORMS),
    idle=word_set("vere ire seguire quedare quedo sigo veo recibo recibire empiezo espero"),
    small_talk=word_set("digo leo explico comento recuerdo pregunto hablo dire"),
    label=re.compile(
        r"(?:accion(?:es)?|tareas?|pendientes?|proximos? pasos?|siguientes? pasos?|compromisos?|por hacer"
        r"|seguimiento)(?: \d+)?"
        r"(?: (?:de|para) (?P<name>[a-z][\w.' -]{1,30}?)| ?\((?P<name2>[a-z][\w.' -]{1,30})\))? ?(?::|-(?= ))[ "
        r"\t]*(?=\S)"
    ),
    heading=re.compile(
        r"(?:l[oa]s |principales )*(?:acciones|tareas(?: pendientes)?|pendientes|asuntos pendientes|(?:proximos"
        r"|siguientes) pasos|compromisos|por hacer)"
        r"(?: (?:para|de|tras|y)\b[^:.]{0,40})? ?:?"
    ),
    task_owner=re.compile(
        rf"(?P<name>@?[a-z][\w.'-]*(?: [a-z][\w.'-]*){{0,2}})(?: (?:{_OBLIGED}|a|se (?:encarga|ocupa) de|y) |(?= "
        rf"(?:{ORDER})\b)|: ?| - )"
    ),
    not_names=word_set(
        "yo tu el ella nosotros nosotras vosotros ellos ellas usted ustedes esto eso aquello este esta estos estas "
        "ese esa aqui "
        "alli que quien como cuando donde cual por para con sin sobre entre desde hasta segun tras y e o u pero si "
        "no ni ya muy "
        "mas menos todo todos todas nada nadie algo alguien cada ambos gracias hola vale ok bueno bien perfecto "
        "claro tambien "
        "tampoco ademas entonces luego despues antes ahora hoy manana ayer lunes martes miercoles jueves viernes "
        "sabado domingo "
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre la los las un una "
        "unos unas al "
        "del de en a mi mis su sus nuestro nuestra se me te le les nos os lo finalmente primero segundo tercero "
        "aunque porque "
        "mientras sin embargo igualmente asimismo estimado estimada buenos buenas dias tardes noches querido querida "
        "saludos "
        "el cliente solo quizas quiza tal vez pues asi recuerda recuerde favor atentamente"
    ),
    doubt=re.compile(
        r"\b(?:si|a menos que|salvo que|quizas?|tal vez|a lo mejor|puede que|ojala|no creo que|no se si|no hay que"
        r"|no hace falta(?: que)?|"
        r"no es necesario(?: que)?|no necesitamos|no necesito|sin necesidad de|en lugar de|en vez de|no voy a|no "
        r"vamos a|tendria|habria|deberia haber|que pasaria|"
        r"no)\b|\b(?:cuando|hasta que|en cuanto|antes de que|despues de que|dijo que|dice que|pregunto si) $"
    ),
    boilerplate=re.compile(
        r"\b(?:cualquier (?:duda|consulta|pregunta|cosa|aclaracion)|no dud(?:e|es|en|eis) en|haga clic|haz clic"
        r"|pincha|darse de baja|"
        r"no responda|este (?:correo|mensaje) (?:es|y|puede)|quedo a (?:la espera|tu|su|vuestra) |quedamos a (?:la "
        r"espera|tu|su|vuestra)|"
        r"te deseo|le deseo|buen (?:dia|fin)|en que puedo ayudar|nos vemos|hasta (?:luego|pronto)|gracias por su "
        r"(?:paciencia|comprension))\b"
    ),
    opening=re.compile(
        r"[¿¡ ]*(?:(?:y|pero|tambien|luego|despues|entonces|pues|ahora|vale|ok|bueno|bien|perfecto|genial|claro|si"
        r"|gracias|muchas gracias|primero|"
        r"segundo|por ultimo|finalmente|ademas|asimismo|por favor|mientras tanto|de acuerdo|hola|oye|mira|buenos dias"
        r"|buenas tardes|muy bien|"
        r"sin problema|por supuesto|hoy|manana|pasado manana|el (?:proximo )?\w+(?:es|ado|ingo)|por cierto|asi que"
        r"|ya)[,!.:]* )*"
        r"(?:(?:si|cuando|antes de|despues de|para|en cuanto|una vez|el|en|por|durante|tras)\b[^,;:]{2,90}, (?:por "
        r"favor,? )?)?"
    ),
    vocative=re.compile(r"[¿¡]?(?P<name>[a-z][\w.'-]*(?: [a-z][\w.'-]*)?), (?:[¿¡]|por favor,? |y |tambien )?"),
    question_word=re.compile(r"\b(?:cuando|que|donde|quien|como|cual|cuanto|cuantos|por que)(?: \w+){0,1} $"),
    tag=re.compile(r", ?¿?(?:vale|ok|de acuerdo|si|te parece|les parece|verdad|no)\?$"),
    decision=DECISIONS,
    decision_label=re.compile(
        r"(?:(?:principales? )?decision(?:es)?(?: \d+| tomadas?| final)?|acuerdos?|acordado|aprobado|resolucion"
        r"|conclusion) ?(?::|-(?= ))[ \t]*(?=\S)"
    ),
    undecided=re.compile(
        r"\b(?:no|aun no|todavia no|nunca|sin|tenemos que|hay que|debemos|deberiamos|podriamos|podria|si|a menos que"
        r"|hasta que|antes de que|"
        r"cuando|quizas?|tal vez|a lo mejor|casi|nadie|ninguna? \w+|falta|pendiente de|queda por|ojala|puede que|por "
        r"que|que tal si)\b"
    ),
    decided_not=re.compile(r"\b(?:decidi\w*|acord\w*|resuelto|decidido|acordado) (?:no|que no)\b"),
)
