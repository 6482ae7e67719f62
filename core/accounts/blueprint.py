"""The addresses of accounts; the view modules hang their routes on it."""

from flask import Blueprint

bp = Blueprint("accounts", __name__)
