"""What machines call themselves, and write in the subjects and first lines of what nobody wrote."""

import re

# Local parts of those who never read an answer.
DAEMON = re.compile(
    r"^(?:(?:mail(?:er)?|smtp|mta|list|delivery)[-._]?(?:daemon|deamon|delivery|system|subsystem)|mailerdaemon\w*|"
    r"mdaemon|"
    r"post[-_.]?master|postmast|maildelivery|bounces?|bounced|mail-?return|mailsweeper|mimesweeper|undeliverable|"
    r"microsoftexchange[0-9a-f]{10,}|email-?bounce)(?![a-z])",
    re.IGNORECASE,
)
# Newsletters are sent from envelopes named bounces-…: only these two tell.
ENVELOPE_DAEMON = re.compile(r"^(?:mailer-?daemon|postmaster)$", re.IGNORECASE)
NO_REPLY = re.compile(
    r"^(?:no[-._]?repl(?:y|ies)|do[-._]?not[-._]?reply|dont[-._]?reply|donotrespond|no[-._]?responder|"
    r"no[-._]?responda|"
    r"nepasrepondre|ne[-._]?pas[-._]?repondre|noresponder|nicht[-._]?antworten|keine[-._]?antwort|"
    r"non[-._]?rispondere|"
    r"nao[-._]?responda|noreplay|unattended|no[-._]?answer)(?:$|[-._+@0-9])",
    re.IGNORECASE,
)
DAEMON_NAME = re.compile(
    r"mail(?:er)? (?:delivery|daemon|deliver|administrator|transport|system)|mailer-daemon|delivery (?:sub)?system|"
    r"post ?master|system ?administrator|mail system|internet mail|mail delivery|exchange system|"
    r"administrador del sistema|administrateur syst|amministratore|mailsystem|mailer demon|"
    r"interscan|mailsweeper|mimesweeper|mailfoundry|content-?filter|anti-?virus|e-?mail (?:security|gateway|filter)",
    re.IGNORECASE,
)

BOUNCE_SUBJECT = re.compile(
    r"undeliver(?:ed|able|y)|un-?deliver|non-?deliver|not (?:be )?delivered|could ?n[o']t (?:be )?(?:deliver|send)|"
    r"fail(?:ed|ure)? (?:notice|to deliver|delivery|mail|notification|message)|"
    r"(?:mail|message|delivery|email|e-mail)\b.{0,30}(?:fail|error|problem|unsuccessful|refused|rejected|status|"
    r"undeliver|expired|returned|bounced|system err|warning|delay)|returned (?:mail|message|e-?mail)|"
    r"mail (?:is )?returned|"
    r"delivery (?:status|failure|fail|report|notification|problem|error|incomplete|has failed|unsuccessful|reports)|"
    r"(?:dsn|ndr|ndn)\b|\bbounce|user unknown|unknown (?:user|address)|mailbox (?:full|unavailable)|"
    r"(?:unable|failed) to (?:deliver|send)|can ?not (?:be )?(?:deliver|send|sent)|can'?t (?:be )?(?:deliver|send)|"
    r"unzustellbar|nicht zugestellt|zustellung.{0,30}(?:fehl|nicht)|unzustellbarkeit|fehler bei|nicht zustellbar|"
    r"non[- ]remis|échec de (?:la )?(?:remise|livraison)|non d[ée]livr|retour(?:né)? .{0,20}(?:exp|message)|"
    r"courrier non|impossible de remettre|"
    r"no se (?:puede|pudo|ha podido) entregar|no entregad|devuelto|error (?:de|en la) entrega|notificaci[oó]n (?:de|"
    r"del) .{0,30}entrega|fallo (?:de|en)|"
    r"non recapit|mancat[ao] (?:consegna|recapito)|impossibile (?:recapitare|consegnare)|mancato|"
    r"não (?:entregue|foi poss)|falha (?:na|de) entrega|falha na notifica|devolvid|"
    r"onbestelbaar|niet (?:afgeleverd|bezorgd)|kan niet worden (?:bezorgd|afgeleverd)|nie można dostarczyć|"
    r"niedostarcz|zwrot|"
    r"går inte att leverera|kunne ikke leveres|kan ikke leveres|ikke leveret|uleverbar|ei voitu toimittaa|"
    r"toimittaminen epäonnistui|toimitusvirhe|"
    r"не (?:доставлен|может быть доставлен|удалось доставить)|недоставлен|не доставля|недоставк|ошибка доставки|"
    r"возврат|"
    r"teslim edile|iletilemedi|退信|无法送达|無法傳遞|無法送達|投递失败|系统退信|未送达|退回|寄送失敗|郵件無法|"
    r"配信(?:不能|できません|エラー|に?失敗)|送信エラー|送信できません|未達|不達|宛先不明|エラーメール|メールエラー|"
    r"メール送信エラー|"
    r"전송 실패|배달되지|반송|전달할 수 없음|delayed|delay\)|could not send|warning: .{0,60}(?:mail|message|send|"
    r"deliver)|"
    r"nedoručiteln|nedoručen|kézbesíthetetlen|nelivrat|nedostav",
    re.IGNORECASE,
)
BOUNCE_BODY = re.compile(
    r"could ?n[o']t (?:be )?(?:deliver|sen[dt]|find|reach|complete)|(?:was|were|is|been|be) (?:not |un)deliver|"
    r"undeliver(?:ed|able)|not (?:be )?(?:been )?delivered|unable to (?:deliver|send)|(?:cannot|can'?t|"
    r"can not) (?:be )?(?:deliver|send|sent|accept)|"
    r"(?:did|has|have|had|was|were) n[o']t (?:be(?:en)? )?(?:reach|deliver|sent|received)|fail(?:ed|ure|"
    r"s) (?:to deliver|delivery|to send|permanently|recipient|address|to reach)|delivery (?:to .{0,80})?(?:has |"
    r"was |is |attempt\w* )?(?:fail|delay|unsuccess|refused|error|status|reports)|"
    r"(?:wasn'?t|weren'?t|not) able to (?:deliver|send)|returned? (?:to (?:you|sender)|unopened|mail|message|"
    r"undelivered)|following (?:address|recipient|destination|user)|rejected (?:by|your|the|because)|(?:user|"
    r"recipient|mailbox|host|domain|address) (?:is )?(?:unknown|not found|does not exist|full|unavailable)|"
    r"unknown (?:user|recipient|address|host)|"
    r"<<< [245]\d\d|>>> (?:rcpt|mail|data)|\b5\d\d[ -]#?5\.\d\.\d|\b[45]\d\d[ -](?:<|sorry|user|mailbox|requested|"
    r"invalid|unknown|no such|relay|message|sender|recipient|access|transaction|service|host|address|error)|"
    r"\b5\d\d - (?:requested|sorry|user|mailbox|no such|invalid|unknown)|"
    r"transcript of session|permanent fatal error|qmail-send|final-recipient|diagnostic-code|undeliverable|"
    r"mail system at host|smtp error|giving up|still being retried|postponed|over quota|quota exceeded|"
    r"message (?:is|was|has been) (?:delayed|rejected|refused|blocked|bounced|returned)|"
    r"(?:nachricht|mail).{0,80}nicht .{0,40}(?:zugestellt|übermittelt|ausgeliefert)|n'a (?:pas )?pu être|"
    r"pas (?:pu )?(?:été )?(?:remis|livr|distribu)|no (?:se )?(?:ha |pudo |puede |fue )?(?:podido )?(?:ser )?entreg|"
    r"non (?:è|e'|ha|può|sono) .{0,40}(?:recapit|consegn)|não (?:foi|pôde|pode|puderam) .{0,40}entreg|"
    r"niet (?:worden )?(?:afgeleverd|bezorgd)|не (?:может быть |было |был |удалось )?достав|无法(?:投递|送达|"
    r"发送)|退信|退回|"
    r"無法(?:傳遞|送達)|(?:配信|送信|送達|お届け)(?:でき|され|不能|エラー|に失敗)|見つかりません|送信先|受信|宛先",
    re.IGNORECASE,
)
# Servers speak so to whoever sent: with one of these a notice is told from a letter about one.
STRONG_NOTICE = re.compile(
    r"(?:(?:your|the|this|following) (?:e-?)?|^\s*|\n\s*)(?:message|mail|email)\b.{0,250}?"
    r"(?:could ?n[o']t|cannot|can ?not|was not|"
    r"were not|has not|failed to|unable to) (?:be )?(?:yet )?(?:been )?(?:deliver|sent|reach)|"
    r"unable to deliver (?:your |the )?(?:message|mail|e-?mail)|(?:could not|cannot) deliver (?:the |"
    r"your )?(?:message|mail)|delivery (?:of|to) .{0,80}(?:failed|postponed|delayed|has been)|"
    r"failed recipient|did not reach the following|non-?delivery report|(?:<<<|>>>|said:|received) ?[45]\d\d|"
    r"550[ -]5\.1\.1|undelivered mail returned|permanent fatal errors|recipients did not receive",
    re.IGNORECASE | re.DOTALL,
)
GREETING = re.compile(
    r"^\s*(?:hi|hello|dear|hey|good (?:morning|afternoon|evening)|hola|buenos|buenas|estimad|bonjour|salut|guten|"
    r"hallo|sehr geehrte|liebe|ciao|buongiorno|gentile|olá|caro|prezad|beste|cześć|dzień|witam|здравств|добрый|"
    r"привет|你好|您好|こんにちは|お世話)\b(?!.{0,60}(?:this is the|qmail))",
    re.IGNORECASE,
)
DELAY = re.compile(
    r"\(delay(?:ed)?\)|delivery (?:has been |is |was |status notification \(|of .{0,60})?delay|delayed mail|"
    r"mail delayed|message (?:.{0,80}has been |is |was |still )?(?:delayed|undelivered after)|is delayed for more|"
    r"warning:? (?:message |could not send|mail).{0,60}(?:hour|delay|still)|"
    r"(?:will|shall) (?:be )?(?:continue|keep|retr|try|attempt)\w* .{0,80}(?:for|until|up to|deliver|days|hours)|"
    r"still being retried|do not need to (?:resend|re-send)|no action is required on your part|"
    r"this is (?:just )?a warning (?:message )?only|not yet been delivered|(?:has )?not yet been (?:delivered|"
    r"collected)|has been postponed|"
    r"verzögert|retrasad|demor|retardé|retard|in ritardo|atrasad|opóźnion|задерж|遅延|延迟|will retry|"
    r"is being retried|"
    r"tries? again (?:later|for)",
    re.IGNORECASE,
)
NOT_A_DELAY = re.compile(
    r"permanent|giving up|gave up|i'?ve given up|will not (?:be )?retr|failed permanently|will not try|"
    r"undeliverable|has been returned|no further",
    re.IGNORECASE,
)
DELIVERED = re.compile(
    r"\(success\)|success(?:ful|fully) (?:mail )?deliver|(?:was|were|been) (?:successfully )?(?:delivered to the|"
    r"relayed to)|successful mail delivery report|"
    r"delivered \(|relayed to .{0,80}(?:but|that does not)|erfolgreich zugestellt|entregado correctamente|"
    r"return receipt",
    re.IGNORECASE,
)
RECEIPT_SUBJECT = re.compile(
    r"^(?:read|read receipt|return receipt(?: \(displayed\))?|not read|disposition notification|gelesen|"
    r"lesebestätigung|lu|confirmation de lecture|"
    r"leído|leido|confirmación de lectura|letto|conferma di lettura|lida|lido|recibo de leitura|leesbevestiging|"
    r"gelezen|przeczytano|läst|læst|lest|luettu|"
    r"прочитано|прочтено|уведомление о прочтении|okundu|已读|已讀|開封済み|開封確認|읽음)\s*[:：(]",
    re.IGNORECASE,
)

_AUTO_REPLY = (
    r"auto(?:matic|mated|matisch\w*)?[- ]?(?:repl(?:y|ies)|respon[sd]e\w*|answer|response|svar|antwort|antwoord|"
    r"odpowied\S+)|automatic(?:ally)? generated|auto-?reply|"
    r"out[- ]of[- ](?:the[- ])?office|ooo|vacation(?: (?:notice|reply|message|response))?|"
    r"away (?:from (?:my )?(?:mail|office)|notice|message)|holiday (?:notice|message)|on (?:vacation|leave|holiday)|"
    r"absence notice|"
    r"respuesta automática|respuesta automatica|contestador automático|fuera de (?:la )?oficina|ausente|"
    r"réponse automatique|reponse automatique|absence du bureau|absent(?:e)? du bureau|(?:message|réponse) d'absence|"
    r"automatische (?:antwort|abwesenheitsnotiz|rückantwort)|abwesenheitsnotiz|abwesenheits\w+|abwesend|"
    r"nicht im büro|urlaub|"
    r"risposta automatica|fuori (?:sede|ufficio)|resposta automática|resposta automatica|fora do escritório|"
    r"ausência temporária|"
    r"automatisch antwoord|automatische antwoord|afwezig(?:heid\w*)?|niet aanwezig|"
    r"automatyczna odpowiedź|odpowiedź automatyczna|autoodpowiedź|nieobecność|poza biurem|"
    r"automatiskt svar|autosvar|frånvaro\w*|frånvarande|automatisk svar|automatsvar|fravær\w*|ikke til stede|"
    r"automaattinen vastaus|poissaolo\w*|poissa|"
    r"автоматический ответ|автоответ\w*|автоматична відповідь|автовідповідь|отсутствие|відсутність|нет на месте|"
    r"otomatik (?:yanıt|cevap)|ofis dışında|自动(?:回复|答复)|自動(?:回覆|回信|応答|返信|答覆)|不在(?:通知|"
    r"にして)|外出中|休假|자동 ?(?:회신|응답|답장)|"
    r"부재 ?중(?: ?알림)?|رد تلقائي|خارج المكتب|"
    r"automatická odpověď|automatikus válasz|răspuns automat|αυτόματη απάντηση|תשובה אוטומטית|trả lời tự động|"
    r"resposta automàtica|automatski odgovor|автоматичен отговор|аутоматски одговор|automatická odpoveď|"
    r"samodejni odgovor|sjálfvirkt svar|automatinis atsakymas|automaat(?:vastus|ne vastus)|balasan otomatis|"
    r"[aā]rpus biroja(?: \w{1,20}){0,3}|autom[aā]tisk\w atbilde|پاسخ خودکار|ตอบกลับอัตโนมัติ"
)
# Alone, or before a colon, a bracket, a dash or the subject that it answers.
AUTO_REPLY_SUBJECT = re.compile(
    rf"^[\[(*<【\s]*(?:auto\s*:|(?:{_AUTO_REPLY})(?:\s*[\])>*】]|\s*(?:[:：]|\s-\s|–|re:|autoreply|auto-reply|$)))",
    re.IGNORECASE,
)
# A subject that holds nothing else could be a person's: then the first lines tell.
BARE_ABSENCE = re.compile(
    r"^[\[(*<\s]*(?:out[- ]of[- ](?:the[- ])?office|ooo|vacation|on (?:vacation|leave|holiday)|ausente|abwesend|"
    r"urlaub|afwezig|poissa|отсутствие|休假|fuera de (?:la )?oficina|ausência temporária)[\])>*.!\s]*$",
    re.IGNORECASE,
)
AUTO_REPLY_BODY = re.compile(
    r"(?:i am|i'm|i will be|i'll be|we are|is) (?:currently |now |presently )?(?:out of (?:the )?office|away|"
    r"on (?:annual |vacation|holiday|leave|maternity|parental)|on vacation|unavailable)|this is an auto|"
    r"automat(?:ic|ed|isch|ische|ique|ica|ico|yczn)\w* (?:reply|response|message|antwort|e-?mail|réponse|mensaje|"
    r"risposta|generated|generiert|erstellt)|"
    r"(?:will|shall) (?:be )?(?:back|return|respond|reply|answer) .{0,40}(?:on|when|after|upon|as soon)|"
    r"ich bin .{0,60}(?:nicht im büro|abwesend|urlaub|erreichbar)|je suis (?:absent|en congé|actuellement)|"
    r"estoy (?:fuera|de vacaciones|ausente)|estaré (?:fuera|ausente)|sono (?:fuori|assente|in ferie)|"
    r"estou (?:ausente|fora|de férias)|"
    r"ik ben (?:afwezig|niet aanwezig|met vakantie)|jestem nieobecn|jag är (?:borta|ledig|på semester|inte på)|"
    r"i will have limited access|limited access to (?:my )?e-?mail|я (?:в отпуске|отсутствую|буду)|休暇|不在|휴가|"
    r"出差|休假|외근",
    re.IGNORECASE,
)
# Some put the word behind the subject that they answer.
AUTO_REPLY_ENDING = re.compile(
    r"[\[(【](?:auto(?:matic|mated)?[- ]?(?:reply|response|answer)|out of (?:the )?office|"
    r"automatische antwort|abwesenheitsnotiz|réponse automatique|respuesta automática|risposta automatica|"
    r"resposta automática|автоответ|自動返信|自動応答|自动回复)[\])】]\s*$",
    re.IGNORECASE,
)
# A sentence about somebody: a person could have written it, so the first lines must say so as well.
ABSENCE_SENTENCE = re.compile(
    r"\b(?:is|am|will be) (?:currently )?(?:out of (?:the )?office|on (?:vacation|leave|holiday))\b|"
    r"\b(?:ist|bin) (?:zur ?zeit |derzeit )?(?:nicht (?:im büro|anwesend)|abwesend|außer haus|im urlaub)|"
    r"\b(?:est|suis) (?:actuellement )?(?:absente?|en congés?)\b|\b(?:está|estoy|estou) (?:fuera de|ausente|fora)\b|"
    r"\b(?:è|sono) (?:fuori (?:ufficio|sede)|assente|in ferie)\b|\bis (?:niet aanwezig|afwezig)\b",
    re.IGNORECASE,
)
# What a machine says of itself, first of all.
SELF_DECLARED = re.compile(
    r"\s*(?:\*+\s*)?(?:this is an? auto(?:mated|matic|matically)\b|this (?:e-?mail|message) (?:was|is|has been) "
    r"(?:sent |generated )?automatically|dies ist eine automatisch|"
    r"diese (?:e-?mail|nachricht) (?:wurde|wird) automatisch|"
    r"ceci est (?:un|une) (?:\S+ )?(?:e-?mail |message |réponse )?automatique|"
    r"este (?:es un|é um|e-mail|correo|mensaje) .{0,20}autom[aá]tic|esta é uma .{0,20}automática|"
    r"quest[ao] (?:è|e-mail|mail) .{0,20}automatic|"
    r"dit is een automatisch|to jest (?:wiadomość )?automatyczn|это автоматическ|"
    r"(?:このメール|本メール|これ)は.{0,12}自動|"
    r"(?:本|此)(?:邮件|郵件|信).{0,8}(?:自动|自動|系统|系統))",
    re.IGNORECASE,
)
# A gate before a mailbox asks whoever writes to prove that he is a person.
CHALLENGE = re.compile(
    r"this (?:account|mailbox|inbox|e-?mail address) is protected by .{0,120}?\b(?:click|follow)|"
    r"added to the recipient'?s (?:allowed|approved|white) ?list",
    re.IGNORECASE | re.DOTALL,
)
FORWARDED = re.compile(
    r"^\s*(?:fwd?|wg|tr|rv|enc|i|doorst|vb|vl|pd|转发|転送|전달)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)
ANSWERED_OR_FORWARDED = re.compile(
    r"^\s*(?:re|aw|sv|antw|odp|vs|rv|res|ynt|ответ|fwd?|wg|tr|rif|enc|i|doorst|vb|vl|pd|回复|答复|转发|転送|"
    r"전달)\s*(?:\[\d+\])?\s*[:：]",
    re.IGNORECASE,
)
