"""The page on which a teacher puts a recording and its captions into a lesson."""

from collections.abc import Mapping
from dataclasses import dataclass
from os import SEEK_END
from typing import Any

from flask import Blueprint, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now
from core.db import writing
from core.errors import refuse_if
from core.ports import Source
from core.storage.recorded import lay_recording
from core.storage.rules import CAPTIONS, MOST_RECORDED
from core.web.forms import Form, page
from core.web.guard import current_actor, needs
from core.web.uploads import takes_up_to
from core.words import _
from training.access import BUILD
from training.courses.forms.recordings import (
    NO_FILE,
    CaptionsForm,
    LengthForm,
    RecordingForm,
    TakeOutForm,
)
from training.courses.models import FileRole
from training.courses.operations import recordings as operations
from training.courses.queries.recordings import Place, find_place
from training.courses.rules import recordings as rules

bp = Blueprint(
    "teach_recording",
    __name__,
    url_prefix="/teach/courses/<int:course_id>/lessons/<int:key>/recording",
)
FORMS = {"multipart/form-data", "application/x-www-form-urlencoded", ""}


@dataclass(frozen=True)
class Given:
    """A file that somebody sends: what it is called, its bytes, how many, and of which type."""

    name: str
    source: Source
    size: int | None
    declared: str


@bp.get("")
@needs(BUILD, of=find_place)
def show(place: Place) -> ResponseReturnValue:
    return shown(place)


@bp.post("/media")
@needs(BUILD, of=find_place, steps=True)
@takes_up_to(MOST_RECORDED, permission=BUILD, of=find_place)
def put(place: Place) -> ResponseReturnValue:
    """Take the film or sound, in a form or, sent by a script, as the body alone.

    It is never run again by itself: what came in was read once.
    """
    is_bare = request.mimetype not in FORMS
    form = RecordingForm(formdata=request.args) if is_bare else RecordingForm()
    by, at, back = current_actor(), now(), address(place)

    def do() -> str:
        operations.put_media(place, laid, by=by, at=at)
        return back

    given = bare() if is_bare else file_of("recording")
    if form.validate_on_submit() and given is None:
        form.recording.errors = [NO_FILE]
    elif given is not None and not form.errors:
        with form.refusals():
            refuse_if(rules.why_not_record(place.lesson.kind))
            kinds = rules.KINDS.get(place.lesson.kind, frozenset())
            laid = lay_recording(
                given.name,
                given.source,
                given.size,
                kinds=kinds,
                declared=given.declared,
                space=place.space,
            )
            with writing():
                where = form.once(do, at=at)
            flash(_("传好了。播放一下，看看对不对"))
            return jsonify(url=where) if is_bare else redirect(where)
    if is_bare:
        return jsonify(said=" ".join(map(str, said_of(form)))), 422
    return shown(place, form)


@bp.post("/captions")
@needs(BUILD, of=find_place)
def put_captions(place: Place) -> ResponseReturnValue:
    form, by, at, back = CaptionsForm(), current_actor(), now(), address(place)
    became = False

    def do() -> str:
        nonlocal became
        became = operations.put_captions(place, laid, by=by, at=at)
        return back

    given = file_of("captions")
    if form.validate_on_submit() and given is None:
        form.captions.errors = [NO_FILE]
    elif given is not None and not form.errors:
        with form.refusals():
            refuse_if(rules.why_not_record(place.lesson.kind))
            laid = lay_recording(
                given.name,
                given.source,
                given.size,
                kinds=CAPTIONS,
                declared=given.declared,
                space=place.space,
                field="captions",
            )
            with writing():
                where = form.once(do, at=at)
            flash(_("字幕传好了"))
            if became:
                flash(_("这一课还没有文字稿，先用字幕里的话，请再看一遍"))
            return redirect(where)
    return shown(place, form)


@bp.post("/length")
@needs(BUILD, of=find_place)
def say_length(place: Place) -> ResponseReturnValue:
    form = LengthForm()
    if form.validate_on_submit():
        with form.refusals():
            seconds = rules.seconds_of(form.length.data or "")
            with writing():
                operations.say_length(place, seconds, by=current_actor(), at=now())
            flash(_("时长记下了"))
            return redirect(address(place))
    return shown(place, form)


@bp.post("/remove")
@needs(BUILD, of=find_place)
def remove(place: Place) -> ResponseReturnValue:
    form = TakeOutForm()
    if form.validate_on_submit():
        with form.refusals():
            role = FileRole(form.what.data)
            with writing():
                operations.take_out(place, role, by=current_actor(), at=now())
            flash(_("去掉了"))
            return redirect(address(place))
    return shown(place, form)


def shown(place: Place, form: Form | None = None) -> ResponseReturnValue:
    """Show what the lesson has, with a form for each thing; one of them may come back refused."""
    lesson = place.lesson
    length = rules.clock_of(lesson.seconds) if lesson.seconds else ""
    fresh = (
        RecordingForm(formdata=None),
        CaptionsForm(formdata=None),
        LengthForm(formdata=None, length=length),
    )
    forms = [form if type(each) is type(form) else each for each in fresh]
    media, captions = place.hung(FileRole.MEDIA), place.hung(FileRole.CAPTIONS)
    return page(
        "training/courses/recording.html",
        place=place,
        lesson=lesson,
        media=media.recording if media else None,
        captions=captions.recording if captions else None,
        form=form,
        media_form=forms[0],
        captions_form=forms[1],
        length_form=forms[2],
        why_not=rules.why_not_record(lesson.kind),
        accept=accepted(place),
        most=MOST_RECORDED,
        to=addresses(place),
        clock=rules.clock_of,
        # The lesson's own page stands above this one.
        back=address(place).removesuffix("/recording"),
    )


def accepted(place: Place) -> str:
    """Return what a phone offers to choose from."""
    kinds = rules.KINDS.get(place.lesson.kind, frozenset())
    return ",".join(sorted(each.value for each in kinds))


def addresses(place: Place) -> Mapping[str, str]:
    here: dict[str, Any] = {"course_id": place.course_id, "key": place.lesson.key}
    names = ("put", "put_captions", "say_length", "remove")
    return {name: url_for(f".{name}", **here) for name in names}


def address(place: Place) -> str:
    return url_for(".show", course_id=place.course_id, key=place.lesson.key)


def bare() -> Given:
    """Return the file that is the whole body of the request; its name stands in the address."""
    name = request.args.get("name", "")
    return Given(name, request.stream, request.content_length, request.mimetype)


def file_of(field: str) -> Given | None:
    """Return the file that came in a form's field, if one was chosen."""
    file = request.files.get(field)
    if file is None or not file.filename:
        return None
    size = file.stream.seek(0, SEEK_END)
    file.stream.seek(0)
    return Given(file.filename, file.stream, size, file.mimetype)


def said_of(form: Form) -> list[str]:
    """Return what is wrong with a form, for a script to say."""
    return [*form.form_errors, *(reason for each in form for reason in each.errors)]
