"""Forms of the Spanish verbs of office work, folded (without accents)."""

from collections.abc import Iterator

from frontdesk.ai.local.words import word_set

_REGULAR = word_set(
    "abonar acabar aceptar aclarar acompañar aconsejar activar actualizar adaptar adelantar adjuntar agendar agregar "
    "ajustar "
    "analizar anotar anular anunciar añadir apartar aplicar aportar aprobar apuntar archivar arreglar asignar "
    "asistir atender "
    "ayudar avisar borrar buscar calcular cambiar cancelar cargar citar cobrar coger comentar comparar compartir "
    "completar "
    "comprar comprobar comunicar confirmar consultar contactar contestar contratar convocar coordinar copiar "
    "corregir crear "
    "cubrir cumplimentar dejar depositar descargar desarrollar detallar devolver diseñar distribuir documentar "
    "editar ejecutar "
    "elaborar elegir eliminar emitir empezar encargar encontrar entregar enviar escanear escribir estudiar evaluar "
    "examinar "
    "explicar facilitar facturar fijar finalizar firmar formalizar gestionar grabar guardar hablar identificar "
    "imprimir incluir "
    "indicar informar ingresar iniciar inscribir instalar investigar invitar justificar lanzar leer limpiar llamar "
    "llevar "
    "localizar mandar marcar mejorar mirar modificar mostrar mover negociar notificar nombrar obtener organizar "
    "pagar pasar "
    "pedir planificar preguntar preparar presentar proponer programar publicar quedar quitar realizar rebajar "
    "recabar recibir "
    "reclamar recoger recomendar recopilar recordar rectificar redactar redirigir reducir reembolsar reenviar "
    "registrar rellenar "
    "remitir renovar reparar repasar reportar reprogramar reservar resolver responder resumir retirar reunir revisar "
    "sacar "
    "seguir seleccionar sellar separar solicitar solucionar subir subsanar sustituir telefonear terminar tomar "
    "traducir "
    "trabajar tramitar transferir trasladar ultimar unir usar utilizar validar valorar vender verificar visitar votar"
)
# infinitive → imperative (tú, usted), present (yo), stem of the future
_IRREGULAR = {
    "hacer": ("haz", "haga", "hago", "har"),
    "decir": ("di", "diga", "digo", "dir"),
    "poner": ("pon", "ponga", "pongo", "pondr"),
    "venir": ("ven", "venga", "vengo", "vendr"),
    "traer": ("trae", "traiga", "traigo", "traer"),
    "dar": ("da", "de", "doy", "dar"),
    "ir": ("ve", "vaya", "voy", "ir"),
    "proponer": ("propon", "proponga", "propongo", "propondr"),
    "obtener": ("obten", "obtenga", "obtengo", "obtendr"),
    "mantener": ("manten", "mantenga", "mantengo", "mantendr"),
    "traducir": ("traduce", "traduzca", "traduzco", "traducir"),
    "reducir": ("reduce", "reduzca", "reduzco", "reducir"),
    "elegir": ("elige", "elija", "elijo", "elegir"),
    "corregir": ("corrige", "corrija", "corrijo", "corregir"),
    "recoger": ("recoge", "recoja", "recojo", "recoger"),
    "coger": ("coge", "coja", "cojo", "coger"),
    "dirigir": ("dirige", "dirija", "dirijo", "dirigir"),
    "redirigir": ("redirige", "redirija", "redirijo", "redirigir"),
    "seguir": ("sigue", "siga", "sigo", "seguir"),
    "pedir": ("pide", "pida", "pido", "pedir"),
    "mover": ("mueve", "mueva", "muevo", "mover"),
    "devolver": ("devuelve", "devuelva", "devuelvo", "devolver"),
    "resolver": ("resuelve", "resuelva", "resuelvo", "resolver"),
    "distribuir": ("distribuye", "distribuya", "distribuyo", "distribuir"),
    "incluir": ("incluye", "incluya", "incluyo", "incluir"),
    "sustituir": ("sustituye", "sustituya", "sustituyo", "sustituir"),
    "atender": ("atiende", "atienda", "atiendo", "atender"),
    "transferir": ("transfiere", "transfiera", "transfiero", "transferir"),
    "leer": ("lee", "lea", "leo", "leer"),
}
_O_TO_UE = word_set("aprobar comprobar mostrar encontrar recordar renovar contar")
_E_TO_IE = word_set("empezar cerrar recomendar")


def _forms(infinitive: str) -> tuple[str, str, str, str]:
    """Imperative (tú, usted), present (yo) and the stem of the future."""
    if infinitive in _IRREGULAR:
        return _IRREGULAR[infinitive]
    stem, ending = infinitive[:-2], infinitive[-2:]
    strong = stem
    if infinitive in _O_TO_UE | _E_TO_IE:
        vowel, pair = ("o", "ue") if infinitive in _O_TO_UE else ("e", "ie")
        head, _, tail = stem.rpartition(vowel)
        strong = f"{head}{pair}{tail}"
    if ending != "ar":
        return f"{strong}e", f"{strong}a", f"{strong}o", infinitive
    soft = {"c": "qu", "g": "gu", "z": "c"}.get(strong[-1])
    return f"{strong}a", f"{strong[:-1] + soft if soft else strong}e", f"{strong}o", infinitive


def _all() -> Iterator[tuple[str, tuple[str, str, str, str]]]:
    for infinitive in sorted({*_REGULAR, *_IRREGULAR, "cerrar", "contar"}):
        plain = infinitive.replace("ñ", "n")
        yield plain, _forms(plain)


FORMS = dict(_all())
CLITICS = r"(?:me|nos|te|le|les|se)?(?:lo|la|los|las|le|les|me|nos)?"


def _choice(words: set[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


INFINITIVE = rf"(?:{_choice(set(FORMS))}){CLITICS}"
# Orders to one or several, with and without "usted".
ORDER = _choice({form for tu, usted, _, _ in FORMS.values() for form in (tu, usted, f"{usted}n")}
                | {f"{infinitive[:-1]}d" for infinitive in FORMS})  # fmt: skip
WISH = _choice(
    {form for _, usted, _, _ in FORMS.values() for form in (usted, f"{usted}s", f"{usted}n")}
    | {usted[:-1] + ("eis" if usted.endswith("e") else "ais") for _, usted, _, _ in FORMS.values()}
)
PRESENT = _choice({form[2] for form in FORMS.values()})
FUTURE_I = _choice({f"{form[3]}e" for form in FORMS.values()})
FUTURE_WE = _choice({f"{form[3]}emos" for form in FORMS.values()})
FUTURE_ONE = _choice({f"{form[3]}a" for form in FORMS.values()})
FUTURE_THEY = _choice({f"{form[3]}an" for form in FORMS.values()})
_PAST_STEMS = {
    "hacer": "hicie",
    "decir": "dije",
    "poner": "pusie",
    "venir": "vinie",
    "traer": "traje",
    "dar": "die",
    "ir": "fue",
    "obtener": "obtuvie",
    "proponer": "propusie",
    "pedir": "pidie",
    "seguir": "siguie",
    "elegir": "eligie",
    "leer": "leye",
    "incluir": "incluye",
    "traducir": "traduje",
    "reducir": "reduje",
}


def _wished(infinitive: str) -> str:
    """The stem of "le agradecería que me enviara"."""
    return _PAST_STEMS.get(infinitive) or infinitive[:-2] + ("a" if infinitive.endswith("ar") else "ie")


WISH_POLITE = _choice(
    {f"{_wished(verb)}{ending}" for verb in FORMS for ending in ("ra", "ras", "ran", "se", "ses", "sen")}
)
FORMAL = frozenset(form for _, usted, _, _ in FORMS.values() for form in (usted, f"{usted}n")) | word_set(
    "usted ustedes puede pueden podria podrian debe deben deberan tendria seria le les"
)
