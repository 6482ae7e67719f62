"""The outside world behind the ports; only this package knows Redis, S3, Huey and SMTP."""

from core.adapters.cache import cache_from
from core.adapters.files import files_from
from core.adapters.index import index_from
from core.adapters.keys import keys_from
from core.adapters.mail import mail_from
from core.adapters.queue import queue_from
from core.adapters.sms import sms_from

__all__ = [
    "cache_from",
    "files_from",
    "index_from",
    "keys_from",
    "mail_from",
    "queue_from",
    "sms_from",
]
