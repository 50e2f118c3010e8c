"""Where "back" and "reload" lead from the answer to a form.

A browser that comes back to such an answer would have to send the form anew; it shows
an error instead (ERR_CACHE_MISS), for no answer of ours may be kept by it. So the page
takes the address of the nearest one that can simply be looked at, see `answered.js`.
"""

from flask import current_app, request
from werkzeug.exceptions import HTTPException


def page_again() -> str | None:
    """The address to which an answer to a form leads back; ``None`` for other pages."""
    if request.method != "POST":
        return None
    routes, path = current_app.url_map.bind(request.host), request.path
    while path:
        try:
            routes.match(path, "GET")
        except HTTPException:
            path = path.rpartition("/")[0]
        else:
            return path
    return "/"
