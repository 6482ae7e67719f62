"""The second step of signing in: switched on, tried, used once, switched off."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

import structlog
from sqlalchemy import delete, func, insert, select, update

from core.access import SYSTEM, Actor
from core.accounts import codes, passwords, queries, rules, sessions, throttles, totp
from core.accounts.models import BackupCode, CodePurpose, Person, SecondFactor
from core.accounts.telling import tell
from core.clock import now
from core.db import aside, db
from core.errors import Refused, refuse_if
from core.history.operations import record
from core.house import HOUSE
from core.sealing import operations as sealing
from core.sealing import queries as seals
from core.sealing.models import Safe
from core.sealing.rules import Broken, Shredded
from core.words import _

FIELD = "secret"
log = structlog.get_logger(__name__)


class Proof(NamedTuple):
    """A right code that is not used up yet: of a step of time, or one on paper."""

    person_id: int
    made_at: datetime  # of the secret that was looked at
    step: int | None = None
    on_paper: str | None = None  # its hash: a number may be used again by another row


def why_not_prepare() -> str | None:
    """Say why nobody can switch it on in this house, or None."""
    return rules.why_not_second_factor(demo=HOUSE.settings.demo, sealable=bool(HOUSE.keys.current))


def find(person_id: int) -> SecondFactor | None:
    """Return what the person has set up, on or not yet, or None."""
    return db.session.get(SecondFactor, person_id)


def is_on(person_id: int) -> bool:
    """Tell whether the person is asked for a code after the password."""
    on = select(SecondFactor.person_id).where(SecondFactor.on_at.is_not(None))
    return db.session.scalar(on.where(SecondFactor.person_id == person_id)) is not None


def is_advised(person_id: int) -> bool:
    """Tell whether somebody who sees what is confidential should still be told to switch it on."""
    return why_not_prepare() is None and not is_on(person_id)


def count_left(person_id: int) -> int:
    """Return how many codes on paper can still be used."""
    mine = select(func.count(BackupCode.id)).where(BackupCode.person_id == person_id)
    return db.session.scalar(mine.where(BackupCode.used_at.is_(None))) or 0


def prepare(person: Person, *, at: datetime) -> str:
    """Make a new secret for the person's phone, and return it; nothing is asked for yet.

    Raise `Refused` where the house cannot, or it is on already.
    """
    refuse_if(why_not_prepare())
    queries.lock_person(person)
    factor, secret = find(person.id), totp.new_secret().encode()
    if factor is not None:
        refuse_if(_why_not_on(factor))
        try:
            sealing.put(_safe_of(factor), {FIELD: secret})
        except (Broken, LookupError):  # what was never finished is no loss
            forget(person.id, at=at)
            factor = None
        else:
            factor.made_at, factor.last_step = at, 0
    if factor is None:
        safe = sealing.make_safe(at=at, ref=f"{_of(person.id)}{secrets.token_hex(8)}")
        sealing.put(safe, {FIELD: secret})
        db.session.add(SecondFactor(person_id=person.id, safe_id=safe.id, made_at=at, last_step=0))
        db.session.flush()
    return secret.decode()


def look_at(person_id: int, typed: str, *, at: datetime) -> Proof | None:
    """Return what the code proves, outside any transaction; None when it is wrong.

    Codes on paper are hashed slowly. Whoever calls this has counted the try.
    """
    factor, digits = find(person_id), rules.normal_code(typed)
    if factor is None:
        return None
    if len(digits) == totp.PAPER_DIGITS:
        row = _on_paper(person_id, int(digits[0]))
        if not passwords.matches(digits, row.code_hash if row else None) or row is None:
            return None
        return Proof(person_id, factor.made_at, on_paper=row.code_hash)
    step = totp.find_step(secret_of(factor), digits, at=at)
    return None if step is None else Proof(person_id, factor.made_at, step=step)


def _on_paper(person_id: int, slot: int) -> BackupCode | None:
    unused = select(BackupCode).where(BackupCode.used_at.is_(None), BackupCode.slot == slot)
    return db.session.scalar(unused.where(BackupCode.person_id == person_id))


def spend(proof: Proof, *, at: datetime) -> None:
    """Use the code up inside the open `writing()`; of two at once, or twice, one is refused."""
    person_id = proof.person_id
    if proof.on_paper is None:
        step = _steps_on(proof).where(SecondFactor.on_at.is_not(None))
        spent = codes.changed(step)
    else:
        unused = update(BackupCode).where(
            BackupCode.person_id == person_id,
            BackupCode.code_hash == proof.on_paper,
            BackupCode.used_at.is_(None),
        )
        spent = codes.changed(unused.values(used_at=at))
    if spent != 1:
        raise Refused(_("这个验证码用过了，请等手机上换成下一个再填"), field="code")
    if proof.on_paper is not None:
        person, left = queries.get_person(person_id), str(count_left(person_id))
        by = queries.self_of(person)
        record("use_backup_code", "person", person_id, by=by, at=at, became=left)
        _tell(person_id, "accounts.backup_code_used", at=at, left=left)


def _steps_on(proof: Proof) -> Any:
    """Return the step by which no code of this or an earlier half minute counts any more."""
    return (
        update(SecondFactor)
        .where(
            SecondFactor.person_id == proof.person_id,
            SecondFactor.made_at == proof.made_at,
            SecondFactor.last_step < proof.step,
        )
        .values(last_step=proof.step)
    )


def switch_on(
    person: Person, proof: Proof, hashes: Sequence[str], *, sign_in_id: int, by: Actor, at: datetime
) -> str:
    """Ask for a code from now on; other sessions end, this one has the new token returned."""
    queries.lock_person(person)
    refuse_if(why_not_prepare())
    if proof.step is None:  # there is nothing on paper yet
        raise Refused(_("请填手机上显示的六位数"), field="code")
    step = _steps_on(proof).where(SecondFactor.on_at.is_(None))
    if codes.changed(step.values(on_at=at)) != 1:
        raise Refused(_("第二步验证已经打开了"))
    _put_on_paper(person.id, hashes)
    codes.spend_all(person.id, {CodePurpose.SIGN_IN}, at=at)
    forget_tries(person.id)
    record("second_factor_on", "person", person.id, by=by, at=at)
    _tell(person.id, "accounts.second_factor_on", at=at)
    return _sessions_anew(person.id, sign_in_id, at=at)


def switch_off(person: Person, proof: Proof, *, sign_in_id: int, by: Actor, at: datetime) -> str:
    """Ask for the password alone from now on; other sessions end, as when it was switched on."""
    queries.lock_person(person)
    spend(proof, at=at)
    forget(person.id, at=at)
    record("second_factor_off", "person", person.id, by=by, at=at)
    _tell(person.id, "accounts.second_factor_off", at=at)
    return _sessions_anew(person.id, sign_in_id, at=at)


def take_off(person: Person, *, by: Actor, at: datetime) -> None:
    """Switch it off for somebody who has lost phone and paper, and sign them out everywhere."""
    queries.lock_person(person)
    if not is_on(person.id):
        raise Refused(_("这个账号没有打开第二步验证"))
    forget(person.id, at=at)
    sessions.end_all(person.id)
    record("second_factor_taken_off", "person", person.id, by=by, at=at)
    _tell(person.id, "accounts.second_factor_taken_off", at=at)


def renew_backup_codes(
    person: Person, proof: Proof, hashes: Sequence[str], *, by: Actor, at: datetime
) -> None:
    """Put ten new codes in the place of the old ones, for who shows one: they open as much."""
    queries.lock_person(person)
    if not is_on(person.id):
        raise Refused(_("请先打开第二步验证"))
    spend(proof, at=at)
    _put_on_paper(person.id, hashes)
    record("make_backup_codes", "person", person.id, by=by, at=at)
    _tell(person.id, "accounts.backup_codes_made", at=at)


def forget(person_id: int, *, at: datetime) -> None:
    """Throw away secret and codes; nobody waits for the second step any more."""
    factor = find(person_id)
    if factor is None:
        return
    safe = db.session.get_one(Safe, factor.safe_id)
    db.session.execute(delete(BackupCode).where(BackupCode.person_id == person_id))
    db.session.delete(factor)
    db.session.flush()
    sealing.shred(safe, at=at)
    codes.spend_all(person_id, {CodePurpose.SIGN_IN}, at=at)
    forget_tries(person_id)


def forget_tries(person_id: int) -> None:
    """Count the tries of this person's codes anew: somebody has shown who they are.

    It comes after what waits was spent: who counts a try takes the rows in the same order.
    """
    throttles.clear(rules.SECOND, f"person:{person_id}")


def tell_of_tries(person_id: int, *, at: datetime) -> None:
    """Say that somebody had the password and no code: it may be known to another."""
    _tell(person_id, "accounts.second_factor_tried", at=at)


def list_facts(person_id: int) -> Sequence[Mapping[str, Any]]:
    """Return for the person's copy that it is on; the secret stays where it is."""
    factor = find(person_id)
    if factor is None or factor.on_at is None:
        return []
    return [{"on_since": factor.on_at, "backup_codes_left": count_left(person_id)}]


def secret_of(factor: SecondFactor) -> str:
    """Return the secret; raise `Refused` where it was tampered with or its key is away."""
    try:
        return seals.read(_safe_of(factor), [FIELD])[FIELD].decode()
    except Broken:
        _write_down(factor.person_id)
    except (Shredded, LookupError) as error:
        log.warning("second_factor_shut", person=factor.person_id, error=type(error).__name__)
    raise Refused(_("手机验证码现在验不了，请用备用码，再告诉网站管理员"), field="code")


def _write_down(person_id: int) -> None:
    """Note that somebody has tampered with it, whatever becomes of this transaction."""
    log.error("broken_seal", person=person_id)
    aside(partial(record, "broken_seal", "person", person_id, by=SYSTEM, at=now()))


def _safe_of(factor: SecondFactor) -> Safe:
    """Return the safe that was made for this person; raise Broken where another stands there."""
    safe = db.session.get_one(Safe, factor.safe_id)
    if not safe.ref.startswith(_of(factor.person_id)):
        raise Broken
    return safe


def _of(person_id: int) -> str:
    return f"totp-{person_id}-"


def _why_not_on(factor: SecondFactor) -> str | None:
    return _("第二步验证已经打开了") if factor.on_at is not None else None


def _put_on_paper(person_id: int, hashes: Sequence[str]) -> None:
    """Keep the hashes, in the order of the codes."""
    db.session.execute(delete(BackupCode).where(BackupCode.person_id == person_id))
    rows = [
        {"person_id": person_id, "slot": slot, "code_hash": each}
        for slot, each in enumerate(hashes)
    ]
    db.session.execute(insert(BackupCode), rows)


def _sessions_anew(person_id: int, sign_in_id: int, *, at: datetime) -> str:
    sessions.end_all(person_id, but=sign_in_id)
    return sessions.confirm(sign_in_id, at=at)


def _tell(person_id: int, event: str, *, at: datetime, **facts: str) -> None:
    tell(
        [person_id],
        event,
        about=f"person:{person_id}:{at.isoformat()}",
        url="/me/second-factor",
        facts={"when": rules.written(at), **facts},
        at=at,
    )
