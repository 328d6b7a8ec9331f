"""記録を確かめる: anybody checks a public lottery record, in her browser or here."""

import json
import re
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from uketsuke.doors.shared.entrance.guards import everyone
from uketsuke.doors.shared.entrance.visits import Visit
from uketsuke.doors.shared.inputs.forms import Form
from uketsuke.doors.shared.words.differences import SENTENCES, sentence
from uketsuke.lottery.verify import difference_of_file

MOST_BYTES = 5_000_000
PATIENCE = 500_000  # hashes and looks at an entry: about a second; a browser may take longer
UNPROCESSABLE = 422
ROUND = re.compile(r"[A-Za-z0-9-]{1,40}")


class RecordForm(Form):
    """抽選の記録: a file, or its text."""

    file = forms.FileField(
        label=_("記録のファイル（record.json）"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )
    text = forms.CharField(
        label=_("または、記録の文字を貼り付け"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, data: QueryDict | None = None, *args: Any) -> None:
        super().__init__(data, *args)
        self.typed = str(data.get("text", "")) if data else ""  # before anything is put right in it

    def clean_file(self) -> "UploadedFile[bytes] | None":
        file: UploadedFile[bytes] | None = self.cleaned_data["file"]
        if file and (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("5MBまでのファイルをお選びください。大きな記録は uketsuke lottery verify で。")
            )
        return file

    def clean(self) -> None:
        if not self.errors and self.raw() is None:
            self.add_error("file", _("ファイルを選ぶか、記録の文字を貼り付けてください。"))

    def raw(self) -> bytes | None:
        """The record as it came in; nothing is put right in it. None: there is none."""
        file: UploadedFile[bytes] | None = self.cleaned_data.get("file")
        if file is not None:
            file.seek(0)
            return bytes(file.read())
        return self.typed.encode("utf-8", "surrogatepass") if self.typed.strip() else None


@everyone
@require_http_methods(["GET", "POST"])
def lottery_verify(request: Visit) -> HttpResponse:
    """記録を確かめる: whether it holds, or the first difference. Nothing is stored."""
    form = RecordForm(request.POST, request.FILES) if request.method == "POST" else RecordForm()
    code = request.GET.get("round", "")
    context = {
        "form": form,
        "record": f"/lottery/{code}/record.json" if ROUND.fullmatch(code) else "",
        "sentences": SENTENCES,
    }
    status = 200
    if form.is_bound and form.is_valid():
        raw = form.raw() or b""
        found = difference_of_file(raw, PATIENCE)
        context |= {"checked": True}
        context |= {"wrong": sentence(found)} if found else {"held": json.loads(raw)}
    elif form.is_bound:
        status = UNPROCESSABLE
    return render(request, "portal/lottery/verify.html", context, status=status)
