"""What scripts send, as checked models."""

from typing import TypeVar

from flask import abort, request
from pydantic import BaseModel, ValidationError

Asked = TypeVar("Asked", bound=BaseModel)


def read_request(model: type[Asked]) -> Asked:
    """The request's JSON as a checked model, or an error 400."""
    try:
        return model.model_validate(request.get_json())
    except ValidationError:
        abort(400)
