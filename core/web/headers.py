"""What every answer carries: the content policy, what caches may keep, and smaller bodies."""

import gzip

from flask import Flask, Response, request, session

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "media-src 'self'; font-src 'self'; connect-src 'self'; manifest-src 'self'; "
    "worker-src 'self'; form-action 'self'; base-uri 'none'; object-src 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
LEAST_WORTH_SQUEEZING = 1024
SQUEEZED = ("text/html", "application/json", "application/xml", "text/plain")


def set_up(app: Flask) -> None:
    """Give every answer its headers."""
    secure = bool(app.config["SESSION_COOKIE_SECURE"])

    @app.after_request
    def headers(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        if secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
        if "Cache-Control" not in response.headers:
            kept = "no-store" if session or request.method != "GET" else "no-cache"
            response.headers["Cache-Control"] = kept
        if response.mimetype == "text/html":
            response.vary.update(("Cookie", "Accept-Language"))
        return squeeze(response)


def squeeze(response: Response) -> Response:
    """Send a body of text smaller where the browser can read it so."""
    if (
        response.mimetype not in SQUEEZED
        or response.direct_passthrough
        or "Content-Encoding" in response.headers
    ):
        return response
    response.vary.add("Accept-Encoding")
    if request.accept_encodings.quality("gzip") and response.calculate_content_length() is not None:
        body = response.get_data()
        if len(body) > LEAST_WORTH_SQUEEZING:
            response.set_data(gzip.compress(body, 5, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
    return response
