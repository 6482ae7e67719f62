"""A shared cache between people and the house hands nothing of one to another."""

import pytest

from tests.house.crawl import starts_of, walk


class CachingProxy:
    """Keeps what it may, as RFC 9111 says of a shared cache; twenty lines that trust headers."""

    def __init__(self):
        self.kept, self.hits = {}, 0

    def get(self, client, url):
        for varied, answer in self.kept.get(url, []):
            if all(self.header(client, name) == value for name, value in varied.items()):
                self.hits += 1
                return answer
        answer = client.get(url)
        control = answer.headers.get("Cache-Control", "")
        refused = {"no-store", "private", "no-cache"} & {w.strip() for w in control.split(",")}
        if answer.status_code == 200 and not refused:
            names = [n.strip() for n in answer.headers.get("Vary", "").split(",") if n.strip()]
            varied = {name: self.header(client, name) for name in names}
            self.kept.setdefault(url, []).append((varied, answer))
        return answer

    @staticmethod
    def header(client, name):
        cookie = client.get_cookie("session")
        return cookie.value if name == "Cookie" and cookie else ""


@pytest.mark.parametrize(
    ("first", "second"), [("person", "clerk"), ("officer", "person"), ("admin", "upper")]
)
def test_what_one_saw_is_not_shown_to_the_next(first, second, client_of, doors):
    proxy, urls = CachingProxy(), []
    mine = client_of(first)
    for url, answer, _tree in walk(mine, starts_of(doors, first)):
        urls.append(url)
        proxy.get(mine, url)
        assert answer.status_code != 500
    assert len(urls) > 150
    secret = [f"canary-{first}", doors.house.people[first].name]
    for role in (second, "visitor"):
        client = client_of(role)
        for url in urls:
            hits, answer = proxy.hits, proxy.get(client, url)
            if proxy.hits == hits:
                continue  # made for who asked; what that may show `test_ids` sees to
            text = answer.get_data().decode(errors="replace")
            assert not [each for each in secret if each in text], (role, url)


def test_the_proxy_would_notice(client_of, house):
    """The control: a house that says `public` of a page with a person on it is caught."""

    class Careless:
        status_code, headers = 200, {"Cache-Control": "public, max-age=60"}

        def __init__(self, text):
            self.text = text

    class Client:
        def __init__(self, text):
            self.answer = Careless(text)

        def get(self, _url):
            return self.answer

        def get_cookie(self, _name):
            return None

    proxy = CachingProxy()
    proxy.get(Client("canary-a"), "/me/")
    assert proxy.get(Client("b"), "/me/").text == "canary-a"


@pytest.mark.parametrize("url", ["/me/x.css", "/inbox/x.js", "/me/addresses/x.png", "/admin/x.css"])
def test_a_page_does_not_pose_as_a_picture(client_of, url):
    answer = client_of("admin").get(url)
    assert answer.status_code == 404
