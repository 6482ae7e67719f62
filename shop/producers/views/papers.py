"""The papers of one's producer: what is needed, what is there, photos of them."""

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from core.clock import now, village_day
from core.db import writing
from core.web.file_views import send
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _
from shop.access import RUN_PRODUCER
from shop.producers import operations, queries, rules
from shop.producers.forms import NewPaperForm, PaperForm, ScanForm
from shop.producers.models import Paper, PaperKind, Producer
from shop.producers.queries.papers import held_kinds
from shop.producers.views.blueprint import bp


@bp.get("/<int:producer_id>/papers")
@needs(RUN_PRODUCER, of=queries.find_open)
def papers(producer: Producer) -> ResponseReturnValue:
    today, kept = village_day(now()), queries.list_papers(producer.id)
    held = held_kinds(kept, today=today)
    return page(
        "shop/producers/papers.html",
        producer=producer,
        papers=kept,
        today=today,
        counts=rules.counts,
        runs_out=rules.runs_out,
        kinds=rules.PAPERS,
        classes=[rules.class_at(producer.kind, each, held) for each in rules.CLASSES],
        sells=producer.sells,
    )


@bp.route("/<int:producer_id>/papers/new", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_open)
def new_paper(producer: Producer) -> ResponseReturnValue:
    wanted = request.args.get("kind", "")
    form, at = NewPaperForm(kind=wanted if wanted in set(PaperKind) else None), now()

    def do() -> str:
        made = operations.enter_paper(
            producer,
            kind=PaperKind(form.kind.data),
            number=form.number.data,
            issuer=form.issuer.data,
            valid_from=form.valid_from.data,
            valid_until=form.valid_until.data,
            by=current_actor(),
            at=at,
        )
        return url_for(".scan", producer_id=producer.id, paper_id=made.id)

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("存好了，再传一张照片"))
            return redirect(where)
    return page("shop/producers/paper.html", producer=producer, form=form, paper=None)


@bp.route("/<int:producer_id>/papers/<int:paper_id>", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_paper)
def paper(paper: Paper) -> ResponseReturnValue:
    """Write the paper anew: a slip of the pen, or the next one of its kind."""
    form, at = PaperForm(obj=paper), now()

    def do() -> str:
        made = operations.replace_paper(
            paper,
            number=form.number.data,
            issuer=form.issuer.data,
            valid_from=form.valid_from.data,
            valid_until=form.valid_until.data,
            by=current_actor(),
            at=at,
        )
        one = url_for(".scan", producer_id=paper.producer_id, paper_id=made.id)
        return url_for(".papers", producer_id=paper.producer_id) if made.file_id else one

    if form.validate_on_submit():
        with form.refusals():
            with writing():
                where = form.once(do, at=at)
            flash(_("换好了"))
            return redirect(where)
    return page(
        "shop/producers/paper.html",
        producer=paper.producer,
        form=form,
        paper=paper,
        kind=rules.PAPERS[paper.kind],
    )


@bp.route("/<int:producer_id>/papers/<int:paper_id>/scan", methods=["GET", "POST"])
@needs(RUN_PRODUCER, of=queries.find_paper)
def scan(paper: Paper) -> ResponseReturnValue:
    """Take the photo or PDF: the bytes first, then the fact that they are of this paper."""
    form, by = ScanForm(), current_actor()
    if form.validate_on_submit():
        given = form.scan.data
        with form.refusals():
            laid = operations.lay_scan(given.filename or "", given.read(), by=by)
            with writing():
                operations.attach(paper, laid, by=by, at=now())
            flash(_("照片存好了"))
            return redirect(url_for(".papers", producer_id=paper.producer_id))
    return page(
        "shop/producers/scan.html",
        producer=paper.producer,
        form=form,
        paper=paper,
        kind=rules.PAPERS[paper.kind],
    )


@bp.get("/<int:producer_id>/papers/<int:paper_id>/file")
@needs(RUN_PRODUCER, of=queries.find_paper)
def paper_file(paper: Paper) -> ResponseReturnValue:
    if paper.file is None or paper.file.deleted_at:
        abort(404)
    return send(paper.file)


@bp.post("/<int:producer_id>/papers/<int:paper_id>/remove")
@needs(RUN_PRODUCER, of=queries.find_paper)
def remove_paper(paper: Paper) -> ResponseReturnValue:
    producer_id = paper.producer_id
    with writing():
        operations.remove_paper(paper, by=current_actor(), at=now())
    flash(_("证照删掉了"))
    return redirect(url_for(".papers", producer_id=producer_id))
