"""Finds the style sheets and fonts made from npm packages, so that none is copied into the repository."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage

from samlop.ui import assets

PREFIX = "vendor"


class BuiltStorage(FileSystemStorage):
    """The folder the made files lie in, served under one prefix."""

    prefix = PREFIX


class NodeModulesFinder(BaseFinder):
    """Offers `vendor/staff.css`, `vendor/portal.css` and the fonts, made anew where their sources changed."""

    def __init__(self, *_arguments: Any, **_options: Any) -> None:
        self.folder = Path(getattr(settings, "BUILT_ASSETS", None) or Path(settings.DATA_DIR) / "assets")
        assets.build(Path(settings.NODE_MODULES), self.folder)
        self.storage = BuiltStorage(self.folder)
        self.names = (*assets.STYLE_SHEETS, *assets.FONTS)

    def find(self, path: str, find_all: bool = False, **_options: Any) -> str | list[str]:  # type: ignore[override]
        """Where a made file lies, or nothing."""
        prefix, _, name = path.replace("\\", "/").partition("/")
        if prefix != PREFIX or name not in self.names:
            return []
        return [self.storage.path(name)] if find_all else self.storage.path(name)

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every made file; also the compressed twins where they are served without having been collected."""
        compressed = [f"{name}.gz" for name in assets.STYLE_SHEETS]
        offered = [*self.names, *(compressed if getattr(settings, "WHITENOISE_USE_FINDERS", False) else ())]
        for name in offered:
            if not matches_patterns(name, list(ignore_patterns or ())):
                yield name, self.storage
