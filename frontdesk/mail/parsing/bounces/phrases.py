"""What mail servers write when they refuse, by reason group. Rules of meaning: words near words, not whole sentences.

Matched against text in lower case with single spaces. The order matters: what is more special comes first.
"""

import re

from frontdesk.mail.parsing.model import Reason

_R = Reason
_GAP = r".{0,60}?"

_FAMILIES: tuple[tuple[Reason, tuple[str, ...]], ...] = (
    (_R.HAS_MOVED, (
        r"(?:address|user|mailbox|recipient|account)\b.{0,80}\b(?:has|have) (?:been replaced by|moved|changed (?:to|their))",
        r"(?:no longer (?:uses|at) this|has a new) (?:e-?mail )?address", r"please (?:use|try) (?:the )?new address",
        r"mailbox has moved",
    )),
    (_R.MAILBOX_FULL, (
        r"(?:mail ?box|mail ?folder|inbox|mail ?dir|mail file)s?\b.{0,40}\b(?:is |was |are )?(?:now )?(?:almost |too )?full\b",
        r"\b(?:full|overfull) (?:mail ?box|inbox)", r"(?:over|exceed\w*|out of|reached|beyond|above).{0,40}quota",
        r"quota.{0,40}(?:exceed|violat|usage|full|excess|exhaust|reached)", r"over ?quota",
        r"(?:mail ?box|account|user|recipient|user's)\b.{0,60}(?:storage|space|disk) (?:limit|allocation|has been used)",
        r"(?:exceed|over)\w*.{0,30}(?:storage allocation|disk space|storage limit|mailbox size|mailbox limit)",
        r"(?:mail ?)?box space not enough", r"(?:not|does ?n.t have) enough (?:storage )?(?:space|room)\b(?!.{0,20}(?:on|in) (?:the )?(?:system|server|disk|spool))",
        r"would (?:be over|exceed).{0,40}(?:quota|storage|allowed)", r"mailbox (?:has )?exceeded", r"too much mail data",
        r"user has too many messages", r"mailbox.{0,20}size limit", r"has no space left|no space left in mailbox",
        r"mapiexception\w*quota", r"(?:postfach|mailbox)\b.{0,40}(?:voll|überfüllt|überschritten)", r"speicherplatz",
        r"bo[iî]te.{0,40}(?:pleine|saturée)", r"(?:buz[oó]n|cuenta|casilla).{0,50}(?:llen[oa]|excedid|superad|cuota)",
        r"casella.{0,40}piena", r"caixa (?:postal|de correio|de entrada).{0,40}(?:cheia|lotada)", r"почтов\w+ ящик.{0,40}переполн",
        r"ящик.{0,20}переполнен", r"превышен\w* .{0,20}квот", r"メールボックス.{0,30}(?:一杯|いっぱい|容量|超)",
        r"容量.{0,10}(?:超|オーバー|不足)", r"邮箱.{0,12}(?:已?满|空间不足|超)", r"exceeding (?:its|their) ?.{0,20}quota",
        r"dis[ck] quota", r"out of storage space", r"too many messages in .{0,20}mailbox|messages in .{0,30}mailbox exceeded", r"message would exceed .{0,20}(?:mailbox|quota)", r"storage quota", r"mail ?box.{0,30}too large",
    )),
    (_R.VIRUS_DETECTED, (
        r"\bvirus(?:es)?\b", r"\bmalware\b", r"\btrojan\b", r"infected", r"malicious", r"phishing",
        r"potentially executable attachment", r"\bworm\b.{0,30}(?:found|detected)",
    )),
    (_R.AUTH_FAILURE, (
        r"\bdmarc\b", r"\bspf\b(?!.{0,20}record lookup)", r"sender policy framework", r"\bdkim\b", r"domainkeys",
        r"(?:message|e-?mail|sender|mail).{0,40}(?:is|was) (?:not authenticated|unauthenticated)", r"unauthenticated e-?mail",
        r"passed? authentication (?:checks|requirements)", r"sender (?:not authenticated|authentication failed)",
    )),
    (_R.REQUIRE_PTR, (
        r"\bptr\b", r"reverse (?:dns|lookup|name)", r"\brdns\b", r"cannot (?:find|resolve) your (?:reverse )?(?:host ?name|address)",
        r"(?:ip|host) ?name lookup failed", r"unresolvable (?:relay )?host ?name", r"mismatches client ip",
        r"unverifyable sending ip", r"forward dns entry does not point",
    )),
    (_R.MESSAGE_TOO_BIG, (
        r"(?:message|mail|e-?mail|file|it|content|attachment|data|body)\b.{0,50}\btoo (?:big|large|long)", r"too (?:big|large) (?:message|mail)",
        r"(?:message|mail|e-?mail|attachment)s? ?size\b.{0,40}(?:exceed|limit|larger|maximum|too)",
        r"exceed\w*.{0,60}(?:message|maximum|inbound|fixed|allowed|attachment).{0,20}size",
        r"max(?:imum)?\.? (?:message|mail|allowed|e-?mail) size", r"size (?:limit|exceeds)(?!.{0,30}mailbox)", r"message length exceeds",
        r"(?:recip|sender?)\w*sizelimit", r"larger than the (?:current )?(?:system |maximum )?(?:limit|size|allowed)",
        r"(?:nachricht|mail|e-mail).{0,40}(?:zu gro(?:ß|ss)|überschreitet.{0,30}größe)", r"trop (?:volumineux|gros|grand)",
        r"demasiado grande|excede el tamaño", r"troppo grande|supera le dimensioni", r"muito grande|excede o tamanho",
        r"слишком (?:больш|велик)", r"(?:メール|メッセージ).{0,20}(?:サイズ|大き)", r"邮件.{0,12}(?:过大|太大|超过.{0,8}大小)",
    )),
    (_R.NO_RELAYING, (
        r"relay(?:ing)?\b.{0,30}(?:denied|not (?:permitted|allowed|authori[sz]ed)|prohibited|disallowed|refused|forbidden)",
        r"(?:not|un)\w* ?(?:permitted|allowed|authori[sz]ed|able|ability)? ?to relay", r"unable to relay|cannot relay|can't relay|won't relay",
        r"\bno relay", r"insecure mail relay", r"isn'?t in my list of allowed rcpthosts", r"not.{0,10}in my list of allowed rcpthosts",
        r"relay access|relaying mail to", r"authenticat\w+.{0,60}(?:non-?local|external|remote) ",
        r"credentials for relay|send e?-?mail directly", r"(?:do|does) not relay|we don'?t relay|is not a relay|open relay(?:s)? (?:not|are)", r"only accept mail for local",
    )),
    (_R.FAILED_STARTTLS, (r"\bstarttls\b", r"tls (?:is )?(?:required|negotiation|handshake)", r"must (?:issue|use) (?:a )?(?:starttls|tls)")),
    (_R.BAD_REPUTATION, (
        r"(?:poor|low|bad|very low|insufficient|negative).{0,25}reputation", r"reputation.{0,40}(?:poor|low|bad|problem|score|issue|too)",
        r"due to .{0,40}reputation", r"senderbase|sender ?score",
    )),
    (_R.SPAM_DETECTED, (
        r"(?<!unusual rate of )unsolicited", r"\bspam\b(?! ?haus| ?cop)(?!.{0,30}(?:black ?list|dnsbl|rbl))", r"\bspam-?like", r"\bube\b", r"\buce\b",
        r"spamassassin|spamprofiler|anti-?spam", r"content.{0,30}(?:reject|den(?:y|ied)|filter|banned|unacceptable)",
        r"message (?:was )?filtered", r"bulk (?:e-?)?mail", r"\burls? .{0,40}black ?list", r"\b(?:s|u)urbl|\buribl", r"similar to spam",
        r"рассылк|спам", r"垃圾邮件|迷惑メール|スパム", r"recurrent pattern", r"banned content|mail content denied",
        r"rejected? .{0,12}id=\d", r"considered .{0,20}junk|junk mail",
    )),
    (_R.TOO_MANY_CONNECTIONS, (
        r"too many (?:con(?:current|nection)|smtp|recipients|messages|sessions|errors|mails|e-?mails|rcpt)", r"connection (?:rate|limit|frequency)",
        r"rate ?limit|rate control|throttl", r"(?:message|send\w*|mail|connection|hourly|daily).{0,20}(?:rate|quota|limit).{0,20}(?:exceed|reached|hit)",
        r"exceeded.{0,40}(?:per (?:hour|day|minute)|rate|messages per|e-?mails per|recipients per)", r"try again slower|slow down",
        r"(?:too|so) (?:fast|quickly|frequent|often)", r"at a rate that prevents", r"unexpected volume",
        r"sending (?:limit|rate|quota)", r"trop de connexions", r"concurren\w+ (?:connection|session)",
        r"captcha", r"domain .{0,40}max(?:imum)? (?:e-?mails|defers)", r"user is receiving mail (?:at|too)",
    )),
    (_R.SUSPENDED, (
        r"(?:account|mailbox|user|recipient|address|domain)\b.{0,60}(?:suspend|disabled|deactivated|temporar\w+ (?:locked|disabled|inactive)|is locked|frozen|archiv|discontinued|blocked for)",
        r"(?:disabled|inactive|suspended|deactivated|locked|dormant|frozen) (?:user|account|mailbox|recipient)", r"\binactive\b.{0,30}(?:user|account|mailbox)",
        r"(?:account|mailbox|user) (?:is )?(?:currently )?(?:inactive|not active|deactivated)", r"recipient suspend",
        r"suspended|boite du destinataire archivee", r"extended inactivity", r"(?:konto|postfach).{0,30}(?:gesperrt|deaktiviert)",
        r"заблокирован|отключен", r"停用|已被(?:停|冻结|禁用)|停止中",
    )),
    (_R.REJECTED, (
        r"sender (?:e-?mail )?(?:address |domain |verif\w+ ?)?(?:is |was |has been )?(?:rejected|refused|den(?:y|ied)|blocked|failed|not (?:accepted|allowed|permitted|authori[sz]ed|pre-approved|exist)|invalid|unknown|empty|unverified)",
        r"sender verif\w+|sender callout|callback verif", r"(?:null|empty|<>|blank) (?:envelope )?senders?", r"<> invalid sender",
        r"(?:invalid|unknown|bad|bogus|unroutable|unroutea?ble|illegal|non-?existent|unresolvable) (?:envelope )?(?:sender|mail from|from address|return(?: |-)path|mfrom)",
        r"domain of sender|sender'?s? domain|from:? domain|(?:sender|from) (?:address )?(?:domain )?(?:does not|must) (?:exist|resolve)", r"batv|backscatter|bouncedeny",
        r"\byou\b.{0,80}are not (?:a )?member|(?:ignored )?not member article", r"not owned by (?:user|the)", r"third-?party dsn", r"administrative prohibition",
        r"(?:e-?mail|from) address is not verified", r"returned mail not accepted|bounces? not accepted|dsn not accepted|unsigned dsn",
        r"access denied \(in reply to mail from", r"\(in reply to mail from command\)", r"mx records? (?:for|of) (?:the )?(?:sender|domain)",
        r"connected .{0,80}but sender was rejected", r"fully.qualified .{0,30}(?:sender|e-?mail) address required",
        r"(?:you are )?not (?:allowed|authori[sz]ed|permitted) to send (?:mail |e-?mail |messages? )?(?:as|to this|on behalf|from)", r"emetteur invalide|émetteur invalide",
    )),
    (_R.NOT_ACCEPT, (
        r"(?:host|domain|server|system).{0,30}(?:does not|doesn'?t|not|never) accept(?:s|ing)? (?:any )?(?:e-?)?mail", r"null mx|nullmx",
        r"no mx record", r"does not accept mail", r"not accepting (?:network )?messages", r"name server: \.: host not found",
    )),
    (_R.BLOCKED, (
        r"black ?list|block ?list|deny ?list|blocklisted|\bdnsbl\b|\brbl\b|\bdrbl\b", r"spamhaus|spamcop|sorbs|barracudacentral|\bdsbl\b|proofpoint|cloudmark|abuseat",
        r"(?:your|sending|client|source|connecting) ?(?:mail ?)?(?:ip|host|network|server|mta|domain|relay)s?\b(?! said).{0,40}\b(?:block|reject|ban|den(?:y|ied)|refus|not allowed|not permitted|prohibit|blocked|listed)",
        r"\bip\b.{0,60}(?:block|ban|black|denied|reject|not allowed|refused|listed)", r"blocked (?:by|due|for|-|using|because)", r"client host (?:rejected|blocked)",
        r"(?:dynamic|generic|dialup|dial-up|residential) (?:ip|dns|address|host)", r"go away|access from .{0,40}(?:blocked|denied)",
        r"connection (?:was )?(?:dropped|refused by|reset by|rejected)", r"no access from mail ?server", r"open proxy",
        r"use the smtp server of your isp", r"user complaints", r"not currently accepting mail from your ip", r"confirm this mail ?server|server requires confirmation",
        r"(?:helo|ehlo).{0,60}(?:reject|invalid|refus|denied|fail|bad|bogus|not|must|unknown)", r"invalid helo|bad helo", r"hosts? .{0,30}not (?:authori[sz]ed|allowed|permitted)",
        r"unusual rate of (?:unsolicited )?mail", r"temporarily (?:blocked|deferred)", r"banned|ip not in white ?list", r"заблокирован\w* .{0,20}ip",
    )),
    (_R.HOST_UNKNOWN, (
        r"host (?:or domain name )?(?:is )?(?:unknown|not found|not known|unreachable)(?!, try again)", r"unknown (?:mail )?(?:host|domain)", r"no such (?:host|domain)",
        r"domain\b.{0,40}(?:does not exist|doesn'?t exist|must exist|not exist|not found|could ?n[o']t be found|is unknown|is not reachable|not valid|invalid|unknown|misspelled)",
        r"(?:name or service|domain name) not (?:known|found)", r"nxdomain|nonexistentdomain|non-?existent (?:domain|host)",
        r"unrouteable address|unroutable (?:address|mail domain)|unrouteable mail domain|unable to route", r"(?:couldn'?t|could not|cannot|can'?t|unable to|not) (?:find|resolve|locate|look ?up) (?:any |a |the )?(?:host|domain|mx|mail ?(?:server|exchanger))",
        r"couldn'?t find any host named", r"illegal host/domain|bad destination (?:host|system)|bad domain|dead domain", r"dns (?:error|lookup|name).{0,40}(?:not|fail|no|non)", r"no (?:valid )?(?:mx|dns|mail).{0,10}(?:hosts?|records?|servers?|exchangers?) (?:found|exist|for|could|defined)",
        r"(?:domäne|domain|dominio|domínio|domaine|домен)\b.{0,40}(?:nicht gefunden|existiert nicht|no existe|n'existe pas|non esiste|não existe|не существ|не найден)",
    )),
    (_R.FILTERED, (
        r"(?:only|not) accepting (?:any )?mail (?:from specific|for)?", r"recipient (?:preferences|settings)|by the recipient|user(?:'s)? (?:preference|setting|filter|reject)|user reject", r"refuse\w* to (?:receive|accept) (?:your |the )?(?:e-?)?mail",
        r"recipients? (?:was|were) rejected by a remote", r"resolver\.rst|notauthori[sz]ed|restricted .{0,20}e-?mail|account is protected by|bounced address|allowlist|white ?list", r"delivery.{0,20}restrict|recipient.{0,60}(?:blocked your|has blocked|is blocking)|受信拒否|拒否設定|ドメイン指定", r"(?:personal|private) (?:black|block|filter)",
        r"not (?:been )?granted permission|don'?t have permission|keine berechtigung|no tiene permiso|n.avez pas l.autorisation",
    )),
    (_R.USER_UNKNOWN, (
        r"(?:user|recipient|mailbox|mail box|address|account|person|login|alias|customer|subscriber|addressee|destinatary|userid|inbox|local.?part|rcpt)\b(?! (?:mail )?(?:server|host|domain|system))(?: name| address| \S{1,80}| id)?.{0,40}?\b(?:unknown|not (?:be )?(?:found|known|exist|present|listed|valid|registered|recogni[sz]ed|local|correct|here|ok|hosted|configured|a valid|available)|does ?n[o']t exist|doesnt exist|no longer|does not have|invalid|undeliverable|unavailable|isn'?t|non-?existent|nonexistent|unrouteable|refuses to accept|is not accepted|not accepted|no existe|has been (?:deleted|removed|terminated|closed)|closed|expired|terminated|left)\b",
        r"(?:unknown|invalid|no such|no valid|bad|illegal|incorrect|non-?existent|unrecogni[sz]ed|undefined|not a (?:valid|known|local)|no|wrong) (?:or \w+ )?(?:e-?mail |destination |local |virtual |envelope |final |such )?(?:user|recipient|mailbox|mail box|address|addresses|account|person|local.?part|alias|rcpt|login|destination|users|recipients|name)\b",
        r"(?:no one|nobody|no(?: |-)?body|no mailbox|no account|no user|no such|not? mail ?box) .{0,30}(?:at this address|by that name|with that name|here|with this|here by)", r"could ?n[o']t (?:be )?(?:find|found).{0,40}(?:address|recipient|user|mailbox)",
        r"(?:e-?mail )?address (?:you )?(?:entered |that you )?.{0,60}(?:could ?n[o']t be found|does ?n[o']t exist|not found)", r"recip\w{0,6}notfound|adr\.\w*not ?found|recipnotfound",
        r"not (?:listed|present|found) in .{0,40}(?:directory|address ?book|table)", r"badrcptto|validrcptto|badrecipient", r"can'?t accept user|user'?s e-?mail name is not found",
        r"destination (?:server )?rejected recipient|recipient (?:address )?rejected(?!: (?:policy|grey|gray|temp|black|spam))|recipient has been denied|recipients? (?:was|were) undeliverable|rejected recipient|recipient denied", r"is not a (?:known|valid|registered|local)|not our customer", r"missing home directory",
        r"(?:user|recipient) (?:doesn'?t|does not) have an?\b.{0,60}account", r"address (?:is )?(?:not active|inactive|wrong|misspelled|unavailable|rejected)", r"mailbox (?:is )?(?:unavailable|unavaiable|inactive|disabled)", r"no longer (?:exists?|valid|active|accepts?|works?|here|employed|available|in use)",
        r"(?:unbekannter?|unbekannt|nicht bekannt|nicht gefunden|existiert nicht|unzustellbare) ?(?:empfänger|benutzer|adresse|adressat|user)?", r"(?:empfänger|benutzer|adresse|postfach)\b.{0,60}(?:unbekannt|nicht gefunden|existiert nicht|ungültig)",
        r"(?:utilisateur|destinataire|adresse|boîte|boite)\b.{0,60}(?:inconnue?|introuvable|n'existe pas|invalide|inexistant)", r"(?:usuario|destinatario|dirección|direccion|buz[oó]n|persona|cuenta)\b.{0,60}(?:no existe|desconocid|no (?:se )?(?:ha )?(?:encontr|encuentr)|inexistente|inv[aá]lid)|no existe (?:dicha persona|ese usuario)",
        r"(?:utente|destinatario|indirizzo|casella)\b.{0,60}(?:sconosciut|non (?:esiste|trovat|valid)|inesistente)|nessun utente", r"(?:usuário|usuario|destinatário|endereço|caixa)\b.{0,60}(?:desconhecid|não (?:existe|encontrad|foi)|inexistente|inválid)",
        r"(?:gebruiker|geadresseerde|adres|ontvanger|postvak)\b.{0,60}(?:onbekend|bestaat niet|niet gevonden)|onbekende (?:gebruiker|ontvanger)", r"(?:пользовател|адресат|получател|ящик|адрес|учетн)\w*\b.{0,60}(?:не (?:существ|найден|зарегистрир|известен)|неизвест|отсутств|недоступ)|нет такого|no such user",
        r"(?:użytkownik|adres\w*|skrzynk\w+)\b.{0,60}(?:nie (?:istnieje|zna)|nieznan)", r"(?:ユーザ|宛先|メールアドレス|アドレス|受信者|送信先|宛て).{0,60}?(?:見つかりません|存在しま|ありません|不明|正しくありません|見つから)", r"(?:ディレクトリ|リスト).{0,12}ありません", r"(?:用户|收件人|邮箱|帐号|地址|账号)\S{0,16}(?:不存在|未找到|无效|找不到|错误|不正确)",
        r"(?:mottagar|användar|adress|bruker|modtager|adresse|käyttäj|vastaanottaj)\w*\b.{0,50}(?:okänd|finns inte|hittades inte|ukjent|finnes ikke|findes ikke|tuntematon|ei löydy)", r"(?:kullanıcı|alıcı|adres)\w*\b.{0,40}(?:bulunamadı|yok|bilinmiyor)",
        r"<[^<>@\s]+@[^<>\s]+>:? (?:\.{3} )?(?:not found|unknown|rejected)", r"unknown in (?:local|virtual|relay)|in (?:local|virtual|relay) (?:recipient|mailbox|alias) table", r"no \S{1,60} in name directory|not unique in|user \S{1,80} .{0,20}not listed",
    )),
    (_R.NOT_COMPLIANT_RFC, (r"rfc ?\d{3,4}", r"not (?:rfc )?compliant|noncompliant", r"duplicate header|multiple .{0,20} headers?|missing (?:a valid|header|message-id|date|from)|bare (?:lf|newline|cr)")),
    (_R.POLICY_VIOLATION, (
        r"polic(?:y|ies)", r"illegal attachment|attachment.{0,40}(?:not allowed|blocked|prohibited|forbidden|denied|illegal|rejected)", r"(?:executable|\.exe|\.zip|file type|extension).{0,40}(?:not allowed|blocked|forbidden|denied|prohibited)",
        r"members?-only|non-?members?|not (?:a )?(?:member|subscribed)|closed (?:mailing )?list|moderat", r"potential security|security issue|prohibited content", r"header (?:error|are not|is not|contains)|multiple (?:addresses|from)", r"mass mailer|organi[sz]ational settings|low priority|transport\.rules|rule imposed|protocol violation",
        r"greylist|graylist|grey-?list",
    )),
    (_R.SECURITY_ERROR, (
        r"authenticat|authentification", r"not authori[sz]ed|unauthori[sz]ed|authori[sz]ation|access (?:is )?denied|permission denied", r"verification fail|credential|certificate|\bencrypt", r"not subscribed to ses|security",
    )),
    (_R.EXPIRED, (
        r"(?:connection|conversation|session|smtp|delivery|operation|read|message|host|transmission|it)\b.{0,40}tim(?:ed|e) ?-?out|connection expired|deferred: ", r"(?:delivery|queue|message|retry).{0,30}(?:expired|time exceeded|timeout exceeded)", r"in the (?:mail )?queue (?:for )?(?:too long|more)", r"too long in (?:the )?queue|has been in the queue",
        r"giving up|gave up|could ?n[o']t be delivered (?:for|within|after|in)|not (?:been )?delivered (?:for|within|after|since)|undelivered (?:for|after)", r"retry time (?:not reached|limit|exceeded)|retry timeout|long failure period", r"connection refused|(?:did|does) not respond|no (?:answer|response) from|not responding|failed to connect|could ?n[o']t connect|unable to connect|cannot connect|not been collected after|couldn'?t establish|connect(?:ion)? (?:to .{0,60})?failed",
        r"(?:unable|failed|not able) to deliver .{0,60}(?:within|in the time|after|for \d)|for the last \d+|within \d+ (?:hours|days)|after \d+ (?:hours|days)|\d+ (?:hours|days) .{0,20}(?:tr(?:y|ied)|old)", r"queue\.expired|lease expired|zeitüberschreitung|wartezeit|tiempo de espera|délai", r"delay(?:ed)? for more|message is delayed|still being retried|will (?:be retried|keep trying|continue)|warning:? (?:message|could not send)", r"not reachable within|temporary lookup failure|allowed queue period",
    )),
    (_R.NETWORK_ERROR, (
        r"too many hops|exceeded \d+ hops|hop ?count|routing loop|mail(?:ing)? ?loop|looping|mail forwarding loop|loop (?:detected|count|back)|loops? back|\bloop(?:ing)?\b", r"no route to host|network (?:is )?(?:unreachable|error)|host (?:is )?(?:unreachable|down)|host not found, try again|unreachable",
        r"name server reply|unable to resolve|dns (?:records|failure|timeout|server)|name server|bad connection|lost connection|connection (?:closed|lost|failed|aborted|error|broken)|conversation with .{0,60}(?:timed|lost)|broken pipe", r"could not connect and send|socket|route",
    )),
    (_R.SYSTEM_FULL, (r"(?:system|disk|spool|server|volume|file ?system).{0,25}(?:is )?full|no space left|insufficient (?:system )?(?:storage|disk|space|resources)|out of (?:disk )?space|exceeded storage allocation|insufficientresources",)),
    (_R.MAILER_ERROR, (
        r"procmail|maildrop|bin/\w+|mailer error|pipe to|x-unix|command (?:failed|died|output|time)|exit(?:ed)? (?:with )?(?:status |code |value )?\d|died with (?:status|signal)|unexpected(?:ly)? (?:exit|termin)|child (?:process|crashed)|delivery agent|local delivery (?:agent|failed)|sigterm|\bexec\b|return code",
    )),
    (_R.CONTENT_ERROR, (
        r"header.{0,30}(?:size|too|invalid|improper|malformed)|mime|8-?bit|base64|charset|encoding|malformed|line (?:too )?long|non-?ascii|smtputf8|conversion|content type|media",
    )),
    (_R.SYSTEM_ERROR, (
        r"loop (?:alert|back warning)|duplicated message-id", r"(?:local|internal|system|server|configuration|config|temporary|database|ldap|unknown|unexpected|software|processing|i/o|write|read|file|lookup)\b.{0,30}(?:error|problem|failure|fault)", r"mis-?configur|interrupted system call|can'?t (?:create|open|write)|unable to (?:create|open|write|contact)|cannot (?:open|create|append|write)|not (?:be )?(?:able|implemented)|unavailable|out of memory|try again later|service (?:currently )?(?:unavailable|not)|transaction failed|ldap|\bmdb\b|storedrv|directory (?:not|server)|could not (?:be )?(?:open|writ|load|process)|system not|closing (?:connection|transmission)|encountered an error|aborted|resources temporarily",
    )),
    (_R.SYNTAX_ERROR, (r"syntax error|(?:command|parameter|argument)s? (?:not )?(?:unrecogni[sz]ed|unknown|not implemented|recogni[sz]ed)|unrecogni[sz]ed command|(?:bad|improper|invalid) (?:sequence|command|syntax)|need (?:mail|rcpt) ",)),
)  # fmt: skip

FAMILIES = tuple(
    (reason, re.compile("|".join(f"(?:{pattern})" for pattern in patterns))) for reason, patterns in _FAMILIES
)
