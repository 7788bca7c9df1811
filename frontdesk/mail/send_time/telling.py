"""Send times in words."""

from frontdesk.mail.send_time.beliefs import Basis
from frontdesk.mail.send_time.predicting import Prediction


def tell(found: Prediction) -> str:
    """For the history of a mail, and for whoever asks."""
    return f"{found.hour:02}:00 ({found.timezone}) is expected to be best: {tell_basis(found.basis, found.opens)}."


def tell_basis(basis: Basis, opens: int) -> str:
    mails = "1 mail" if opens == 1 else f"{opens} mails"
    if basis is Basis.RECIPIENT:
        return f"this recipient opened {mails}, which count together with what your organization's readers do"
    if basis is Basis.ORGANIZATION:
        return f"your organization's readers opened {mails} lately"
    if basis is Basis.PLATFORM:
        return "too few of your mails were opened yet, so it is when readers of this platform open theirs"
    return "nothing is known of your readers yet, so it goes by common office hours"
