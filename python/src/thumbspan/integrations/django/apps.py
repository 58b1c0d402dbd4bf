"""The application that Django finds the template tags in."""

from django.apps import AppConfig


class Thumbspan(AppConfig):  # type: ignore[misc]  # Django has no types
    """It has no models and no views."""

    name = "thumbspan.integrations.django"
    label = "thumbspan"
