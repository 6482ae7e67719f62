"""Figures for Prometheus: how many requests, how long each took, how many queries it made."""

import os

from flask import Flask, Response, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY, Collector

from core.web.logs import elapsed, name_of_page

METHODS = {"GET", "HEAD", "POST", "OPTIONS"}
REQUESTS = Counter("xingcun_requests", "Requests answered", ["endpoint", "method", "status"])
SECONDS = Histogram(
    "xingcun_request_seconds",
    "Time to answer",
    ["endpoint"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
QUERIES = Histogram(
    "xingcun_request_queries", "Queries a request", ["endpoint"], buckets=(0, 2, 4, 6, 10, 20, 50)
)


def set_up(app: Flask) -> None:
    """Count every answer."""
    app.after_request(count)


def count(response: Response) -> Response:
    """Note this answer; what leads nowhere has no name of its own, nor has what is confidential."""
    endpoint = name_of_page() or "none"
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(endpoint, method, str(response.status_code)).inc()
    if "begun" in g:
        SECONDS.labels(endpoint).observe(elapsed())
        QUERIES.labels(endpoint).observe(g.queries)
    return response


def text(*more: Collector) -> bytes:
    """Return the figures of all web processes, in the format that Prometheus reads."""
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        figures = generate_latest(together)
    else:
        figures = generate_latest(REGISTRY)
    own = CollectorRegistry()
    for collector in more:
        own.register(collector)
    return figures + generate_latest(own)
