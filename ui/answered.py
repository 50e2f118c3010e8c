"""Where "back" and "reload" lead from the answer to a form.

A browser that comes back to such an answer would have to send the form anew; it shows
an error instead (ERR_CACHE_MISS), for no answer of ours may be kept by it. So the page
takes the address of the nearest one that can simply be looked at, see `answered.js`.

Nearest is what speaks of the same things: where a word of the form's own address would
be taken for a thing's name (``/admin/passes/find`` for a pass called "find"), nothing
is there, and what a page asks by itself is no page.
"""

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from ui.who import ASKS_BY_ITSELF


def page_again() -> str | None:
    """The address to which an answer to a form leads back; ``None`` for other pages."""
    if request.method != "POST":
        return None
    routes, path = current_app.url_map.bind(request.host), request.path
    ours = (request.view_args or {}).items()
    while path:
        try:
            endpoint, named = routes.match(path, "GET")
        except HTTPException:
            endpoint, named = "", {}
        if endpoint and endpoint not in ASKS_BY_ITSELF and named.items() <= ours:
            return path
        path = path.rpartition("/")[0]
    return "/"
