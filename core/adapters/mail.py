"""Mail: a line in the log, or a letter handed to a mail server."""

import smtplib
import ssl
from email.message import EmailMessage
from email.utils import formatdate
from urllib.parse import SplitResult, unquote, urlsplit

import structlog

from core.ports import Letter, Mail, Undeliverable

PATIENCE = 10  # seconds
FOREVER = 500  # from here on a mail server's no is final
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
log = structlog.get_logger(__name__)


def mail_from(url: str, sender: str) -> Mail:
    """Return the way out at `log:`, `smtp://user:password@host:587` or `smtps://…`."""
    if url == "log:":
        return LogMail()
    parts = urlsplit(url)
    if parts.scheme in {"smtp", "smtps"} and parts.hostname:
        return SmtpMail(parts, sender)
    raise ValueError("MAIL_URL is log:, smtp://user:password@host:587 or smtps://…")


class LogMail:
    """Writes the whole letter to the log, so that a developer can follow a link in it.

    Settings refuse it in production: a log is no place for people's letters.
    """

    def send(self, letter: Letter) -> None:
        written(letter, "xingcun@localhost")
        log.info(
            "mail", to=letter.to, subject=letter.subject, text=letter.text, id=letter.message_id
        )


class SmtpMail:
    """Hands each letter to a mail server, encrypted wherever the server can."""

    def __init__(self, parts: SplitResult, sender: str) -> None:
        self.host = parts.hostname or ""
        self.tls = parts.scheme == "smtps"
        self.port = parts.port or (465 if self.tls else 587)
        self.user = unquote(parts.username or "")
        self.password = unquote(parts.password or "")
        self.sender = sender

    def send(self, letter: Letter) -> None:
        message = written(letter, self.sender)
        try:
            with self.connected() as server:
                server.send_message(message)
        except smtplib.SMTPRecipientsRefused as refused:
            code = max(code for code, _answer in refused.recipients.values())
            if code >= FOREVER:
                raise Undeliverable(f"mail server: {code}") from refused
            raise
        except smtplib.SMTPDataError as refused:
            if refused.smtp_code >= FOREVER:
                raise Undeliverable(f"mail server: {refused.smtp_code}") from refused
            raise
        except (smtplib.SMTPNotSupportedError, UnicodeError) as error:
            raise Undeliverable("mail server: the address cannot be written there") from error

    def connected(self) -> smtplib.SMTP:
        """Return an open line, signed in where an account is given; raise OSError."""
        if self.tls:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=PATIENCE, context=ssl.create_default_context()
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=PATIENCE)
        try:
            server.ehlo_or_helo_if_needed()
            if not self.tls and server.has_extn("starttls"):
                server.starttls(context=ssl.create_default_context())
                server.ehlo()
            self.sign_in(server)
        except BaseException:
            server.close()
            raise
        return server

    def sign_in(self, server: smtplib.SMTP) -> None:
        """Give the password, but never in the clear to another machine."""
        if not self.user:
            return
        if not isinstance(server.sock, ssl.SSLSocket) and self.host not in LOOPBACK:
            raise OSError("the mail server offers no encryption for the password")
        server.login(self.user, self.password)


def written(letter: Letter, sender: str) -> EmailMessage:
    """Return the letter as mail; raise Undeliverable where a line break would forge a header."""
    message = EmailMessage()
    try:
        message["From"] = sender
        message["To"] = letter.to
        message["Subject"] = letter.subject
        message["Message-ID"] = letter.message_id
        message["Date"] = formatdate()
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.text)
    except (ValueError, UnicodeError) as error:
        raise Undeliverable("not an address or a subject") from error
    addresses = message["To"].addresses
    if len(addresses) != 1 or not addresses[0].domain or not addresses[0].username:
        raise Undeliverable("not one address")
    return message
