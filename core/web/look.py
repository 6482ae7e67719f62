"""What pages look with: static files, icons, days in words, and the sample page."""

from flask import Flask

from core.web import assets, icons, moments, style_views


def set_up(app: Flask) -> None:
    """Give the app its static files and its templates their globals and filters."""
    assets.set_up(app)
    icons.set_up(app)
    moments.set_up(app)
    app.register_blueprint(style_views.bp)
