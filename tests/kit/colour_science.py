"""Colours as eyes see them, for the tests of themes: contrast, distance, and three kinds of colour blindness.

Sources: WCAG 2.2 (contrast); Sharma, Wu and Dalal (2005), Color Res Appl 30:21 (CIEDE2000); Machado, Oliveira and
Fernandes (2009), IEEE TVCG 15:1291 (sight at full severity).
"""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

Triple = tuple[float, float, float]

SIGHTS = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deutan": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritan": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
TO_XYZ = ((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.0721750), (0.0193339, 0.1191920, 0.9503041))
WHITE = (0.95047, 1.0, 1.08883)


def linear(colour: str) -> Triple:
    values = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)
    return red, green, blue


def multiply(matrix: tuple[Triple, ...], vector: Triple) -> Triple:
    a, b, c = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return a, b, c


def contrast(one: str, other: str) -> float:
    low, high = sorted(multiply(TO_XYZ, linear(colour))[1] for colour in (one, other))
    return (high + 0.05) / (low + 0.05)


def lab(colour: str, sight: str = "normal") -> Triple:
    seen = tuple(min(max(v, 0.0), 1.0) for v in multiply(SIGHTS[sight], linear(colour)))
    x, y, z = (v / w for v, w in zip(multiply(TO_XYZ, seen), WHITE, strict=True))
    fx, fy, fz = (v ** (1 / 3) if v > 216 / 24389 else (24389 / 27 * v + 16) / 116 for v in (x, y, z))
    return 116 * fy - 16, 500 * (fx - fy), 200 * (fy - fz)


def distance(one: Triple, other: Triple) -> float:
    """Return CIEDE2000 between two Lab colours."""
    (l1, a1, b1), (l2, a2, b2) = one, other
    mean = (hypot(a1, b1) + hypot(a2, b2)) / 2
    g = 0.5 * (1 - sqrt(mean**7 / (mean**7 + 25**7)))
    a1, a2 = a1 * (1 + g), a2 * (1 + g)
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn = 0.0 if c1 * c2 == 0 else (h2 - h1 + 180) % 360 - 180
    if c1 * c2 and h2 - h1 == 180:
        turn = 180.0
    d_l, d_c, d_h = l2 - l1, c2 - c1, 2 * sqrt(c1 * c2) * sin(radians(turn) / 2)
    m_l, m_c = (l1 + l2) / 2, (c1 + c2) / 2
    m_h = h1 + h2 if c1 * c2 == 0 else mean_hue(h1, h2)
    t = (
        1
        - 0.17 * cos(radians(m_h - 30))
        + 0.24 * cos(radians(2 * m_h))
        + 0.32 * cos(radians(3 * m_h + 6))
        - 0.20 * cos(radians(4 * m_h - 63))
    )
    s_l = 1 + 0.015 * (m_l - 50) ** 2 / sqrt(20 + (m_l - 50) ** 2)
    s_c, s_h = 1 + 0.045 * m_c, 1 + 0.015 * m_c * t
    spread = 2 * sqrt(m_c**7 / (m_c**7 + 25**7))
    r_t = -spread * sin(radians(60 * exp(-(((m_h - 275) / 25) ** 2))))
    lightness, chroma, hue = d_l / s_l, d_c / s_c, d_h / s_h
    return sqrt(lightness**2 + chroma**2 + hue**2 + r_t * chroma * hue)


def mean_hue(h1: float, h2: float) -> float:
    if abs(h1 - h2) <= 180:
        return (h1 + h2) / 2
    return (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2


def seen_distance(one: str, other: str, sight: str) -> float:
    """Return how far apart two colours are for one kind of sight."""
    return distance(lab(one, sight), lab(other, sight))
