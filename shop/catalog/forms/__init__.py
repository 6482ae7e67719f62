"""What producers fill in about their products."""

from shop.catalog.forms.hanging import AltForm, CertificateForm, FirstPictureForm, PictureForm
from shop.catalog.forms.listing import BeginForm, HowForm, WhatForm
from shop.catalog.forms.packs import (
    CountedForm,
    EditPackForm,
    MoveForm,
    PackForm,
    again_form,
)

__all__ = [
    "AltForm",
    "BeginForm",
    "CertificateForm",
    "CountedForm",
    "EditPackForm",
    "FirstPictureForm",
    "HowForm",
    "MoveForm",
    "PackForm",
    "PictureForm",
    "WhatForm",
    "again_form",
]
