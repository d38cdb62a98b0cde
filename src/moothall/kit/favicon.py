"""The little picture in the browser's tab, drawn from the place's own mark and colour."""

from html import escape

_SIZES = {1: 40, 2: 32, 3: 24}


def draw_favicon(mark: str, colour: str) -> str:
    """Return an SVG of the mark (one to three letters) in white on the place's colour (``#rrggbb``)."""
    letters = mark.strip()[:3] or "M"
    size = _SIZES[len(letters)]
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">'
        f'<rect width="64" height="64" rx="10" fill="{escape(colour)}"/>'
        f'<text x="32" y="{32 + round(size * 0.36)}" font-family="Arial, Helvetica, sans-serif" font-weight="700" '
        f'font-size="{size}" text-anchor="middle" fill="#ffffff">{escape(letters)}</text>'
        "</svg>\n"
    )
