"""What the county asks of who sells each class of product."""

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice

from core.admin.access import is_admin
from core.clock import now
from core.db import writing
from core.house import MenuEntry
from core.qualifications.rules import KINDS
from core.web.forms import page
from core.web.guard import current_actor, needs
from core.words import _, _l
from shop.access import SET_CLASSES
from shop.producers import operations, rules
from shop.producers.forms import ClassForm
from shop.producers.models import ProductClass
from shop.producers.queries.papers import list_class_rules

bp = Blueprint("classes", __name__, url_prefix="/admin/classes")
MENU = (
    MenuEntry(
        place="admin",
        title=_l("商品类别"),
        endpoint="classes.home",
        order=46,
        icon="tags",
        when=is_admin,
    ),
)


@bp.get("/")
@needs(SET_CLASSES)
def home() -> ResponseReturnValue:
    return page(
        "shop/producers/classes.html",
        rows=[
            (each, rules.CLASSES[each], rules.CLASS_HINTS[each], words_of(qualification))
            for each, (qualification, _version) in list_class_rules().items()
        ],
    )


def words_of(qualification: str) -> str:
    """Name what is asked for; nothing is a word too."""
    named = {each.value: str(words) for each, words in KINDS.items()}
    return named.get(qualification, _("不要资格"))


def find_class(product_class: str) -> ProductClass | None:
    """Return the class of this name, or None."""
    return next((each for each in ProductClass if each.value == product_class), None)


@bp.route("/<product_class>", methods=["GET", "POST"])
@needs(SET_CLASSES, of=find_class, fresh=True)
def edit(one: ProductClass) -> ResponseReturnValue:
    qualification, version = list_class_rules()[one]
    form = ClassForm(qualification=qualification, version=version)
    form.qualification.choices = [
        SelectChoice("", _("不要资格")),
        *(SelectChoice(each.value, words) for each, words in KINDS.items()),
    ]
    if form.validate_on_submit():
        with form.refusals():
            with writing():
                operations.set_class_rule(
                    one,
                    form.qualification.data,
                    version=int(form.version.data),
                    by=current_actor(),
                    at=now(),
                )
            flash(_("改好了，马上生效"))
            return redirect(url_for(".home"))
    return page(
        "shop/producers/class.html",
        form=form,
        title=rules.CLASSES[one],
        hint=rules.CLASS_HINTS[one],
    )
