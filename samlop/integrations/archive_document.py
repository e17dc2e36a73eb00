"""The document of an archive copy: PDF/A-3a with a tag tree, the same bytes each time it is made."""

import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Lock
from typing import Any

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.template.loader import render_to_string
from django.utils import translation

from samlop.integrations.archive_document_contents import LANGUAGE, Contents
from samlop.ui.languages import direction_of, is_offered

VARIANT = "pdf/a-3a"
OWN_FILES = "samlop:///"
KINDS = {".css": "text/css", ".woff2": "font/woff2"}
"""What our own files are, whatever the machine thinks such files hold."""
_clock = Lock()


def document(contents: Contents) -> bytes:
    """The copy to read: tagged, with language, title and the fonts in it, and no address fetched to make it."""
    from weasyprint import HTML

    with translation.override(LANGUAGE):
        page = render_to_string("integrations/archive_copy.html", _context(contents))
    source = HTML(string=page, base_url=OWN_FILES, url_fetcher=_own_files())
    with _standing_clock(contents), warnings.catch_warnings():
        # WeasyPrint leaves its colour profile to be closed by the collector.
        warnings.simplefilter("ignore", ResourceWarning)
        made: bytes = source.write_pdf(
            pdf_variant=VARIANT, pdf_tags=True, pdf_identifier=_identifier(contents)
        )
    return made


def _context(contents: Contents) -> dict[str, Any]:
    language = contents.own_words.language if contents.own_words else LANGUAGE
    return {
        "contents": contents,
        "language": LANGUAGE,
        "words_direction": direction_of(language) if is_offered(language) else "ltr",
        "created": contents.version.agreed_at,
    }


def _identifier(contents: Contents) -> bytes:
    return sha256(f"{contents.version.id}:{contents.agency.pk}".encode()).digest()[:16]


@contextmanager
def _standing_clock(contents: Contents) -> Iterator[None]:
    """Fonts carry the time they were cut; here it is the time of the agreement, so that bytes can be compared."""
    agreed_at = contents.version.agreed_at
    with _clock:
        before = os.environ.get("SOURCE_DATE_EPOCH")
        os.environ["SOURCE_DATE_EPOCH"] = str(int(agreed_at.timestamp())) if agreed_at else "0"
        try:
            yield
        finally:
            if before is None:
                del os.environ["SOURCE_DATE_EPOCH"]
            else:
                os.environ["SOURCE_DATE_EPOCH"] = before


def _own_files() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        """Style and fonts are our own files; nothing else is ever opened."""

        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:  # noqa: ARG002
            """One of our static files."""
            if not url.startswith(OWN_FILES):
                raise ValueError("only own files are fetched")
            told = {"Content-Type": KINDS[Path(url).suffix]}
            return URLFetcherResponse(url, _static_file(url.removeprefix(OWN_FILES)), told)

    return OwnFiles()


def _static_file(name: str) -> bytes:
    found = finders.find(name)
    if isinstance(found, str):
        return Path(found).read_bytes()
    with staticfiles_storage.open(name) as file:
        content: bytes = file.read()
    return content
