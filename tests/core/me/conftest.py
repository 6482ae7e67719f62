"""The house of the accounts' tests."""

from tests.core.accounts.conftest import (  # noqa: F401
    by_sms,
    mail_server,
    post,
    sms_server,
    someone,
    values,
)
