"""What people fill in about belonging to a branch."""

from core.web.forms import Form


class JoinForm(Form):
    """Nothing but the wish itself."""
