"""How English promises, asks, orders and decides. Patterns are for folded sentences."""

import re

from frontdesk.ai.local.extract.cues import Cue, Language, Owner
from frontdesk.ai.local.extract.verbs_en import IDLE, INSTRUCT, SMALL_TALK, VERBS
from frontdesk.ai.local.words import word_set

_ADV = (
    r"(?:(?:also|just|then|quickly|kindly|definitely|certainly|personally|now|please|go ahead and|try (?:and|to)"
    r"|happily|"
    r"gladly|first|probably|immediately|make sure (?:to|i|we|you)|be sure to|be able to|at least|both|all|perhaps"
    r"|maybe|"
    r"possibly|be so kind as to|start to|take the time to) )*"
)
_V = rf"{_ADV}(?P<verb>[a-z]+(?:-[a-z]+)?)(?![\w'])"
_ING = rf"{_ADV}(?P<ing>[a-z]+ing)(?!\w)"
_NAME = r"(?P<name>@?[a-z][\w.-]*(?: [a-z][\w.-]*){0,2}?)"
_ROLE = (
    r"(?P<role>(?:the|our|your|my|their) (?:[a-z]+ )?(?:team|client|office|solicitor|lawyer|advis[eo]r|accountant"
    r"|manager|"
    r"landlord|agent|bank|school|teacher|doctor|clinic|employer|interpreter|translator|caseworker|receptionist"
    r"|assistant|"
    r"department|sponsor|parents|candidate|tenant|applicant|committee|board|finance|legal|hr|host))"
)
_OBJECT = (
    r"(?= (?:the|a|an|me|us|you|your|my|our|this|that|these|those|all|any|both|each|every|it|them|him|her|his|their"
    r"|up|in|"
    r"into|out|to|with|over|back|for|on|off|by|if|whether|everyone|everybody|through|two|three|four|another|some|at"
    r"|down|"
    r"new|\d|@))"
)
_LISTED = "|".join(sorted(INSTRUCT, key=len, reverse=True))
# Nouns as well: an order only where an object stands at once beside them.
_AMBIGUOUS = (
    "back|book|cover|list|leave|look|mail|order|plan|present|read|record|report|set|show|test|text|use|watch"
    "|try|keep|find|start|stop|document"
)


def _cue(pattern: str, owner: Owner, *, asks: bool = False, at_start: bool = False, dated: bool = False) -> Cue:
    # Whom one may take at their word, every verb is work for; of others only what offices do.
    any_verb = owner in {Owner.SPEAKER, Owner.ADDRESSEE} and not dated and not pattern.startswith("will ")
    return Cue(re.compile(rf"(?<![\w'-])(?:{pattern})"), owner, asks, at_start, dated, any_verb)


_ABLE = r"(?:will|shall|is going to|are going to|needs to|need to|has to|have to|must|should|is to|'ll|'s going to)"
_PROMISED = r"(?:to|agreed to|has agreed to|offered to|promised to|volunteered to|has offered to|undertook to|can)"
CUES: tuple[Cue, ...] = (
    # Promises
    _cue(rf"(?:i'll|i will|i shall|i'm going to|i am going to|i'm gonna) {_V}", Owner.SPEAKER),
    _cue(rf"i (?:need to|have to|must|ought to|promise to|intend to|plan to|agree to|undertake to) "
         rf"{_V}", Owner.SPEAKER),
    _cue(rf"(?:i've got to|i'd better|i had better|i'm planning to|i am planning to|i'm about to) {_V}", Owner.SPEAKER),
    _cue(rf"(?:i'll|i will) be {_ING}", Owner.SPEAKER),
    _cue(rf"(?:i'm|i am) {_ING}", Owner.SPEAKER, dated=True),
    _cue(rf"i can (?:(?P<sure>do (?:the|a|an|this|these|those) )|{_V})", Owner.SPEAKER, dated=True),
    _cue(rf"let me {_V}", Owner.SPEAKER, at_start=True),
    _cue(r"i(?:'ll| will) (?P<sure>let (?:you|him|her|them|[a-z]+) know|get back to (?:you|him|her|them)|take care of|"
         r"look after|be in touch|have (?:it|that|this|them|the [a-z]+(?: [a-z]+)?) (?:ready|done|finished|with you"
         r"|over to you|sent|prepared)|do (?:the|a|an|another|some|this|these|those) )", Owner.SPEAKER),
    _cue(rf"will {_V}", Owner.SPEAKER, at_start=True),
    # Requests
    _cue(rf"(?:please|pls|kindly)(?:,)? {_V}", Owner.ADDRESSEE, asks=True),
    _cue(r"(?:please,? |could you |can you )?(?P<sure>let (?:me|us|him|her|them) know)(?= (?:by|before|on|when|what"
         r"|which|"
         r"how|who|where|whether|your|the|as soon as|once|no later|today|tomorrow|this|next|asap|at|in))",
         Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:can|could|would|will) you(?: all| both| guys)? {_V}", Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:would|do) you mind {_ING}", Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:are you|would you be|will you be|you be) (?:able|willing) to {_V}", Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:is it|would it be) possible for you to {_V}", Owner.ADDRESSEE, asks=True),
    _cue(r"(?:is it|would it be) possible to (?P<verb>send|resend|share|provide|forward|confirm|arrange"
         r"|receive)(?!\w)", Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:can|could|would) (?:someone|somebody|anyone|one of you) {_V}", Owner.NOBODY, asks=True),
    _cue(r"(?:can|could) we (?:please )?(?P<verb>schedule|arrange|set|book|organi[sz]e|meet|reschedule"
         r"|move)(?!\w)", Owner.ALL, asks=True),
    _cue(rf"need you to {_V}", Owner.ADDRESSEE, at_start=True),
    _cue(rf"(?:any chance|do you think) you (?:could|can) {_V}", Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:i|we) (?:also |just |really )?(?:need|want|would like|'d like|ask|expect|require) you(?: all| both)? "
         rf"to {_V}",
         Owner.ADDRESSEE),
    _cue(rf"(?:i'd|we'd) (?:like|need|ask|want) you(?: all| both)? to {_V}", Owner.ADDRESSEE),
    _cue(rf"(?:(?:i|we|it|that)(?: would|'d| will|'ll) )?(?:be )?(?:really |very |most |much |so )*(?:grateful"
         rf"|appreciate it|appreciated|great|good|helpful|lovely|wonderful|ideal|perfect) if you (?:could|would|can) "
         rf"{_V}",
         Owner.ADDRESSEE, asks=True),
    _cue(rf"(?:i was |i'm |we were |i am )?(?:just )?wondering (?:if|whether) you (?:could|would|can|might) "
         rf"{_V}", Owner.ADDRESSEE, asks=True),
    _cue(rf"if you could {_V}", Owner.ADDRESSEE, asks=True, at_start=True),
    _cue(rf"you(?:'ll| will)? (?:also |still )?(?:need to|have to|must|should|are to|'ve got to) "
         rf"{_V}", Owner.ADDRESSEE),
    _cue(rf"(?:make sure|be sure|ensure|remember|don't forget|do not forget)(?: to| that| you| that you)? {_V}",
         Owner.ADDRESSEE, at_start=True),
    _cue(rf"reminder (?:for you )?to {_V}", Owner.ADDRESSEE),
    _cue(rf"you(?:'re| are) (?:kindly |hereby |therefore )*(?:requested|asked|required|expected|invited) to "
         rf"{_V}", Owner.ADDRESSEE),
    # Together
    _cue(rf"(?:we|we still|we also|we'll|we will) (?:need to|have to|must|ought to|'ve got to|should) {_V}", Owner.ALL),
    _cue(rf"(?:we'll|we will|we shall|we're going to|we are going to|we've got to) {_V}", Owner.ALL),
    _cue(rf"let's (?!take a |talk|see\b|go\b|keep|move on|try|leave it|look at){_V}", Owner.ALL, at_start=True),
    _cue(rf"(?:there(?:'s| is) (?:a|still a) need|it(?:'s| is) (?:necessary|essential|important)) to "
         rf"{_V}", Owner.NOBODY),
    _cue(rf"(?:the )?next (?:step|thing|action)s? (?:is|are|will be) (?:for {_NAME} )?to {_V}", Owner.NAMED),
    _cue(rf"(?:somebody|someone|one of us) (?:needs to|has to|should|must|will) {_V}", Owner.NOBODY),
    # Somebody else
    _cue(rf"{_NAME} (?:{_ABLE}|{_PROMISED}) {_V}", Owner.NAMED),
    _cue(rf"{_NAME}(?:'ll|'s going to) {_V}", Owner.NAMED),
    _cue(rf"{_NAME} (?:is|will be) (?P<sure>responsible for|in charge of|taking care of|looking after)", Owner.NAMED),
    _cue(rf"(?P<pronoun>he|she|they)(?: will|'ll| needs to| need to| has to| have to|'s going to| is going to|'re "
         rf"going to) {_V}", Owner.NAMED),
    _cue(rf"{_ROLE} {_ABLE} {_V}", Owner.NAMED),
    _cue(rf"{_ROLE} to {_V}", Owner.NAMED, at_start=True),
    _cue(r"(?P<thing>(?:(?:the|your|our|my|all|this|these|a|an|both) )?(?:[a-z-]+ )?[a-z]+) (?:must|needs? to|has to"
         r"|have to|should) be (?P<done>[a-z]+(?:ed|ent|ade|aid|itten|ept|old|ut|"
         r"one|ought|eld|iven|aken|ead))(?: by (?P<name>[a-z][\w.'-]*))?", Owner.NAMED),
    # Orders
    _cue(rf"(?P<verb>{_LISTED}){_OBJECT}", Owner.ADDRESSEE, at_start=True),
    _cue(rf"(?P<verb>{_AMBIGUOUS})(?= (?:the|a|an|me|us|your|my|our|this|these|those|it|them|him|her"
         rf"|all)\b)", Owner.ADDRESSEE, at_start=True),
)  # fmt: skip

_WE = (
    r"(?:we|we have|we've|i|i have|i've|they|they have|they've|the (?:board|committee|team|panel|partners|directors"
    r"|group|council|client|trustees)(?: has| have)?|everyone|everybody|all|both (?:parties|sides))"
)
DECISIONS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\w'])(?:so )?{_WE} (?:all |both |also |now |finally |just |therefore |unanimously |jointly |then "
        rf"|already )*"
        r"(?:decided|agreed|concluded|settled on|resolved (?:to|that)|opted|voted|chosen|chose|determined that"
        r"|approved|ruled "
        r"out"
        r"|signed off on|made the decision|reached (?:the|a) decision|come to the decision|came to the decision"
        r"|rejected)\b",
        r"\b(?:it (?:was|has been|is) |it's (?:been )?)(?:also |now |finally |therefore |unanimously )?(?:decided"
        r"|agreed|resolved|settled)\b",
        r"\b(?:the|our|my) (?:final |joint )?(?:decision|agreement|consensus|conclusion|verdict|resolution) "
        r"(?:is|was|has been|we (?:reached|made) (?:is|was)) (?!needed|required|due|pending|still|not|on |expected"
        r"|up to|yours|to be)",
        r"(?<![\w'])(?:let's|let us) (?:just |then |all )?(?:go with|go ahead with|go for|stick with|stick to|settle "
        r"on|do option|choose|proceed with|adopt|drop)\b",
        r"(?<![\w'])(?:we're|we are|we'll|we will|i'm|i am|i'll|i will) (?:all |then |now |just )?(?:going with|go "
        r"with|going ahead with"
        r"|go ahead with|going for|go for|sticking with|stick with|sticking to|stick to|settling on|settle on|opting "
        r"for|proceeding with|proceed with|dropping)\b",
        r"\b(?:was|were|has been|have been|is|are) (?:formally |unanimously |finally |now |hereby )?(?:approved"
        r"|signed off|ratified|adopted)(?: by (?:the|all)| unanimously)\b",
        r"\b(?:motion|proposal|budget|plan|option \w+|offer) (?:was |is |has been |been )?(?:approved|accepted"
        r"|rejected|carried|adopted|chosen|agreed)\b",
        r"\b(?:the )?consensus (?:is|was) (?:to|that)\b",
        r"^(?:so,? |ok(?:ay)?,? |right,? |great,? |good,? )*(?:agreed|decided|approved|settled|it's settled|that's "
        r"settled|that's agreed|that's decided)(?: then)?(?:[:,-]| that| to| we| on)",
    )
)  # fmt: skip

EN = Language(
    cues=CUES,
    pronouns={Owner.SPEAKER: "I", Owner.ADDRESSEE: "you", Owner.ALL: "we"},
    backward=word_set("he she they"),
    formal=word_set(""),
    verbs=VERBS,
    idle=IDLE,
    small_talk=SMALL_TALK,
    label=re.compile(
        r"(?:[a-z]+'s action|action(?: item| point)?s?|to-?do|task|next steps?|follow-? ?up|ai|ap|action required)"
        r"(?: \d+| #\d+)?(?: (?:for|on) (?P<name>[a-z][\w.' -]{1,30}?)| ?\((?P<name2>[a-z][\w.' -]{1,30})\))? ?(?::"
        r"|-(?= ))[ \t]*(?=\S)"
    ),
    heading=re.compile(
        r"(?:the |our |your |key |main |agreed )*(?:actions?(?: items?| points?)?|next steps?|to-?dos?|to do(?: "
        r"list)?|tasks?|follow-? ?ups?)"
        r"(?: (?:for|from|to|after|and)\b[^:.]{0,40})? ?:?"
    ),
    task_owner=re.compile(
        r"(?P<name>@?[a-z][\w.'-]*(?: [a-z][\w.'-]*){0,2})(?: (?:to|will|shall|needs to|must|should|is going to|has "
        r"to|and) |: ?| - )"
    ),
    not_names=word_set(
        "i you he she it we they this that these those there here who what which when where why how if so and but or "
        "then "
        "everything nothing something anything everyone everybody somebody someone anyone nobody none all both each "
        "one "
        "please thanks thank yes no not ok okay sure great also just now today tomorrow yesterday monday tuesday "
        "wednesday "
        "thursday friday saturday sunday january february march april may june july august september october november "
        "december the a an my your our their his her its as at by for from in of on to with since because although "
        "while "
        "after before until next last first second finally payment payments applicants customers users people "
        "documents "
        "refunds order orders delivery note item items things time access changes prices fees invoice invoices email "
        "emails however therefore "
        "otherwise meanwhile lastly additionally furthermore moreover instead regarding ideally alternatively "
        "unfortunately "
        "hopefully again well hi hello hey dear sorry actually basically obviously perfect good fine cool right "
        "alright "
        "congratulations apologies understood noted agreed indeed anyway besides secondly firstly third afterwards "
        "later soon "
        "yeah yep absolutely exactly correct maybe perhaps do does did can could would will should may might must "
        "let let's "
        "happy glad able ready unable pleased delighted keen free easy hard difficult important necessary due want "
        "going trying "
        "looking back nice like used best way reason chance right ability aim goal plan idea order try need reply "
        "subject about"
        " up according thanks feel "
        "have has had is are was were not never more most some any many much such other another action"
    ),
    doubt=re.compile(
        r"\b(?:if|whether|unless|suppose|supposing|imagine|what if|in case|might|perhaps|maybe|would have|could have|"
        r"should have|asked if|(?:don't|do not|didn't|did not|doesn't|does not) (?:think|believe|want|expect|know)"
        r"|not sure|unsure|"
        r"no need|instead of|rather than|used to|wish|hope|how|why|what|which|where|who)\b|\b(?:when|until|once"
        r"|before|after|as soon as|said|says|thought) $"
    ),
    boilerplate=re.compile(
        r"\b(?:any (?:further |more |other )?(?:questions|queries|doubts|concerns)|hesitate|feel free|unsubscribe"
        r"|click (?:here|on|the)|"
        r"in your browser|(?:do not|don't) reply|further (?:assistance|help)|if you (?:need|have) any|if i can help"
        r"|this e-?mail (?:is|and|may)|"
        r"looking forward|look forward|have a (?:nice|good|great|lovely)|take care[.!]?$|bear with|see you|talk to "
        r"you|speak soon|"
        r"thank you for your (?:patience|understanding)|get well|do that$|do it$|give (?:us|me|everyone) (?:an |a "
        r")?(?:quick |brief |short )?(?:update|overview|moment|second|minute|sec)|let me know if (?:you|there"
        r"|anything|i|this|that)|how can (?:i|we) help)\b"
    ),
    opening=re.compile(
        r"(?:(?:so|and|also|but|then|next|first|firstly|second|secondly|third|finally|now|ok|okay|alright|right|great"
        r"|perfect|thanks|"
        r"thank you|lastly|meanwhile|otherwise|yes|yeah|yep|sure|well|oh|absolutely|of course|no problem|fine|good"
        r"|cool|agreed|hi|hello|"
        r"in the meantime|after that|as discussed|as agreed|by the way|for now|once more|again|and then|please|just"
        r"|always|kindly|"
        r"um|uh|hey|got it|sounds good|will do|tomorrow|today|if possible|[a-z]+day)[,!.:]* )*"
        r"(?:(?:if|once|when|after|before|as soon as|by|on|in|for|until|during|at|unless)\b[^,;:]{2,90}, (?:then "
        r"|please |also )?)?"
    ),
    vocative=re.compile(r"(?P<name>[a-z][\w.'-]*(?: [a-z][\w.'-]*)?), (?:so |and |then |please |also )?"),
    question_word=re.compile(
        r"\b(?:when|what|where|who|why|how|which|whose|how much|how many|how long)(?: \w+){0,2} $"
    ),
    tag=re.compile(
        r", ?(?:ok|okay|right|alright|all right|yes|if that's ok(?:ay)?|is that ok(?:ay)?|deal|sound good)\?$"
    ),
    decision=DECISIONS,
    decision_label=re.compile(
        r"(?:(?:key |final )?decisions?(?: \d+| made| taken)?|agreed|resolved|resolution|approved|conclusion"
        r"|outcome) ?(?::|-(?= ))[ \t]*(?=\S)"
    ),
    undecided=re.compile(
        r"\b(?:(?:have|has|had|did|do|does|was|were|is|are|could|can|will|would)(?:n't| not)(?: \w+)? (?:\w+ "
        r")?(?:decided?|agreed?|settled?|concluded?|chosen|choose|approved?|resolved?|come|go|going|been|reach(?:ed)?"
        r"|made|make|opt(?:ed)?|vote|voted|reject(?:ed)?)"
        r"|not (?:yet )?(?:decided|agreed|settled|approved|chosen|going|been)|never (?:\w+ )?(?:decided|agreed"
        r"|approved)|yet to|(?:need|needs|have|has|had|want|wants|ought|try|trying|hope|hoping) to (?:decide|agree"
        r"|settle|choose|approve)"
        r"|(?:should|could|might|may|would|must|can) (?:we |i |they |have )?(?:decide|agree|settle|go with|go for"
        r"|choose|approve|opt|stick|have (?:decided|agreed))"
        r"|if|unless|until|whether|before|once|when|suppose|what if|maybe|perhaps|nearly|almost|hardly|nobody|no one"
        r"|none|nothing|no decision|pending|undecided|how about|why)\b"
    ),
    decided_not=re.compile(r"\b(?:decided|agreed|resolved|opted|chose|voted) (?:not|never|against)\b"),
)
