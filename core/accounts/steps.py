"""What takes several transactions: a try is counted and stored before the slow look at it."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from core.accounts import codes, passwords, queries, rules, second_factor, sessions, throttles
from core.accounts.models import Code, CodePurpose, Person
from core.db import writing
from core.errors import Refused, refuse_if
from core.words import _


class Entered(NamedTuple):
    """Somebody who has just come in, and the token of their session."""

    person: Person
    token: str


class Awaited(NamedTuple):
    """Somebody whose password was right, and the handle under which a code is still asked for."""

    person: Person
    handle: str


def sign_in(
    who: str, password: str, *, source: str, user_agent: str, at: datetime
) -> Entered | Awaited:
    """Begin a session for whoever this is, or wait for the second step where that is on.

    Raise `Refused` in the same words for a wrong password and for nobody, TooMany when throttled.
    """
    person = find_by_what_was_typed(who)
    known = person.password_hash if person else None
    account = account_of(who)
    count_password_try(account, source=source, at=at)
    if not passwords.matches(password, known) or person is None or known is None:
        raise Refused(_("手机号（邮箱）或密码不对"))
    better = passwords.renewed(password, known)
    with writing():
        queries.lock_person(person)  # no session outlives a password that is changed just now
        refuse_if(
            rules.why_not_sign_in(
                disabled=person.disabled_at is not None, closed=person.closed_at is not None
            )
        )
        if person.password_hash != known:  # it was changed while we looked
            raise Refused(_("手机号（邮箱）或密码不对"))
        if better:
            person.password_hash = better
        throttles.clear(rules.ACCOUNT, account)
        return let_in(person, user_agent=user_agent, at=at)


def let_in(person: Person, *, user_agent: str, at: datetime) -> Entered | Awaited:
    """Begin a session inside the open `writing()`, or note that only the code is still wanting.

    Every way into an account that was there before, by a password or with a new one, ends here.
    """
    if second_factor.is_on(person.id):
        return Awaited(person, codes.make_waiting(person.id, at=at))
    return Entered(person, sessions.start(person, user_agent=user_agent, at=at))


def finish_sign_in(
    handle: str, typed: str, *, source: str, user_agent: str, at: datetime
) -> Entered:
    """Begin a session for whom this handle waits, by a code from their phone or on paper.

    Raise `Refused` for a wrong or used code, TooMany when throttled.
    """
    waiting = codes.find_live(handle, CodePurpose.SIGN_IN, at=at)
    if waiting is None or waiting.person_id is None:
        raise Refused(_("这一步过期了，请重新登录"))
    person_id = waiting.person_id
    with writing():
        # Whoever comes in spends this row first and forgets the tries last: so does this.
        left = codes.count_code_try(handle, CodePurpose.SIGN_IN, at=at)
        count_second_try(person_id, source=source, at=at)
    if left is None:
        raise Refused(_("试得太多次了，请重新登录"))
    proof = second_factor.look_at(person_id, typed, at=at)
    if proof is None and left.tries >= rules.MOST_TRIES:
        with writing():
            second_factor.tell_of_tries(person_id, at=at)
    proof = right(proof)
    with writing():
        person = queries.get_person(person_id)
        queries.lock_person(person)  # no session outlives a password that is changed just now
        refuse_if(
            rules.why_not_sign_in(
                disabled=person.disabled_at is not None, closed=person.closed_at is not None
            )
        )
        codes.use(waiting, at=at)
        second_factor.spend(proof, at=at)
        token = sessions.start(person, user_agent=user_agent, at=at)
        second_factor.forget_tries(person_id)
        return Entered(person, token)


def check_second(person_id: int, typed: str, *, source: str, at: datetime) -> second_factor.Proof:
    """Try a code of somebody who is signed in; return what it proves. Raise as above."""
    with writing():
        count_second_try(person_id, source=source, at=at)
    return right(second_factor.look_at(person_id, typed, at=at))


def count_second_try(person_id: int, *, source: str, at: datetime) -> None:
    """Count a try of this person's codes inside the open `writing()`; raise TooMany."""
    throttles.count_try(rules.SOURCE, source, at=at)
    throttles.count_try(rules.SECOND, f"person:{person_id}", at=at)


def right(proof: second_factor.Proof | None) -> second_factor.Proof:
    """Return what a code proves, before the transaction that uses it up; raise `Refused`."""
    if proof is None:
        raise Refused(_("验证码不对，请看手机上现在显示的六位数"), field="code")
    return proof


def find_by_what_was_typed(who: str) -> Person | None:
    """Return whose number or mail address this is, however it was written."""
    try:
        return queries.find_by_address(rules.normal_address(who))
    except ValueError:
        return None


def account_of(who: str) -> str:
    """Return for whom tries are counted; nobody's are counted alike, however it was written."""
    try:
        address = rules.normal_address(who)
    except ValueError:
        return f"nobody:{who.strip().lower()}"
    person = queries.find_by_address(address)
    return f"person:{person.id}" if person else f"nobody:{address}"


def count_password_try(account: str, *, source: str, at: datetime) -> None:
    """Count and store a try of this account's password; raise TooMany."""
    with writing():
        throttles.count_try(rules.SOURCE, source, at=at)
        throttles.count_try(rules.ACCOUNT, account, at=at)
        throttles.count_try(rules.EVERYBODY, "", at=at)


def check_password(person: Person, password: str, *, source: str, at: datetime) -> None:
    """Ask somebody who is signed in once more; raise `Refused` or TooMany."""
    known = person.password_hash
    count_password_try(f"person:{person.id}", source=source, at=at)
    if not passwords.matches(password, known):
        raise Refused(_("密码不对"), field="password")
    with writing():
        throttles.clear(rules.ACCOUNT, f"person:{person.id}")


def check_code(handle: str, secret: str, *purposes: CodePurpose, source: str, at: datetime) -> Code:
    """Try a typed code; return it when it is right. Raise `Refused` or TooMany."""
    with writing():
        throttles.count_try(rules.CODES, source, at=at)
        code = codes.count_code_try(handle, *purposes, at=at)
    if code is None or not codes.is_right(code, rules.normal_code(secret)):
        raise Refused(_("验证码不对，或已过期、试得太多次。可以再要一个"), field="code")
    return code


def check_waiting_password(code: Code, password: str, *, source: str, at: datetime) -> None:
    """Ask whoever opened a registration's link for the password they chose; raise `Refused`."""
    known = code.password_hash
    count_password_try(f"code:{code.id}", source=source, at=at)
    if not passwords.matches(password, known):
        raise Refused(_("密码不对，请填您注册时设的密码"), field="password")


def refuse_easy(password: str, *, about: Iterable[str | None]) -> None:
    """Refuse a password that is guessed first by whoever knows the person."""
    refuse_if(rules.why_not_password(password, about=about), field="password")


def refuse_unreachable(address: str, *, by_sms: bool) -> None:
    """Refuse a number where nobody can send a code to it: then it is changed face to face."""
    if not by_sms and not rules.is_email(address):
        raise Refused(_("改手机号请带上手机到支部办公室办"), field="address")
