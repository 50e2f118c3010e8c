"""Errors as pages for people and as JSON for scripts; neither tells internals."""

import structlog
from flask import Flask, Response, jsonify, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from ui.words import ERRORS

log = structlog.get_logger()


def register_errors(app: Flask) -> None:
    """Hand all errors of an app to this module."""
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(Exception, on_failure)


def on_http(error: HTTPException) -> Response:
    """An error that the web layer itself names."""
    word = "csrf" if isinstance(error, CSRFError) else ""
    response = answer(error.code or 500, word)
    for name, value in error.get_headers():
        if name == "Allow":
            response.headers[name] = value
    return response


def on_failure(error: Exception) -> Response:
    """Anything unforeseen: logged by its kind, never shown."""
    log.error("page_failed", endpoint=request.endpoint, error=type(error).__name__)
    return answer(500)


def answer(status: int, word: str = "") -> Response:
    """A page or JSON for a status; ``word`` is for scripts."""
    said = ERRORS.get(status, ERRORS[500])
    if request.path.startswith("/api/"):
        body = {"error": word or str(status), "zh": said.zh, "en": said.en}
        response = jsonify(body)
    else:
        # Looking the session up may be the very thing that failed.
        page = render_template(
            "error.html", status=status, said=said, session_of_staff=lambda: None
        )
        response = make_response(page)
    response.status_code = status
    return response
