"""What machines ask: whether the process lives, whether the house is ready, and its figures."""

import hmac
import ipaddress
from collections.abc import Iterator

from flask import Blueprint, Response, abort, jsonify, request
from flask.typing import ResponseReturnValue
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from core.clock import now
from core.house import HOUSE
from core.jobs.queries import list_runs
from core.web import metrics
from core.web.guard import machine
from core.web.readiness import what_is_missing

bp = Blueprint("machines", __name__)


@bp.get("/healthz")
@machine
def alive() -> ResponseReturnValue:
    """Answer as long as the process lives, whatever it stands on."""
    return Response("ok\n", mimetype="text/plain", headers={"Cache-Control": "no-store"})


@bp.get("/readyz")
@machine
def ready() -> ResponseReturnValue:
    """Answer 200 when all is there, else 503 with the names of what is missing, no more."""
    missing = what_is_missing(now())
    answer = jsonify(ready=not missing, missing=missing)
    answer.headers["Cache-Control"] = "no-store"
    if missing:
        answer.status_code = 503
        answer.headers["Retry-After"] = "5"
    return answer


@bp.get("/metrics")
@machine
def figures() -> ResponseReturnValue:
    """Answer whoever holds METRICS_TOKEN; without one, whoever asks on this machine itself."""
    if not may_see_figures():
        abort(403)
    return Response(
        metrics.text(Runs()),
        content_type="text/plain; version=0.0.4; charset=utf-8",
        headers={"Cache-Control": "no-store"},
    )


def may_see_figures() -> bool:
    """Tell whether this request comes with the token, or straight from this machine."""
    token = HOUSE.settings["METRICS_TOKEN"]
    if token:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {token}".encode())
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and from_this_machine()


def from_this_machine() -> bool:
    try:
        return ipaddress.ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return False


class Runs(Collector):
    """How long ago each sweep last worked; the worker's own heartbeat is one of them."""

    def collect(self) -> Iterator[Metric]:
        age = GaugeMetricFamily(
            "xingcun_sweep_ok_age_seconds", "Seconds since the sweep worked", labels=["sweep"]
        )
        failed = GaugeMetricFamily(
            "xingcun_sweep_failed", "Whether the sweep's last run failed", labels=["sweep"]
        )
        at = now()
        for run in list_runs():
            if run.ok_at is not None:
                age.add_metric([run.name], (at - run.ok_at).total_seconds())
            failed.add_metric([run.name], float(run.error is not None))
        yield age
        yield failed
