"""What every answer carries, whatever it says."""

import re

POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "media-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "object-src 'none'",
    "frame-ancestors 'none'",
}
CARRIED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


CONFIDENTIAL, NOBODY = ("/appointments", "/practice"), "no-referrer"


def lacking(answer):
    """Return what this answer should carry and does not."""
    headers = answer.headers
    policy = {part.strip() for part in headers.get("Content-Security-Policy", "").split(";")}
    # An uploaded file is kept apart even from ourselves.
    found = [] if policy in (POLICY, {"sandbox", "default-src 'none'"}) else [f"policy {policy}"]
    said = dict(headers)
    if answer.request.path.startswith(CONFIDENTIAL) and said.get("Referrer-Policy") == NOBODY:
        said["Referrer-Policy"] = CARRIED["Referrer-Policy"]  # stricter than the house
    found += [
        f"{name}: {headers.get(name)}" for name, value in CARRIED.items() if said.get(name) != value
    ]
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    if "X-Powered-By" in headers or re.search(r"\d", headers.get("Server", "")):
        found.append("names its version")
    if not headers.get("Cache-Control"):
        found.append("says nothing about caches")
    return found
