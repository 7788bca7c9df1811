"""English verbs, by what they say about work."""

from frontdesk.ai.local.words import word_set

# What people in an office do for each other.
VERBS = word_set(
    "accept add address adjust advise agree amend analyse analyze answer apply appoint approve arrange ask assemble "
    "assess "
    "assign attach attend audit back backup book brief bring build buy call cancel change charge chase check circulate "
    "clarify clean clear close collect come commission compare compile complete compose conduct configure confirm "
    "consult "
    "contact coordinate copy correct cover create deal decide define delete deliver deploy design determine develop "
    "dial "
    "discuss distribute document double-check download draft draw drop edit email e-mail enter escalate estimate "
    "evaluate "
    "examine explain explore export extend file fill finalise finalize find finish fix follow forward gather "
    "generate get "
    "give hand handle help hire hold identify implement import include inform install interview introduce investigate "
    "invite invoice issue join keep launch lead leave list liaise look mail make mark measure meet merge message "
    "modify monitor "
    "move negotiate notify obtain offer open order own organise organize outline pass pay phone pick ping plan post "
    "prepare "
    "present print process procure produce propose provide publish pull purchase push put raise reach read rebook "
    "recheck "
    "reconcile record redo redraft refund register release remind remove renew reorder repair replace reply report "
    "request "
    "reschedule research resend reserve reset resolve respond restart retrieve return review revise revisit rewrite "
    "ring "
    "run scan schedule secure select send serve set settle share ship show sign simplify sort source speak specify "
    "split "
    "start stop store submit suggest summarise summarize supply support swap switch sync take talk tell test text tidy "
    "track train transfer translate triage try turn type update upgrade upload use validate verify visit walk watch "
    "wire "
    "withdraw work write"
)
# After "please", "I'll", "we need to": everything is something to do, but these.
IDLE = word_set(
    "not never be been have has do don know think see feel hope guess believe remember understand mean like love "
    "want wish "
    "miss stay enjoy accept excuse forgive pardon note find bear hesitate appreciate admit probably always still only "
    "never no yes ok thank thanks welcome assume expect wait say mention repeat stress regret wonder bet become seem "
    "appear need refer disregard ignore beware rest apologise apologize receive can could would will should may "
    "might must "
    "shall continue manage struggle enough"
)
# "Can you hear me?", "I'll start with the first slide": talk about the talk itself, unless a day is named.
SMALL_TALK = word_set(
    "hear see believe imagine tell repeat say guess remember explain wait hold show stop start move keep go come "
    "begin skip "
    "jump pause stay let walk stick step"
)
INSTRUCT = VERBS - word_set("agree accept try keep look start stop come work use find back cover present read leave "
                             "set "
                             "mail book watch list test plan order report record document show text offer "
                             "support")  # fmt: skip
