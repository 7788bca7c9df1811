"""How mail programs introduce what they quote, and sign for people, in the languages of those who write to us."""

import re

# The verb that ends "On Tuesday Ana Ruiz <ana@…> wrote:". With each what the line must start with, where it must.
_WROTE = (
    (r"on\b", r"wrote"),
    (r"(?:el|al|a las|en)\b", r"(?:escribió|escribio|ha escrito|va escriure|escribíu)"),
    (r"le\b", r"(?:a écrit|a ecrit|écrivait)"),
    (r"(?:am|on|um)\b", r"(?:schrieb\b.{0,120}|hat .{0,120}geschrieben)"),
    (r"(?:il|in data|nel|alle)\b", r"(?:ha scritto|scrive|scriveva)"),
    (r"(?:em|no dia|a|às|na)\b", r"(?:escreveu|escreveram)"),
    (r"(?:op|in)\b", r"(?:schreef\b.{0,120}|het volgende geschreven|geschreven)"),
    (r"(?:w dniu|dnia|dn\.|.{2,20}\d{4})", r"(?:napisał(?:a|\(a\)|/a)?|pisze|użytkownik .{0,120}napisał.{0,5})"),
    (r"(?:den|på|.{1,20}\d{4})", r"(?:skrev\b.{0,120}|skreiv\b.{0,120})"),
    (r"", r"\bkirjoitti\b.{0,120}"),
    (r"", r"(?:пишет|писал|писала|написал|написала|написал\(а\)|пише|написав|написала|написав\(ла\)|напісаў)"),
    (r"", r"(?:yazdı|yazmış|şunu yazdı|şunları yazdı)"),
    (r"", r"(?:写道|寫道|写信|來信|撰写|写到)"),
    (r"", r"(?:のメール|のメッセージ|が書きました|書きました|は書きました|さんは書きました)"),
    (r"", r"(?:작성|님이 작성|썼습니다|작성했습니다|님이 쓴 글)"),
    (r"", r"(?:كتب(?:ت)?\b.{0,120})"),
    (r"", r"(?:napsal(?:a|\(a\))?|napísal(?:a|\(a\))?)"),
    (
        r"",
        r"(?:ezt írta|írta|a scris|έγραψε|כתב(?:ה)?\b.{0,120}|đã viết|menulis|написа|је написао|je napisao|"
        r"je napisal)",
    ),
)
WROTE = re.compile(
    "|".join(rf"(?:{start}.{{3,400}}?{verb}|{verb})" if start else verb for start, verb in _WROTE),
    re.IGNORECASE,
)
# A date and an address tell where no verb does: "2026-12-03 9:00 GMT+01:00 Ana Ruiz <ana@example.org>:"
DATED_SENDER = re.compile(r"^(?=.{0,80}\d{4}|\d{1,2}[./-]\d{1,2}).{6,200}<[^<>\s]{1,120}@[^<>\s]{1,120}>\s*$")

_ORIGINAL = (
    "original message|forwarded message|begin forwarded message|original e-?mail|reply message|forwarded by|"
    "mensaje original|mensaje reenviado|mensaje enviado|"
    "message d'origine|message d’origine|message original|message initial|message transféré|message transmis|"
    "ursprüngliche nachricht|originalnachricht|original-nachricht|weitergeleitete nachricht|weitergeleitete message|"
    "messaggio originale|messaggio inoltrato|messaggio originario|"
    "mensagem original|mensagem encaminhada|"
    "oorspronkelijk bericht|origineel bericht|doorgestuurd bericht|"
    "wiadomość oryginalna|oryginalna wiadomość|wiadomość przekazana dalej|przekazana wiadomość|"
    "ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|vidarebefordrat brev|"
    "original meddelelse|oprindelig meddelelse|videresendt meddelelse|videresendt besked|"
    "opprinnelig melding|original melding|videresendt melding|"
    "alkuperäinen viesti|välitetty viesti|edelleenlähetetty viesti|"
    "исходное сообщение|пересылаемое сообщение|пересланное сообщение|перенаправленное сообщение|"
    "оригинальное сообщение|оригінальне повідомлення|переслане повідомлення|пересилається повідомлення|"
    "özgün ileti|orijinal mesaj|iletilen ileti|yönlendirilmiş mesaj|iletilmiş mesaj|"
    "原始邮件|原始郵件|转发的邮件|轉寄郵件|转发邮件信息|邮件原件|"
    "元のメッセージ|転送されたメッセージ|転送メッセージ|オリジナルメッセージ|"
    "원본 메시지|원본 메일|전달된 메시지|전달된 메일|الرسالة الأصلية|رسالة معاد توجيهها|"
    "původní zpráva|přeposlaná zpráva|eredeti üzenet|továbbított üzenet|mesaj original|mesaj redirecționat|"
    "αρχικό μήνυμα|προωθημένο μήνυμα|הודעה מקורית|missatge original"
)
ORIGINAL = re.compile(rf"^[\s*]*[-_=*—–]{{2,}}\s*(?:{_ORIGINAL})[^\n]{{0,80}}$", re.IGNORECASE)
BEGIN_FORWARDED = re.compile(
    r"^(?:begin forwarded message|inicio del mensaje reenviado|début du message (?:réexpédié|transféré)|"
    r"anfang der weitergeleiteten nachricht|inizio messaggio inoltrato|início da mensagem reencaminhada|"
    r"begin doorgestuurd bericht|vidarebefordrat brev|начало переадресованного сообщения|"
    r"開始轉寄郵件|下面是被转发的邮件|転送されたメッセージ)\s*[:：]$",
    re.IGNORECASE,
)

FROM = (
    r"from|de|von|van|da|od|från|fra|lähettäjä|от|від|кому від|kimden|gönderen|发件人|寄件者|寄件人|"
    r"差出人|送信者|보낸 사람|보낸사람|من|feladó|expeditor|από|מאת|de la"
)
_OTHERS = (
    r"sent|date|to|cc|subject|reply-to|importance|"
    r"enviado(?: el)?|fecha|para|asunto|envoyé(?: le)?|à|objet|répondre à|"
    r"gesendet|datum|an|betreff|kopie|verzonden|verzonden op|aan|onderwerp|inviato|data|a|oggetto|"
    r"enviada(?: em)?|assunto|wysłano|wysłane|do|dw|temat|skickat|till|ämne|kopia|sendt|dato|til|emne|"
    r"lähetetty|päivämäärä|vastaanottaja|kopio|aihe|отправлено|дата|кому|копия|тема|надіслано|копія|"
    r"gönderildi|gönderme tarihi|tarih|kime|bilgi|konu|发送时间|日期|时间|收件人|抄送|主题|寄件日期|收件者|副本|主旨|"
    r"送信日時|日時|日付|宛先|件名|보낸 날짜|날짜|받는 사람|받는사람|참조|제목|تم الإرسال|التاريخ|إلى|الموضوع|"
    r"odesláno|komu|předmět|elküldve|címzett|tárgy|trimis|către|subiect|στάλθηκε|προς|θέμα|נשלח|אל|נושא"
)
FROM_LINE = re.compile(rf"^\W{{0,4}}(?:{FROM})\s*\*?\s*[:：]\*?\s*\S", re.IGNORECASE)
OTHER_LINE = re.compile(rf"^\W{{0,4}}(?:{_OTHERS})\s*\*?\s*[:：]\*?", re.IGNORECASE)

# What telephones and programs add for their owners.
DEVICE = re.compile(
    r"^[\s*\-–—_]*(?:"
    r"(?:sent|envoyé|enviado|enviada|inviato|gesendet|verzonden|verstuurd|wysłan[eo]|skickat|sendt|lähetetty|"
    r"отправлено|надіслано|odesláno|trimis|elküldve)\b[^\n]{0,20}\b(?:from|via|using|de|depuis|à partir|desde|do|da|"
    r"dal|dalla|con|mit|von|vanaf|met|vanuit|från|fra|med|z|ze|с|из|з|z mého|de pe)\b[^\n]{0,60}"
    r"(?:phone|pad|pod|mail|android|samsung|galaxy|huawei|xiaomi|blackberry|outlook|device|mobil|móvil|movil|"
    r"telefon|telefono|teléfono|téléphone|smartphone|handy|proton|spark|почт|mobiel|windows|nokia|oneplus|pixel|"
    r"tablet|webmail|gmx|web\.de|yahoo)[^\n]{0,60}|"
    r"von mein(?:em|er) [^\n]{2,40} gesendet|(?:diese nachricht wurde )?von [^\n]{2,30} gesendet|"
    r"lähetetty [^\n]{0,30}(?:iphonesta|puhelimesta|laitteesta|androidista)[^\n]{0,20}|"
    r"(?:get|download|obtener|obtenga|télécharger|obtenir|holen sie sich|outlook für|scarica|ottieni|obter|baixe o|"
    r"hämta|hent|hanki|pobierz|download)\s[^\n]{0,30}outlook[^\n]{0,40}|"
    r"(?:scarica|get|téléchargez|laden sie)[^\n]{0,20}(?:app|spark)[^\n]{0,40}|"
    r"iphone'umdan gönderildi|[^\n]{0,30}(?:telefonumdan|cihazımdan|iphone'?umdan) gönderildi|"
    r"(?:发自|發自|从我的|來自)\s?[^\n]{0,30}(?:iphone|ipad|手机|手機|邮箱|android|华为|小米|传送)[^\n]{0,20}|"
    r"(?:iphone|ipad|android|スマートフォン|携帯)[^\n]{0,10}(?:から送信|より送信)|"
    r"(?:나의|내)\s?[^\n]{0,20}에서 (?:보냄|전송)|[^\n]{0,20}에서 보낸 메일|"
    r"(?:أرسلت|أُرسلت|مرسل|أرسل) من[^\n]{0,40}"
    r")[.!]?\s*$",
    re.IGNORECASE,
)
