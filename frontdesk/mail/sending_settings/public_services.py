"""Domains under which everybody gets a mailbox: nobody who has one can set records there. Pure.

Kept by hand, and meant for those who type the address they have: the largest services of the world, and of where
English and Spanish are spoken. A domain that is missing here does no harm; it waits for records that never come.
"""

_SERVICES = (
    "gmail.com googlemail.com outlook.com outlook.es hotmail.com hotmail.co.uk hotmail.es hotmail.fr hotmail.it "
    "live.com live.co.uk msn.com yahoo.com yahoo.co.uk yahoo.es yahoo.fr yahoo.it yahoo.de yahoo.com.mx yahoo.com.ar "
    "yahoo.com.br yahoo.co.in yahoo.co.jp ymail.com rocketmail.com aol.com icloud.com me.com mac.com proton.me "
    "protonmail.com pm.me tuta.com tutanota.com fastmail.com hey.com zoho.com zohomail.eu mail.com email.com gmx.com "
    "gmx.de gmx.net gmx.at gmx.ch gmx.es web.de t-online.de freenet.de posteo.de mailbox.org mail.ru inbox.ru bk.ru "
    "list.ru yandex.ru yandex.com ya.ru rambler.ru qq.com foxmail.com 163.com 126.com sina.com sohu.com naver.com "
    "hanmail.net daum.net libero.it virgilio.it tin.it alice.it orange.fr wanadoo.fr free.fr laposte.net sfr.fr "
    "telefonica.net movistar.es terra.es terra.com.br uol.com.br bol.com.br ig.com.br btinternet.com sky.com "
    "talktalk.net virginmedia.com ntlworld.com comcast.net verizon.net att.net sbcglobal.net bellsouth.net cox.net "
    "charter.net rogers.com shaw.ca sympatico.ca bigpond.com optusnet.com.au xtra.co.nz rediffmail.com seznam.cz "
    "wp.pl onet.pl o2.pl interia.pl ukr.net abv.bg telenet.be skynet.be ziggo.nl kpnmail.nl bluewin.ch "
)
_DOMAINS = frozenset(_SERVICES.split())


def find_service(domain: str) -> str:
    """The service that the domain is of or lies below, or empty. ``domain``: in ASCII and lower case."""
    labels = domain.split(".")
    above = (".".join(labels[cut:]) for cut in range(len(labels) - 1))
    return next((name for name in above if name in _DOMAINS), "")
