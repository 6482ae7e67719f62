"""Words come in the language of whoever reads them, also where no request says which."""

import pytest
from flask_babel import get_locale

from core.web import manner
from core.words import _, speaking


def test_a_job_speaks_chinese_unless_told_otherwise(app):
    assert manner.language() == "zh"
    assert str(get_locale()) == "zh"


@pytest.mark.parametrize(("language", "spoken"), [("en", "en"), ("zh", "zh"), ("fr", "zh")])
def test_a_job_speaks_the_language_of_the_receiver(app, language, spoken):
    with speaking(language):
        assert str(get_locale()) == spoken
    assert str(get_locale()) == "zh"


def test_letters_follow_each_other_in_two_languages(app):
    with speaking("en"), speaking("zh"):
        assert str(get_locale()) == "zh"
    with pytest.raises(ZeroDivisionError), speaking("en"):
        raise ZeroDivisionError
    assert str(get_locale()) == "zh"


def test_without_an_app_the_sentence_stands_as_it_is():
    assert _("您好，%(name)s", name="李明") == "您好，李明"
