"""OpenAPI 3.1: the document of the API, made of the list of its endpoints."""

from importlib.metadata import version
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from uketsuke.doors.api.asking import Endpoint
from uketsuke.doors.shared.inputs.forms import CountField, DateField

ERRORS = {
    "type": "object",
    "properties": {
        "errors": {
            "type": "object",
            "additionalProperties": {"type": "array", "items": {"type": "string"}},
        }
    },
    "required": ["errors"],
    "additionalProperties": False,
}


def document(endpoints: tuple[Endpoint, ...]) -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "uketsuke",
            "version": version("uketsuke"),
            "summary": "区民ホールの空き状況・料金・抽選（読むだけ、鍵は要りません）",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {f"/{each.path}": {"get": _operation(each)} for each in endpoints},
        "components": {"schemas": {"Errors": ERRORS}},
    }


def _operation(endpoint: Endpoint) -> dict[str, Any]:
    form = endpoint.form()
    taken = [_parameter(name, field) for name, field in form.fields.items()]
    answers: dict[str, Any] = {
        "200": {
            "description": "答え",
            "content": {endpoint.content_type: {"schema": endpoint.schema}},
        },
        "304": {"description": "前の答えのまま"},
        "422": {
            "description": "尋ねかたの誤り（項目ごとの文）",
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Errors"}}},
        },
    }
    name = endpoint.path.replace("/", "_").replace(".", "_")
    return {
        "operationId": name,
        "summary": endpoint.summary,
        "parameters": taken,
        "responses": answers,
    }


def _parameter(name: str, field: forms.Field) -> dict[str, Any]:
    return {
        "name": name,
        "in": "query",
        "required": field.required,
        "description": str(field.label),
        "schema": _schema(field),
    }


def _schema(field: forms.Field) -> dict[str, Any]:
    if isinstance(field, DateField):
        return {"type": "string", "format": "date"}
    if isinstance(field, CountField):
        limits = {type(each): getattr(each, "limit_value", None) for each in field.validators}
        least, most = limits[MinValueValidator], limits[MaxValueValidator]
        return {"type": "integer", "minimum": least, "maximum": most}
    if isinstance(field, forms.ChoiceField):
        choices: Any = field.choices
        return {"type": "string", "enum": [code for code, _ in choices]}
    if isinstance(field, forms.BooleanField):
        return {"type": "boolean"}
    return {"type": "string", "minLength": 1, "maxLength": 40}
