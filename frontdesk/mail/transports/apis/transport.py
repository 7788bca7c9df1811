"""Mail by a provider's API."""

from collections.abc import Iterable

import requests
from anymail import exceptions as anymail
from anymail.message import AnymailMessage, AnymailStatus

from frontdesk.mail.transports.apis.failures import Answered, meaning
from frontdesk.mail.transports.apis.parts import Parts, take_apart
from frontdesk.mail.transports.apis.services import SERVICES, new_backend
from frontdesk.mail.transports.kinds import KINDS
from frontdesk.mail.transports.ways import Outgoing, ProviderDown, TransportError, Way
from frontdesk.platform import outbound
from frontdesk.platform.outbound.requests_library import AnswerTooLong, Session

CONNECT_SECONDS = 10.0
SECONDS = 60.0
# Before anything was sent.
_NOT_CONNECTED = (
    requests.exceptions.ConnectTimeout,
    requests.exceptions.SSLError,
    requests.exceptions.InvalidURL,
    requests.exceptions.InvalidSchema,
    requests.exceptions.MissingSchema,
)


class ApiTransport:
    """Not for two threads at once."""

    def __init__(self, way: Way) -> None:
        self.name = way.kind
        self._way = way
        self._title = KINDS[way.kind].title
        self._service = SERVICES[way.kind]
        self._backend = new_backend(way)
        self._backend.session = Session(
            guarded=way.org_id is not None, connect_seconds=CONNECT_SECONDS, seconds=SECONDS
        )

    def close(self) -> None:
        self._backend.close()

    def send(self, mail: Outgoing) -> str:
        message = self._message(mail, take_apart(mail.mime, recipient=mail.recipient))
        try:
            self._backend.send_messages([message])
        except Exception as error:
            raise self._failure(error) from error
        return self._accepted(message.anymail_status)

    def check(self) -> None:
        """Asks for a mail without sender, recipient and text, which no provider takes: what it says first is whether
        the key will do. Raises ProviderDown and TransportError."""
        example = AnymailMessage("", "", "check@example.com", ["check@example.com"])
        try:
            asked = self._backend.build_message_payload(example, {}).get_request_params(self._backend.api_url)
            answer = self._session.request(
                **{**asked, "files": None, "data": _nothing(self._way, as_form=self.name == "mailgun")}
            )
        except Exception as error:
            raise self._failure(error) from error
        found = meaning(self._answered(answer))
        if self.name == "mailgun" and answer.status_code == 404 and not self._way.text("sender_domain"):
            return  # the key is good; which domain sends is said by each mail
        if isinstance(found, ProviderDown) or (isinstance(found, TransportError) and not found.permanent):
            raise found

    @property
    def _session(self) -> requests.Session:
        session = self._backend.session
        if not isinstance(session, requests.Session):
            raise RuntimeError("The transport is closed.")
        return session

    def _message(self, mail: Outgoing, parts: Parts) -> AnymailMessage:
        service = self._service
        message = AnymailMessage(
            subject=parts.subject,
            body=parts.text if parts.text is not None or parts.html is None else "",
            from_email=parts.sender or mail.sender,
            to=[parts.recipient],
            reply_to=parts.reply_to[:1],
            headers=self._headers(parts.headers),
            attachments=[*parts.attachments, *(parts.inline if service.inline else _as_files(parts.inline))],
        )
        if parts.html is not None:
            message.attach_alternative(parts.html, "text/html")
        if service.metadata:
            known = {"message_id": mail.message_id, "organization_id": mail.org_id}
            message.metadata = {name: str(value) for name, value in known.items() if value}
        if service.tags and mail.category:
            message.tags = [mail.category]
        if service.tracking:  # we have our own
            message.track_opens = message.track_clicks = False
        if service.options:
            message.esp_extra = dict(service.options(self._way, mail.category))
        return message

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        taken = {name: value for name, value in headers.items() if self._service.takes(self._way, name.lower())}
        return {**taken, **(self._service.adds or {})}

    def _accepted(self, status: AnymailStatus) -> str:
        response = status.esp_response
        if isinstance(response, requests.Response) and response.status_code >= 400:
            raise meaning(self._answered(response))
        if status.status == {"failed"}:
            raise TransportError(f"{self._title} could not take the mail for now.", permanent=False)
        ids = status.message_id
        found = next(iter(ids), None) if isinstance(ids, set) else ids
        return str(found or "")[:255]

    def _failure(self, error: Exception) -> Exception:
        if isinstance(error, TransportError | ProviderDown):
            return error
        if isinstance(error, outbound.OutboundRefused | outbound.OutboundFailed):
            return ProviderDown(f"{self._title} cannot be reached: {error.detail}")
        if isinstance(error, UnicodeError | requests.exceptions.InvalidHeader):
            return ProviderDown(f"The key for {self._title} holds what no key holds. Set it again.")
        if isinstance(error, anymail.AnymailRecipientsRefused):
            return TransportError(f"{self._title} refuses this recipient: {self._said(error)}", permanent=True)
        response = getattr(error, "response", None)
        if isinstance(response, requests.Response) and not isinstance(error, AnswerTooLong | requests.ConnectionError):
            if response.status_code < 300 and self.name != "postal":
                return self._unclear(response)
            return meaning(self._answered(response))
        if isinstance(error, requests.RequestException):
            return self._unanswered(error)
        if isinstance(error, anymail.AnymailError):
            # It cannot be said to this provider: an address, an attachment without a name …
            return TransportError(f"{self._title}: {self._redacted(str(error).splitlines()[0])}", permanent=True)
        if isinstance(error, LookupError | TypeError | AttributeError):
            # An answer of another shape than anymail knows: what it meant, nobody can say.
            words = f"{self._title} answered what was not expected ({type(error).__name__})."
            return TransportError(words, permanent=False, in_doubt=True)
        return error

    def _unclear(self, response: requests.Response) -> Exception:
        """A success that is none."""
        words = self._answered(response).words
        if "<html" in response.text[:1000].lower() or "Magnificent API" in response.text[:1000]:
            return ProviderDown(f"{words} answers with a web page. Check the API address.")
        return TransportError(f"{words}. It is not the answer that was expected.", permanent=False, in_doubt=True)

    def _unanswered(self, error: requests.RequestException) -> Exception:
        causes = list(_causes(error))
        if any(isinstance(each, _NOT_CONNECTED) for each in causes) or any(
            type(each).__name__ in {"NewConnectionError", "NameResolutionError"} for each in causes
        ):
            kind = next((type(each).__name__ for each in causes if isinstance(each, _NOT_CONNECTED)), "no connection")
            return ProviderDown(f"{self._title} cannot be reached ({kind}). Check the API address.")
        return TransportError(f"{self._title} did not answer in time, or broke off.", permanent=False, in_doubt=True)

    def _said(self, error: anymail.AnymailError) -> str:
        response = error.response
        return self._answered(response).words if isinstance(response, requests.Response) else "no reason"

    def _answered(self, response: requests.Response) -> Answered:
        return Answered(self._title, response.status_code, response.headers, self._redacted(response.text[:20_000]))

    def _redacted(self, text: str) -> str:
        """No answer gets to show a key, were it to repeat what it was asked."""
        for secret in self._way.secrets.values():
            text = text.replace(secret, "[secret]") if secret else text
        return text


def _as_files(parts: Iterable[object]) -> list[object]:
    for part in parts:
        part.replace_header("Content-Disposition", str(part["Content-Disposition"]).replace("inline", "attachment", 1))  # type: ignore[attr-defined, index]
    return list(parts)


def _nothing(way: Way, *, as_form: bool) -> bytes | None:
    if way.kind == "mandrill":  # its key is in the body
        return b'{"key": "%b", "message": {}}' % way.secrets.get("api_key", "").encode()
    return None if as_form else b"{}"


def _causes(error: BaseException) -> Iterable[BaseException]:
    """The error, what it came from, and what urllib3 put into their arguments."""
    left: list[object] = [error]
    seen: set[int] = set()
    while left:
        each = left.pop()
        if isinstance(each, BaseException) and id(each) not in seen:
            seen.add(id(each))
            yield each
            left += [each.__cause__, each.__context__, getattr(each, "reason", None), *each.args]
