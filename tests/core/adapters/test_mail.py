"""What every way out for mail must do, asked of each of them."""

import ipaddress
import smtplib
import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from structlog.testing import capture_logs

from core.adapters import mail, mail_from
from core.ports import Letter, Undeliverable

SENDER = "兴村 <xingcun@village.test>"
FORGED = ["a@b.test\r\nBcc: x@y.test", "a@b.test\nX: y", "a@b.test, c@d.test", "", "李明", "@b.c"]


def letter(**kw):
    return Letter(
        **{
            "to": "li.ming@example.test",
            "subject": "您的验证码",
            "text": "李明，您好：\n\n.第一行以点开头\n链接 https://village.test/reset/abc?x=1\n",
            "message_id": "<notice-7@village.test>",
            **kw,
        }
    )


@pytest.fixture(params=["log", "smtp"])
def way_out(request):
    if request.param == "log":
        return mail_from("log:", SENDER)
    server = request.getfixturevalue("mail_server")
    return mail_from(f"smtp://127.0.0.1:{server.port}", SENDER)


class TestMail:
    def test_a_letter_goes_out(self, way_out):
        way_out.send(letter())

    @pytest.mark.parametrize("to", FORGED)
    def test_a_forged_address_never_goes_out(self, way_out, to):
        with pytest.raises(Undeliverable):
            way_out.send(letter(to=to))

    def test_a_forged_subject_never_goes_out(self, way_out):
        with pytest.raises(Undeliverable):
            way_out.send(letter(subject="你好\r\nBcc: x@y.test"))

    def test_a_forged_id_never_goes_out(self, way_out):
        with pytest.raises(Undeliverable):
            way_out.send(letter(message_id="<a@b>\r\nBcc: x@y.test"))


def test_the_log_holds_the_link():
    with capture_logs() as lines:
        mail_from("log:", SENDER).send(letter())
    assert lines[0]["to"] == "li.ming@example.test"
    assert "https://village.test/reset/abc?x=1" in lines[0]["text"]


def test_the_letter_arrives_as_it_was_written(mail_server):
    mail_from(f"smtp://127.0.0.1:{mail_server.port}", SENDER).send(letter())
    (arrived,) = mail_server.letters
    assert arrived["To"] == "li.ming@example.test"
    assert arrived["From"] == SENDER
    assert arrived["Subject"] == "您的验证码"
    assert arrived["Message-ID"] == "<notice-7@village.test>"
    assert arrived["Auto-Submitted"] == "auto-generated"
    assert arrived["Bcc"] is None
    assert arrived.get_content().replace("\r\n", "\n") == letter().text


def test_sent_again_it_bears_the_same_id(mail_server):
    out = mail_from(f"smtp://127.0.0.1:{mail_server.port}", SENDER)
    out.send(letter())
    out.send(letter())
    assert {each["Message-ID"] for each in mail_server.letters} == {"<notice-7@village.test>"}


def test_an_account_signs_in(mail_server):
    mail_server.offers = ["AUTH PLAIN"]
    out = mail_from(f"smtp://li%40x:p%3Ass@127.0.0.1:{mail_server.port}", SENDER)
    out.send(letter())
    assert len(mail_server.logins) == 1
    assert len(mail_server.letters) == 1


@pytest.mark.parametrize(
    ("verb", "answer"),
    [("RCPT", "550 no such person"), ("STORED", "554 spam"), ("RCPT", "553 bad address")],
)
def test_a_final_no_is_undeliverable(mail_server, verb, answer):
    mail_server.answers[verb] = answer
    with pytest.raises(Undeliverable):
        mail_from(f"smtp://127.0.0.1:{mail_server.port}", SENDER).send(letter())


@pytest.mark.parametrize(
    ("verb", "answer"),
    [
        ("RCPT", "450 box is busy"),
        ("STORED", "451 try later"),
        ("MAIL", "550 who are you"),
        ("HELLO", "554 closed today"),
        ("HELLO", "421 too many"),
    ],
)
def test_a_no_for_now_may_be_tried_again(mail_server, verb, answer):
    mail_server.answers[verb] = answer
    with pytest.raises(OSError):  # noqa: PT011 - any OSError says: later
        mail_from(f"smtp://127.0.0.1:{mail_server.port}", SENDER).send(letter())


def test_a_wrong_password_is_our_trouble_not_the_letters(mail_server):
    mail_server.offers = ["AUTH PLAIN"]
    mail_server.answers["AUTH"] = "535 wrong"
    with pytest.raises(smtplib.SMTPAuthenticationError):
        mail_from(f"smtp://li:x@127.0.0.1:{mail_server.port}", SENDER).send(letter())


def test_a_server_that_is_gone_may_be_tried_again():
    with pytest.raises(OSError, match="refused"):
        mail_from("smtp://127.0.0.1:9", SENDER).send(letter())


def test_a_server_that_says_nothing_is_not_waited_for_long(mail_server, monkeypatch):
    monkeypatch.setattr(mail, "PATIENCE", 0.2)
    mail_server.slow = 1
    with pytest.raises(OSError, match="timed out"):
        mail_from(f"smtp://127.0.0.1:{mail_server.port}", SENDER).send(letter())


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """A server's certificate that this process trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(here, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "mail.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(pem)
    return context


def test_a_line_is_encrypted_where_the_server_can(mail_server, certificate):
    mail_server.tls, mail_server.offers = certificate, ["STARTTLS", "AUTH PLAIN"]
    mail_from(f"smtp://li:x@127.0.0.1:{mail_server.port}", SENDER).send(letter())
    assert mail_server.verbs.index("STARTTLS") < mail_server.verbs.index("AUTH")
    assert len(mail_server.letters) == 1


def test_smtps_is_encrypted_from_the_first_byte(mail_server, certificate):
    mail_server.socket = certificate.wrap_socket(mail_server.socket, server_side=True)
    mail_from(f"smtps://127.0.0.1:{mail_server.port}", SENDER).send(letter())
    assert len(mail_server.letters) == 1


def test_an_unknown_certificate_gets_no_letter(mail_server, certificate, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    mail_server.tls, mail_server.offers = certificate, ["STARTTLS"]
    with pytest.raises(OSError, match="certificate"):
        mail_from(f"smtp://127.0.0.1:{mail_server.port}", SENDER).send(letter())
    assert mail_server.letters == []


def test_a_password_never_travels_in_the_clear(mail_server, monkeypatch):
    mail_server.offers = ["AUTH PLAIN"]
    monkeypatch.setattr(mail, "LOOPBACK", set())  # as if the server stood elsewhere
    with pytest.raises(OSError, match="encryption"):
        mail_from(f"smtp://li:x@127.0.0.1:{mail_server.port}", SENDER).send(letter())
    assert mail_server.logins == []


@pytest.mark.parametrize("url", ["", "log", "smtp://", "http://x", "sendmail:"])
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match="MAIL_URL"):
        mail_from(url, SENDER)
