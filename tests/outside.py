"""The outside world as real servers on this machine: one takes mail, one takes short messages."""

import json
import socketserver
import threading
import time
from contextlib import contextmanager
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks enough SMTP for smtplib; `answers` maps a verb to another answer, `slow` waits."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), MailSession)
        self.letters, self.logins, self.verbs = [], [], []
        self.answers, self.offers, self.tls, self.slow = {}, [], None, 0

    @property
    def port(self):
        return self.server_address[1]

    def handle_error(self, request, client_address):
        """A client that hangs up in the middle is part of the play."""


class MailSession(socketserver.StreamRequestHandler):
    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self):
        time.sleep(self.server.slow)
        self.say(self.server.answers.get("HELLO", "220 mail.test ready"))
        while line := self.rfile.readline():
            words = line.decode().strip()
            verb = words.split(" ", 1)[0].upper()
            self.server.verbs.append(verb)
            if verb in self.server.answers:
                self.say(self.server.answers[verb])
            elif verb == "EHLO":
                offers = ["mail.test", "8BITMIME", *self.server.offers]
                for offer in offers[:-1]:
                    self.say(f"250-{offer}")
                self.say(f"250 {offers[-1]}")
            elif verb == "STARTTLS":
                self.say("220 go on")
                self.request = self.server.tls.wrap_socket(self.request, server_side=True)
                self.setup()
            elif verb == "AUTH":
                self.server.logins.append(words)
                self.say("235 welcome")
            elif verb == "DATA":
                self.say("354 end with a dot")
                self.take_letter()
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def finish(self):
        super().finish()
        self.request.close()  # after STARTTLS this is another socket than the server knows

    def take_letter(self):
        lines = []
        while (line := self.rfile.readline()) not in {b".\r\n", b""}:
            lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
        self.server.letters.append(message_from_bytes(b"".join(lines), policy=policy.default))
        self.say(self.server.answers.get("STORED", "250 stored"))


class SmsServer(ThreadingHTTPServer):
    """A provider: keeps what it was sent, answers `status`."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), SmsSession)
        self.messages, self.tokens, self.paths, self.status = [], [], [], 200

    @property
    def port(self):
        return self.server_address[1]


class SmsSession(BaseHTTPRequestHandler):
    def do_POST(self):
        size = int(self.headers["Content-Length"])
        self.server.messages.append(json.loads(self.rfile.read(size)))
        self.server.tokens.append(self.headers["Authorization"])
        self.server.paths.append(self.path)
        self.send_response(self.server.status)
        self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args):
        """Keep the test's output clean."""


@contextmanager
def serving(server):
    """Run the server in a thread until the block ends."""
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
