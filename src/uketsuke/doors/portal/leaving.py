"""決済会社の画面へ: the pages of which a form may lead to the provider's, and to nowhere else."""

from collections.abc import Callable
from typing import cast

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpResponse

View = Callable[..., HttpResponse]


def leads_to_provider(view: View) -> View:
    """Allow in this page's policy what follows a form that is sent: the provider's address."""
    return cast("View", csp_update({"form-action": [settings.STRIPE_PAGES]})(view))
