"""English words: what has a plainer one, what belongs to which tone. Our own lists."""

from __future__ import annotations

from collections.abc import Mapping

from frontdesk.mail.rendering.markup import words
from frontdesk.mail.wording.phrases import inflected

LONGEST_SENTENCE = 25  # words: what the British government's style guide allows
LONG_WORD, MANY_SYLLABLES = 14, 5

JARGON: Mapping[str, str] = {
    "a large number of": "many", "a majority of": "most", "accede to": "agree to", "accordingly": "so",
    "acquaint yourself with": "read", "additionally": "also", "aforementioned": "this", "aforesaid": "this",
    "afford you the opportunity": "let you", "as a consequence of": "because of", "as a means of": "to",
    "as regards": "about", "ascertain": "find out", "at such time as": "when", "at the present time": "now",
    "at this moment in time": "now", "at this point in time": "now", "by means of": "by", "by virtue of": "by",
    "commence": "start", "commences": "starts", "commenced": "started", "commencing": "starting",
    "commencement": "start", "due to the fact that": "because", "duly": "", "effectuate": "do",
    "endeavour": "try", "endeavours": "tries", "endeavoured": "tried", "endeavor": "try",
    "enclosed herewith": "enclosed",
    "expedite": "speed up", "facilitate": "help", "facilitates": "helps", "facilitated": "helped",
    "for the duration of": "during", "for the purpose of": "for", "for the purposes of": "for", "forthwith": "now",
    "hereby": "", "herein": "here", "hereinafter": "from here on", "hereto": "to this", "heretofore": "until now",
    "herewith": "with this", "in accordance with": "under", "in addition to": "besides",
    "in close proximity to": "near",
    "in conjunction with": "with", "in excess of": "more than", "in lieu of": "instead of", "in order to": "to",
    "in receipt of": "", "in regard to": "about", "in relation to": "about", "in respect of": "for",
    "in spite of the fact that": "although", "in the course of": "during", "in the event of": "if there is",
    "in the event that": "if", "in the near future": "soon", "in view of the fact that": "because",
    "inasmuch as": "because", "inter alia": "among others", "irrespective of": "whatever",
    "it is important to note that": "", "leverage": "use", "leverages": "uses", "leveraging": "using",
    "modus operandi": "method", "mutatis mutandis": "", "notwithstanding": "despite", "on a daily basis": "every day",
    "on a monthly basis": "every month", "on a regular basis": "regularly", "on a weekly basis": "every week",
    "on behalf of the undersigned": "for us", "on the grounds that": "because", "owing to the fact that": "because",
    "per annum": "a year", "prior to": "before", "pursuant to": "under", "remuneration": "pay",
    "subsequent to": "after", "subsequently": "later", "the undersigned": "we", "thereafter": "then",
    "therein": "there", "thereof": "of it", "thereto": "to it", "time and again": "often",
    "until such time as": "until", "utilisation": "use", "utilise": "use", "utilised": "used", "utilises": "uses",
    "utilising": "using", "utilization": "use", "utilize": "use", "utilized": "used", "utilizes": "uses",
    "utilizing": "using", "vis-à-vis": "about", "whereby": "by which", "whilst": "while",
    "with reference to": "about", "with regard to": "about", "with respect to": "about",
    "with the exception of": "except",
}  # fmt: skip
_MAKE = ("make", "makes", "made", "making")
_CONDUCT = ("conduct", "conducts", "conducted", "conducting")
_CARRY = ("carry out", "carries out", "carried out", "carrying out")
_GIVE = ("give", "gives", "gave", "giving")
_PROVIDE = ("provide", "provides", "provided", "providing")
_REACH = ("reach", "reaches", "reached", "reaching")
_PERFORM = ("perform", "performs", "performed", "performing")
NOMINAL: Mapping[str, str] = {
    **inflected(
        (
            (_MAKE, "a decision", "decide"), (_MAKE, "an assessment of", "assess"),
            (_MAKE, "an application for", "apply|for"), (_MAKE, "a recommendation", "recommend"),
            (_MAKE, "arrangements for", "arrange"), (_MAKE, "contact with", "contact"),
            (_MAKE, "improvements to", "improve"), (_MAKE, "modifications to", "change"),
            (_MAKE, "use of", "use"), (_MAKE, "an attempt to", "try|to"),
            (_CONDUCT, "a review of", "review"), (_CONDUCT, "an investigation into", "investigate"),
            (_CONDUCT, "an analysis of", "analyse"), (_CONDUCT, "an assessment of", "assess"),
            (_CARRY, "a review of", "review"), (_CARRY, "an assessment of", "assess"),
            (_CARRY, "an inspection of", "inspect"), (_CARRY, "an investigation into", "investigate"),
            (_GIVE, "consideration to", "consider"), (_GIVE, "an explanation of", "explain"),
            (_PROVIDE, "assistance to", "help"), (_PROVIDE, "an explanation of", "explain"),
            (_PROVIDE, "clarification on", "clarify"), (_REACH, "a decision", "decide"),
            (_REACH, "an agreement", "agree"), (_PERFORM, "an analysis of", "analyse"),
            (_PERFORM, "a review of", "review"),
        )
    ),
    "take into consideration": "consider", "taken into consideration": "considered",
    "come to the conclusion": "conclude",
    "have an effect on": "affect", "has an effect on": "affects", "is in possession of": "has",
    "are in possession of": "have", "have a need for": "need", "has a requirement for": "needs",
    "in the process of": "", "the completion of your": "completing your", "the submission of your": "sending in your",
    "the implementation of": "carrying out",
}  # fmt: skip
PLEASANT_OPPOSITES: Mapping[str, str] = {
    "uncommon": "common", "unusual": "usual", "unlikely": "likely", "impossible": "possible", "unable": "able",
    "unreasonable": "reasonable", "unimportant": "important", "insignificant": "significant",
    "inconsiderable": "considerable", "unwelcome": "welcome", "dissimilar": "similar", "irrelevant": "relevant",
    "unaware": "aware", "unfamiliar": "familiar", "infrequent": "frequent", "unhelpful": "helpful",
    "unjustified": "justified", "unfounded": "well founded", "unaffected": "affected", "inappropriate": "appropriate",
    "unconnected": "connected", "unacceptable": "acceptable", "untrue": "true",
}  # fmt: skip
NEGATED: Mapping[str, str] = {
    "not without": "with",
    "do not fail to": "",
    "don't fail to": "",
    "never fails to": "always",
    "never fail to": "always",
}
NO_VERBS = words("don't doesn't didn't can't cannot won't wouldn't couldn't haven't hasn't isn't aren't")
NO_THINGS: Mapping[str, str] = {"nothing": "anything", "nobody": "anybody", "nowhere": "anywhere", "none": "any"}

BE_PAST = words("was were been being be")
BE_PRESENT = words("is are am")
BY_THEN = words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december now then tomorrow tonight noon midnight today end next this post mail e-mail "
    "email phone default law far hand chance mistake bus train car no what when which",
)
PARTICIPLES = words(
    "made done given taken sent paid held kept written seen known told shown found chosen drawn begun brought built "
    "bought caught cut dealt driven eaten felt forgotten hidden hit laid led lent lost meant met put read said sold "
    "set shut spent spoken split stolen struck taught thrown understood withdrawn won",
)
# They tell of a state, or are no participles.
STATES = words(
    "interested pleased delighted excited worried concerned tired married retired located based situated closed "
    "limited related supposed used required experienced dedicated committed qualified advanced detailed prepared "
    "satisfied surprised disappointed embarrassed confused scared frightened bored amazed thrilled involved engaged "
    "open red need indeed speed feed seed bed hundred sacred naked wicked ahead instead unlimited unaffected "
    "unexpected updated disabled enabled connected finished done gone lost meant set put read known divided expected "
    "allowed inclined determined relaxed crowded complicated sophisticated talented skilled aged blessed beloved "
    "united left shut",
)

_N_T = words(
    "don't doesn't didn't isn't aren't wasn't weren't hasn't haven't hadn't wouldn't couldn't shouldn't mustn't needn't"
)
CONTRACTIONS: Mapping[str, str] = {
    **{word: f"{word[:-3]} not" for word in _N_T},
    "can't": "cannot", "won't": "will not", "shan't": "shall not", "let's": "let us", "i'm": "I am",
    "we're": "we are", "you're": "you are", "they're": "they are", "we've": "we have", "you've": "you have",
    "i've": "I have", "they've": "they have", "we'll": "we will", "you'll": "you will", "i'll": "I will",
    "they'll": "they will", "it'll": "it will", "we'd": "", "you'd": "", "i'd": "", "they'd": "", "it's": "",
    "that's": "", "there's": "", "here's": "", "what's": "", "who's": "",
}  # fmt: skip
UNCONTRACTED: Mapping[str, str] = {
    "do not": "don't", "does not": "doesn't", "did not": "didn't", "cannot": "can't", "is not": "isn't",
    "are not": "aren't", "will not": "won't", "we will": "we'll", "you will": "you'll", "we are": "we're",
    "you are": "you're", "i am": "I'm",
}  # fmt: skip
SLANG: Mapping[str, str] = {
    "gonna": "going to", "wanna": "want to", "gotta": "have to", "kinda": "rather", "sorta": "rather",
    "dunno": "do not know",
    "guys": "everyone", "awesome": "excellent", "cool stuff": "", "super easy": "very easy", "btw": "by the way",
    "fyi": "for your information", "lol": "", "omg": "", "asap": "as soon as possible", "pls": "please",
    "thx": "thank you", "thanks a bunch": "thank you", "yeah": "yes", "yep": "yes", "nope": "no", "heads up": "notice",
    "no worries": "", "a bunch of": "several", "loads of": "many", "tons of": "many", "grab a": "take a",
    "check out": "see", "ok": "all right", "okay": "all right", "folks": "everyone", "freebie": "gift", "u": "you",
    "mate": "",
}  # fmt: skip
STIFF: Mapping[str, str] = {
    "please be advised that": "", "we regret to inform you that": "we are sorry, but", "kindly": "please",
    "should you require": "if you need", "should you wish to": "if you want to", "do not hesitate to": "feel free to",
    "don't hesitate to": "feel free to", "at your earliest convenience": "as soon as you can",
    "we wish to inform you that": "", "we would like to inform you that": "", "as per your request": "as you asked",
    "esteemed": "", "with kind regard to": "about", "we remain at your disposal": "we are here if you need us",
    "your custom": "your order", "henceforth": "from now on",
}  # fmt: skip
HEDGES: Mapping[str, str] = {
    "when you get a chance": "by …", "whenever you like": "by …", "at your convenience": "by …", "if possible": "",
    "if you have time": "", "no rush": "", "at some point": "by …", "just wanted to": "", "just checking": "",
    "whenever you can": "by …", "in your own time": "by …", "no hurry": "", "at your leisure": "by …",
}  # fmt: skip
CASUAL_GREETINGS: Mapping[str, str] = dict.fromkeys(("hi", "hey", "hiya", "hi there", "hey there", "howdy"), "Dear")
STIFF_GREETINGS: Mapping[str, str] = dict.fromkeys(
    ("dear sir or madam", "dear sir", "dear madam", "dear sirs", "to whom it may concern", "dear valued customer"),
    "Hello",
)
CASUAL_CLOSINGS: Mapping[str, str] = dict.fromkeys(
    ("cheers", "ta", "see ya", "love", "lots of love", "xoxo", "later", "bye", "bye for now", "hugs"), "Kind regards"
)
STIFF_CLOSINGS: Mapping[str, str] = dict.fromkeys(
    ("yours faithfully", "yours sincerely", "yours truly", "respectfully yours", "respectfully"), "Best wishes"
)
INFORMAL: Mapping[str, str] = {}
FORMAL: Mapping[str, str] = {}
SHOUTS = words("FREE NOW URGENT IMPORTANT ATTENTION WARNING LAST CHANCE TODAY ONLY NEVER MUST ALERT")
