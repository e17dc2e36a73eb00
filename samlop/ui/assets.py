"""What the browser gets: the parts of Designsystemet we use and our own, one style sheet a shell."""

import gzip
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

DESIGNSYSTEMET = "@digdir/designsystemet-css/dist"
THEME = f"{DESIGNSYSTEMET}/theme/designsystemet.css"
OWN = Path(__file__).parent / "static" / "ui"
LAYERS = "@layer ds.theme,samlop-theme,ds.base,samlop-elements,ds.components,samlop-parts;"

_ESSENTIAL = (
    "button", "link", "heading", "paragraph", "label", "list", "field", "fieldset", "input",
    "validation-message", "error-summary", "alert", "card", "tag", "details", "skip-link",
)  # fmt: skip
_DESK = (
    "divider",
    "chip",
    "table",
    "pagination",
    "badge",
    "breadcrumbs",
    "dialog",
    "spinner",
    "tabs",
    "search",
)

_SOURCE_MAP = re.compile(r"/\*#\s*sourceMappingURL=.*?\*/|//# sourceMappingURL=.*")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_REPLACED_COLOUR = re.compile(r"--ds-color-(?:accent|neutral|brand1|brand2)-[a-z-]+:#[0-9a-fA-F]{3,8};?")
_UNUSED_COLOUR = re.compile(r"\[data-color-scheme\]\[data-color=brand2\],\[data-color=brand2\]\{[^}]*\}")


@dataclass(frozen=True)
class StyleSheet:
    """One style sheet to put together: parts of Designsystemet, then our own files with their layers."""

    components: tuple[str, ...]
    own: tuple[tuple[str, str], ...]


STYLE_SHEETS = {
    "staff.css": StyleSheet(
        _ESSENTIAL + _DESK,
        (
            ("samlop-theme", "theme.css"),
            ("samlop-theme", "fonts.css"),
            ("samlop-elements", "elements.css"),
            ("samlop-parts", "samlop.css"),
            ("samlop-parts", "lists.css"),
            ("samlop-parts", "forms.css"),
            ("samlop-parts", "shell.css"),
            ("samlop-parts", "print.css"),
        ),
    ),
    "portal.css": StyleSheet(
        _ESSENTIAL,
        (
            ("samlop-theme", "theme.css"),
            ("samlop-elements", "elements.css"),
            ("samlop-parts", "samlop.css"),
            ("samlop-parts", "lists.css"),
            ("samlop-parts", "forms.css"),
            ("samlop-parts", "shell.css"),
            ("samlop-parts", "portal.css"),
            ("samlop-parts", "print.css"),
        ),
    ),
}
FONT_FOLDER = "@fontsource-variable"
FONTS = {
    "inter-latin.woff2": "inter/files/inter-latin-wght-normal.woff2",
    "inter-latin-ext.woff2": "inter/files/inter-latin-ext-wght-normal.woff2",
    "noto-sans-arabic.woff2": "noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2",
}


def build(node_modules: Path, target: Path) -> None:
    """Put every style sheet and font in the target folder, touching only what has changed."""
    target.mkdir(parents=True, exist_ok=True)
    for name, sheet in STYLE_SHEETS.items():
        content = style_sheet(node_modules, sheet).encode()
        _write(target / name, content)
        _write(target / f"{name}.gz", gzip.compress(content, 9, mtime=0))
    for name, source in FONTS.items():
        if not (target / name).exists():
            _write(target / name, (node_modules / FONT_FOLDER / source).read_bytes())


def style_sheet(node_modules: Path, sheet: StyleSheet) -> str:
    """The text of one style sheet, without source maps, comments or the colours our own replace."""
    folder = node_modules / DESIGNSYSTEMET / "src"
    theme = _UNUSED_COLOUR.sub("", _REPLACED_COLOUR.sub("", _read(node_modules / THEME)))
    parts = [LAYERS, theme, _layered("ds.base", _read(folder / "base.css"))]
    parts += [_layered("ds.components", _read(folder / f"{name}.css")) for name in sheet.components]
    parts += [_layered(layer, compact(_read(OWN / name))) for layer, name in sheet.own]
    return "".join(parts)


def compact(source: str) -> str:
    """The same rules without comments and line breaks."""
    return re.sub(r"\s*([{};])\s*", r"\1", " ".join(_COMMENT.sub("", source).split())).replace(";}", "}")


def _read(path: Path) -> str:
    return _SOURCE_MAP.sub("", path.read_text(encoding="utf-8")).replace('@charset "UTF-8";', "").strip()


def _layered(layer: str, rules: str) -> str:
    return f"@layer {layer}{{{rules}}}"


def _write(path: Path, content: bytes) -> None:
    if path.exists() and path.read_bytes() == content:
        return
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as draft:
        draft.write(content)
    shutil.copymode(__file__, draft.name)
    Path(draft.name).replace(path)
