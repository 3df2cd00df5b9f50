"""For a public page that takes a file: nothing beyond the largest size is kept while it still streams in."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from huoshui.enrolment.evidence import UploadCap, checked_upload, refuse_too_large
from huoshui.enrolment.evidence_content import Checked
from huoshui.kernel.request import Request

Page = Callable[..., HttpResponse]


def takes_evidence(page: Page) -> Page:
    """Outermost. The check against forgery reads the body, so the cap has to stand before it; it still runs."""
    guarded = csrf_protect(page)

    @csrf_exempt
    @wraps(page)
    def run(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        request.upload_handlers.insert(0, UploadCap(request))
        return guarded(request, *args, **kwargs)

    return run


def document_of(request: Request) -> Checked | None:
    """Raises Invalid naming the field `evidence`."""
    if getattr(request, "is_upload_too_large", False):
        raise refuse_too_large()
    return checked_upload(request.FILES.get("evidence"))
