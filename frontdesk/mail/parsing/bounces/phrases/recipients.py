"""What servers write of the one who was written to."""

from frontdesk.mail.parsing.model import Reason

# fmt: off
PATTERNS: dict[Reason, tuple[str, ...]] = {
    Reason.HAS_MOVED: (
        r"(?:address|user|mailbox|recipient|account)\b.{0,80}\b(?:has|have) (?:been replaced by|moved|changed (?:to|"
        r"their))",
        r"(?:no longer (?:uses|at) this|has a new) (?:e-?mail )?address",
        r"please (?:use|try) (?:the )?new address",
        r"<x@y>.{0,3} (?:has|have) been replaced by",
        r"mailbox has moved",
    ),
    Reason.MAILBOX_FULL: (
        r"(?:mail ?box|mail ?folder|inbox|mail ?dir|mail file)s?\b.{0,40}\b(?:is |was |are )?(?:now )?(?:almost |"
        r"too )?full\b",
        r"\b(?:full|overfull) (?:mail ?box|inbox)",
        r"(?:over|exceed\w*|out of|reached|beyond|above).{0,40}quota",
        r"quota.{0,40}(?:exceed|violat|usage|full|excess|exhaust|reached)",
        r"over ?quota",
        r"(?:mail ?box|account|user|recipient|user's)\b.{0,60}(?:storage|space|disk) (?:limit|allocation|"
        r"has been used)",
        r"(?:exceed|over)\w*.{0,30}(?:storage allocation|disk space|storage limit|mailbox size|mailbox limit)",
        r"(?:mail ?)?box space not enough",
        r"(?:not|does ?n.t have) enough (?:storage )?(?:space|room)\b(?!.{0,20}(?:on|in) (?:the )?(?:system|server|"
        r"disk|spool))",
        r"would (?:be over|exceed).{0,40}(?:quota|storage|allowed)",
        r"mailbox (?:has )?exceed(?:ed|s)",
        r"too much mail data",
        r"user has too many messages",
        r"mailbox.{0,20}size limit",
        r"has no space left|no space left in mailbox",
        r"mapiexception\w*quota",
        r"(?:postfach|mailbox)\b.{0,40}(?:voll|überfüllt|überschritten)",
        r"speicherplatz",
        r"bo[iî]te.{0,40}(?:pleine|saturée)",
        r"(?:buz[oó]n|cuenta|casilla).{0,50}(?:llen[oa]|excedid|superad|cuota)",
        r"casella.{0,40}piena",
        r"caixa (?:postal|de correio|de entrada).{0,40}(?:cheia|lotada)",
        r"почтов\w+ ящик.{0,40}переполн",
        r"ящик.{0,20}переполнен",
        r"превышен\w* .{0,20}квот",
        r"メールボックス.{0,30}(?:一杯|いっぱい|容量|超)",
        r"容量.{0,10}(?:超|オーバー|不足)",
        r"邮箱.{0,12}(?:已?满|空间不足|超)",
        r"exceeding (?:its|their) ?.{0,20}quota",
        r"dis[ck] quota",
        r"out of storage space",
        r"too many messages in .{0,20}mailbox|messages in .{0,30}mailbox exceeded",
        r"message would exceed .{0,20}(?:mailbox|quota)",
        r"storage quota",
        r"not (?:sufficient|enough) (?:disk )?space|insufficient disk space|exceeding receiving limits",
        r"mail ?box.{0,30}too large",
    ),
    Reason.SUSPENDED: (
        r"(?:account|mailbox|user|recipient|address|domain)\b.{0,60}(?:suspend|disabled|deactivated|"
        r"temporar\w+ (?:locked|disabled|inactive)|is locked|frozen|archiv|discontinued|blocked for)",
        r"(?:disabled|inactive|suspended|deactivated|locked|dormant|frozen) (?:user|account|mailbox|recipient)",
        r"\binactive\b.{0,30}(?:user|account|mailbox)",
        r"(?:account|mailbox|user) (?:is )?(?:currently )?(?:inactive|not active|deactivated)",
        r"recipient suspend",
        r"suspended|boite du destinataire archivee",
        r"extended inactivity",
        r"temporary locked|archived recipient|user is terminated",
        r"(?:account|mailbox) (?:has been |is )blocked|\b(?:compte|cuenta|konto|conto|conta)\b.{0,40}(?:bloqu|"
        r"blocc|gesperrt)",
        r"(?:konto|postfach).{0,30}(?:gesperrt|deaktiviert)",
        r"заблокирован|отключен",
        r"停用|已被(?:停|冻结|禁用)|停止中",
    ),
    Reason.HOST_UNKNOWN: (
        r"host (?:or domain name )?(?:(?:is )?(?:unknown|not found|not known)|unreachable)(?!, try again)",
        r"unknown (?:mail )?(?:host|domain)",
        r"no such (?:host|domain)",
        r"domain\b.{0,40}(?:does not exist|may not exist|doesn'?t exist|must exist|not exist|not found(?!, try again)|"
        r"could ?n[o']t be found|"
        r"is unknown|is not reachable|not valid|invalid|unknown|misspelled)",
        r"(?:name or service|domain name) not (?:known|found)",
        r"(?<![@\w.])(?:[\w-]{1,63}\.){1,5}[a-z]{2,24} (?:does not|doesn't) exist",
        r"nxdomain|nonexistentdomain|non[- ]?existent (?:domain|host)",
        r"unrouteable address|unroutable (?:address|mail domain)|unable to route",
        r"(?:couldn'?t|could not|cannot|can'?t|unable to|not) (?:find|resolve|locate|look ?up) (?:any |a |"
        r"the )?(?:host|domain|mx|mail ?(?:server|exchanger))",
        r"couldn'?t find any host named",
        r"illegal host/domain|bad destination (?:host|system)|bad domain|dead domain",
        r"dns (?:error|lookup|name).{0,40}(?:not|fail|no|non)",
        r"no (?:valid )?(?:mx|dns|mail).{0,10}(?:hosts?|records?|servers?|exchangers?) (?:found|exist|for|could|"
        r"defined)",
        r"(?:domäne|domain|dominio|domínio|domaine|домен)\b.{0,40}(?:nicht gefunden|existiert nicht|no existe|"
        r"n'existe pas|non esiste|não existe|не существ|не найден)",
    ),
    Reason.FILTERED: (
        r"(?:only|not) accepting (?:any )?mail\b",
        r"recipient (?:preferences|settings)|by the recipient|user(?:'s)? (?:preference|setting|filter|reject)|"
        r"user reject|user rules",
        r"refuse\w* to (?:receive|accept) (?:your |the |this )?(?:e-?)?mail",
        r"recipients? (?:was|were) rejected by a remote",
        r"resolver\.rst\.(?!authreq)|notauthori[sz]ed|restricted .{0,20}e-?mail|account is protected by|"
        r"bounced address|"
        r"allowlist|white ?list",
        r"delivery.{0,20}restrict|recipient.{0,60}(?:blocked your|has blocked|is blocking)|受信拒否|拒否設定|"
        r"ドメイン指定",
        r"(?:personal|private) (?:black|block|filter)",
        r"not (?:been )?granted permission|don'?t have permission|keine berechtigung|no tiene permiso|"
        r"n.avez pas l.autorisation",
    ),
    Reason.USER_UNKNOWN: (
        r"(?:user|recipient|mailbox|mail box|address|account|person|login|alias|customer|subscriber|addressee|"
        r"destinatary|userid|inbox|local.?part|rcpt)\b(?! (?:mail )?(?:server|host|domain|system))(?: name| address|"
        r" \S{1,80}| id)?[^.,;:]{0,30}?\b(?:unknown|not (?:be )?(?:found|known|exist|present|listed|valid|registered|"
        r"recogni[sz]ed|local|correct|here|ok|hosted|configured|a valid|available)|does ?n[o']t exist|doesnt exist|"
        r"no longer|does not have|invalid|unavailable|isn'?t|non[- ]?existent|unrouteable|"
        r"refuses to accept|is not accepted|not accepted|no existe)\b",
        r"(?:user|mailbox|account|address)\b(?: \S{1,80})? (?:is |was |has |has been )(?:deleted|removed|closed|"
        r"expired|terminated)\b",
        r"invalid (?:\w+ ){0,2}userid",
        r"(?:unknown|invalid|no such|no valid|bad|illegal|incorrect|non[- ]?existent|unrecogni[sz]ed|undefined|"
        r"not a (?:valid|known|local)|no|wrong) (?:or \w+ )?(?:e-?mail |destination |local |virtual |envelope |"
        r"final |such )?(?:user|recipient|mailbox|mail box|address|addresses|account|person|local.?part|alias|rcpt|"
        r"login|destination|users|recipients|name)\b",
        r"(?:no one|nobody|no(?: |-)?body|no mailbox|no account|no user|no such|"
        r"not? mail ?box) .{0,30}(?:at this address|by that name|with that name|here|with this|here by)",
        r"could ?n[o']t (?:be )?(?:find|found).{0,40}(?:address|recipient|user|mailbox)",
        r"(?:e-?mail )?address (?:you )?(?:entered |that you )?.{0,60}(?:could ?n[o']t be found|does ?n[o']t exist|"
        r"not found)",
        r"recip\w{0,6} ?notfound|addresses were unknown|not e-?mail addresses|adr\.\w*not ?found|recipnotfound",
        r"not (?:listed|present|found) in .{0,40}(?:directory|address ?book|table)",
        r"badrcptto|validrcptto|badrecipient",
        r"can'?t accept user|user'?s e-?mail name is not found",
        r"destination (?:server )?rejected recipient|recipient (?:address )?rejected(?!: (?:policy|grey|gray|temp|"
        r"black|spam))|recipient has been denied|recipients? (?:was|were) undeliverable|rejected recipient|"
        r"recipient denied",
        r"is not an? (?:known|valid|registered|local|active)|not our customer",
        r"missing home directory",
        r"(?:user|recipient) (?:doesn'?t|does not) have an?\b.{0,60}account",
        r"address (?:is )?(?:not active|inactive|wrong|misspelled|unavailable|rejected)",
        r"mailbox (?:is )?(?:unavailable|unavaiable|inactive|disabled)",
        r"no longer (?:exists?|valid|active|accepts?|works?|here|employed|available|in use)",
        r"(?:unbekannte[rns]?|nicht bekannte[rns]?|unzustellbare[rns]?) (?:empfänger|"
        r"benutzer|adresse|adressat|user)",
        r"(?:empfänger|benutzer|adresse|postfach)\b.{0,60}(?:unbekannt|nicht gefunden|existiert nicht|ungültig)",
        r"(?:utilisateur|destinataire|adresse|boîte|boite)\b.{0,60}(?:inconnue?|introuvable|n'existe pas|invalide|"
        r"inexistant)",
        r"(?:usuario|destinatario|dirección|direccion|buz[oó]n|persona|cuenta)\b.{0,60}(?:no existe|desconocid|"
        r"no (?:se )?(?:ha )?(?:encontr|encuentr)|inexistente|inv[aá]lid)|no existe (?:dicha persona|ese usuario)",
        r"(?:utente|destinatario|indirizzo|casella)\b.{0,60}(?:sconosciut|non (?:esiste|trovat|valid)|inesistente)|"
        r"nessun utente",
        r"(?:usuário|usuario|destinatário|endereço|caixa)\b.{0,60}(?:desconhecid|não (?:existe|encontrad|foi)|"
        r"inexistente|inválid)",
        r"(?:gebruiker|geadresseerde|adres|ontvanger|postvak)\b.{0,60}(?:onbekend|bestaat niet|niet gevonden)|"
        r"onbekende (?:gebruiker|ontvanger)",
        r"(?:пользовател|адресат|получател|ящик|адрес|учетн)\w*\b.{0,60}(?:не (?:существ|найден|зарегистрир|"
        r"известен)|неизвест|отсутств|недоступ)|нет такого|no such user",
        r"(?:użytkownik|adres\w*|skrzynk\w+)\b.{0,60}(?:nie (?:istnieje|zna)|nieznan)",
        r"(?:ユーザ|宛先|メールアドレス|アドレス|受信者|送信先|宛て).{0,60}?(?:見つかりません|存在しま|ありません|"
        r"不明|正しくありません|見つから)",
        r"(?:ディレクトリ|リスト).{0,12}ありません",
        r"(?:用户|收件人|邮箱|帐号|地址|账号)\S{0,16}(?:不存在|未找到|无效|找不到|错误|不正确)",
        r"(?:mottagar|användar|adress|bruker|modtager|adresse|käyttäj|vastaanottaj)\w*\b.{0,50}(?:okänd|finns inte|"
        r"hittades inte|ukjent|finnes ikke|findes ikke|tuntematon|ei löydy)",
        r"(?:kullanıcı|alıcı|adres)\w*\b.{0,40}(?:bulunamadı|yok|bilinmiyor)",
        r"(?<!from )<[^<>@\s]+@[^<>\s]+>{1,2}:? (?:\.{3} )?(?:not found|unknown|rejected)",
        r"unknown in (?:local|virtual|relay)|in (?:local|virtual|relay) (?:recipient|mailbox|alias) table",
        r"no \S{1,60} in name directory|not unique in|user \S{1,80} .{0,20}not listed",
    ),
}
