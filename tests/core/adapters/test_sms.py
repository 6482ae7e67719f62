"""What every way out for short messages must do, asked of each of them."""

import pytest
from structlog.testing import capture_logs

from core.adapters import sms_from
from core.ports import Undeliverable


@pytest.fixture(params=["log", "http"])
def way_out(request):
    if request.param == "log":
        return sms_from("log:")
    server = request.getfixturevalue("sms_server")
    return sms_from(f"http://t%3Aken@127.0.0.1:{server.port}/send?sign=1")


class TestSms:
    def test_a_message_goes_out(self, way_out):
        way_out.send("+8613800000000", "验证码 123456", message_id="sms-7")

    def test_says_whether_it_reaches_people(self, way_out):
        assert way_out.reaches is (type(way_out).__name__ == "HttpSms")


def test_the_log_holds_the_code():
    with capture_logs() as lines:
        sms_from("log:").send("+8613800000000", "验证码 123456", message_id="sms-7")
    assert lines[0]["text"] == "验证码 123456"


def test_without_a_provider_nothing_is_sent():
    none = sms_from("none:")
    assert none.reaches is False
    with pytest.raises(Undeliverable):
        none.send("+8613800000000", "x", message_id="sms-7")


def test_the_provider_gets_it_all(sms_server):
    out = sms_from(f"http://t%3Aken@127.0.0.1:{sms_server.port}/send?sign=1")
    out.send("+8613800000000", "验证码 123456", message_id="sms-7")
    assert sms_server.messages == [{"to": "+8613800000000", "text": "验证码 123456", "id": "sms-7"}]
    assert sms_server.tokens == ["Bearer t:ken"]
    assert sms_server.paths == ["/send?sign=1"]


@pytest.mark.parametrize("status", [400, 410, 422])
def test_a_final_no_is_undeliverable(sms_server, status):
    sms_server.status = status
    with pytest.raises(Undeliverable):
        sms_from(f"http://127.0.0.1:{sms_server.port}/").send("1", "x", message_id="a")


@pytest.mark.parametrize("status", [302, 401, 403, 404, 408, 429, 500, 503])
def test_a_no_for_now_may_be_tried_again(sms_server, status):
    sms_server.status = status
    with pytest.raises(OSError, match=str(status)):
        sms_from(f"http://127.0.0.1:{sms_server.port}/").send("1", "x", message_id="a")
    assert len(sms_server.messages) == 1


def test_a_provider_that_is_gone_may_be_tried_again():
    with pytest.raises(OSError, match="refused"):
        sms_from("http://127.0.0.1:9/").send("1", "x", message_id="a")


def test_a_provider_that_speaks_nonsense_may_be_tried_again(mail_server):
    with pytest.raises(OSError, match="provider"):
        sms_from(f"http://127.0.0.1:{mail_server.port}/").send("1", "x", message_id="a")


@pytest.mark.parametrize("url", ["", "log", "https://", "http://sms.example.test/", "ftp://x"])
def test_other_addresses_are_refused(url):
    with pytest.raises(ValueError, match="SMS_URL"):
        sms_from(url)
