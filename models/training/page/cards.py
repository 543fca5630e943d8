"""Training (Python). What a page may look like: specimen faces with a drawn portrait, and cards nobody issues.

A card is a Face: its picture, its size in millimetres and the radius of its corners. Everything is drawn here or by
render-faces.ts; no photograph is read.
"""
import dataclasses
import json
import os

import cv2
import numpy as np

PX_PER_MM = 4


@dataclasses.dataclass
class Face:
    image: np.ndarray  # uint8 RGB, PX_PER_MM pixels a millimetre
    width_mm: float
    height_mm: float
    radius_mm: float


def colour(rng, low=0, high=255):
    return tuple(int(v) for v in rng.integers(low, high + 1, 3))


def near(rng, base, spread):
    return tuple(int(np.clip(v + rng.normal(0, spread), 0, 255)) for v in base)


def noise(rng, height, width, cells_y, cells_x):
    """Smooth value noise, about -1 to 1."""
    cells = rng.standard_normal((max(2, int(cells_y)), max(2, int(cells_x)))).astype(np.float32) * 0.5
    return cv2.resize(cells, (width, height), interpolation=cv2.INTER_CUBIC)


def mix(dark, light, share):
    """Blends two colours by a map of shares."""
    dark, light = np.float32(dark), np.float32(light)
    return np.clip(dark + (light - dark) * share[..., None], 0, 255).astype(np.uint8)


def portrait_tile(rng, width=96, height=124):
    """Head, hair, neck and shoulders before a pale wall, roughly where a portrait has them."""
    tile = np.empty((height, width, 3), np.uint8)
    tile[:] = near(rng, (205, 208, 214) if rng.random() < 0.7 else colour(rng, 90, 230), 12)
    skins = [(236, 200, 176), (222, 178, 148), (198, 148, 112), (150, 104, 76), (96, 64, 48)]
    skin = near(rng, skins[rng.integers(5)], 10)
    hair = near(rng, [(30, 24, 22), (70, 48, 34), (120, 84, 52), (190, 160, 110), (150, 150, 150)][rng.integers(5)], 10)
    cloth = colour(rng, 15, 210)
    cx = width * (0.5 + rng.normal(0, 0.03))
    cy = height * (0.46 + rng.normal(0, 0.03))
    rx, ry = width * rng.uniform(0.22, 0.29), height * rng.uniform(0.25, 0.31)
    point = lambda px, py: (int(px), int(py))
    cv2.ellipse(tile, point(cx, height * 1.06), point(width * rng.uniform(0.42, 0.56), height * 0.26), 0, 0, 360, cloth, -1, cv2.LINE_AA)
    if rng.random() < 0.5:  # long hair
        cv2.ellipse(tile, point(cx, cy + ry * 0.35), point(rx * 1.35, ry * 1.45), 0, 0, 360, hair, -1, cv2.LINE_AA)
    cv2.rectangle(tile, point(cx - rx * 0.45, cy), point(cx + rx * 0.45, cy + ry * 1.5), near(rng, np.array(skin) * 0.85, 4), -1)
    cv2.ellipse(tile, point(cx, cy - ry * 0.22), point(rx * 1.12, ry * 1.05), 0, 0, 360, hair, -1, cv2.LINE_AA)
    cv2.ellipse(tile, point(cx, cy), point(rx, ry), 0, 0, 360, skin, -1, cv2.LINE_AA)
    if rng.random() < 0.8:
        cv2.ellipse(tile, point(cx, cy - ry * 0.72), point(rx * 0.95, ry * 0.42), 0, 0, 360, hair, -1, cv2.LINE_AA)
    dark = near(rng, np.array(skin) * 0.4, 6)
    for side in (-1, 1):
        cv2.ellipse(tile, point(cx + side * rx * 0.42, cy - ry * 0.08), point(max(1, rx * 0.17), max(1, ry * 0.06)), 0, 0, 360, dark, -1, cv2.LINE_AA)
        cv2.ellipse(tile, point(cx + side * rx * 0.42, cy - ry * 0.24), point(max(1, rx * 0.22), max(1, ry * 0.035)), 0, 0, 360, hair, -1, cv2.LINE_AA)
    cv2.ellipse(tile, point(cx, cy + ry * 0.48), point(max(1, rx * 0.3), max(1, ry * 0.07)), 0, 0, 360, near(rng, np.array(skin) * 0.62, 8), -1, cv2.LINE_AA)
    cv2.line(tile, point(cx, cy), point(cx + rx * 0.06, cy + ry * 0.22), near(rng, np.array(skin) * 0.7, 4), max(1, width // 40), cv2.LINE_AA)
    shade = 1 + 0.18 * noise(rng, height, width, 3, 3)
    tile = np.clip(tile * shade[..., None], 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        tile = cv2.cvtColor(cv2.cvtColor(tile, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return tile


def put(image, tile, x, y, width, height):
    tile = cv2.resize(tile, (width, height), interpolation=cv2.INTER_AREA)
    bottom, right = min(image.shape[0], y + height), min(image.shape[1], x + width)
    image[y:bottom, x:right] = tile[: bottom - y, : right - x]


def text_line(rng, image, x, y, length, height, ink, gap=0.25):
    """Words as rows of strokes: what is left of letters at the size of a scene."""
    at = x
    end = min(image.shape[1] - 1, x + length)
    base = y + height
    while at < end:
        for _ in range(int(rng.integers(2, 10))):
            wide = max(1, int(height * rng.uniform(0.35, 0.75)))
            if at + wide >= end:
                return
            tall = height * (1 if rng.random() < 0.5 else 0.72)
            for _ in range(int(rng.integers(1, 3))):
                a = (at + int(rng.integers(0, wide + 1)), int(base - tall * rng.random()))
                b = (at + int(rng.integers(0, wide + 1)), int(base - tall * (rng.random() < 0.5)))
                cv2.line(image, a, b, ink, max(1, height // 6), cv2.LINE_AA)
            cv2.line(image, (at, base), (at, int(base - tall)), ink, max(1, height // 6), cv2.LINE_AA)
            at += wide + max(1, height // 6)
        at += max(1, int(height * rng.uniform(gap, 4 * gap)))


def mrz_lines(rng, image, lines, ink):
    """At the place of Doc 9303: ten characters an inch, lines 6.35 mm apart."""
    height, width = image.shape[:2]
    pitch, glyph = 2.54 * PX_PER_MM, int(2.5 * PX_PER_MM)
    count = 30 if lines == 3 else int(min(44, (width - 8 * PX_PER_MM) / pitch))
    left = int(4.5 * PX_PER_MM)
    bottoms = (17.5, 11.1, 4.8) if lines == 3 else (14.6, 8.2)
    for bottom in bottoms:
        base = int(height - bottom * PX_PER_MM)
        fillers = int(rng.integers(8, count))
        for index in range(count):
            x = int(left + index * pitch)
            if x + pitch >= width:
                break
            if index >= fillers and rng.random() < 0.95:
                middle = base - glyph // 2
                reach = int(pitch * 0.6)
                cv2.polylines(image, [np.array([(x + reach, middle - glyph // 3), (x, middle), (x + reach, middle + glyph // 3)])], False, ink, 1, cv2.LINE_AA)
            else:
                w = int(pitch * 0.62)
                kind = rng.integers(4)
                if kind == 0:
                    cv2.rectangle(image, (x, base - glyph), (x + w, base), ink, 1, cv2.LINE_AA)
                elif kind == 1:
                    cv2.ellipse(image, (x + w // 2, base - glyph // 2), (w // 2, glyph // 2), 0, 0, 360, ink, 1, cv2.LINE_AA)
                else:
                    cv2.line(image, (x, base), (x, base - glyph), ink, 1, cv2.LINE_AA)
                    cv2.line(image, (x, base - int(glyph * rng.random())), (x + w, base - int(glyph * rng.random())), ink, 1, cv2.LINE_AA)


def barcode(rng, image, x, y, width, height):
    """A stacked code (rows of narrow bars) or a plain one."""
    x2, y2 = min(image.shape[1], x + width), min(image.shape[0], y + height)
    if x2 - x < 4 or y2 - y < 4:
        return
    rows = int(rng.integers(6, 20)) if rng.random() < 0.6 else 1
    bars = (rng.random((rows, max(4, (x2 - x) // 2))) < 0.5).astype(np.uint8) * 255
    tile = cv2.resize(bars, (x2 - x, y2 - y), interpolation=cv2.INTER_NEAREST)
    image[y:y2, x:x2] = np.maximum(tile, 20)[..., None]


def paper(rng, height, width):
    """Background of a card: plain, a gradient, tinted clouds, or fine lines."""
    base = colour(rng, 150, 255) if rng.random() < 0.75 else colour(rng, 10, 255)
    other = near(rng, base, 35)
    share = 0.5 + noise(rng, height, width, rng.integers(2, 5), rng.integers(2, 6))
    image = mix(base, other, share)
    for _ in range(int(rng.integers(0, 4))):
        step = int(rng.integers(5, 16))
        ink = near(rng, base, 50)
        xs = np.arange(0, width + 12, 12)
        amplitude, turns, phase = rng.uniform(0, 20), rng.uniform(0.2, 3), rng.uniform(0, 6)
        wave = amplitude * np.sin(xs / width * 6.28 * turns + phase)
        lines = [np.stack([xs, wave + y], 1).astype(np.int32) for y in range(-20, height + 20, step)]
        layer = image.copy()
        cv2.polylines(layer, lines, False, ink, 1, cv2.LINE_AA)
        image = cv2.addWeighted(layer, 0.6, image, 0.4, 0)
    return image


SIZES = [(85.6, 53.98, 0.62), (125, 88, 0.25), (105, 74, 0.1), (120, 80, 0.03)]


def invented(rng) -> Face:
    """A card that nobody issues: header, portrait at either side, rows of print, zone or code below or on the back."""
    width_mm, height_mm, _ = SIZES[rng.choice(4, p=[size[2] for size in SIZES])]
    width, height = int(width_mm * PX_PER_MM), int(height_mm * PX_PER_MM)
    image = paper(rng, height, width)
    light = image.mean() > 110
    ink = colour(rng, 0, 70) if light else colour(rng, 190, 255)
    kind = rng.choice(["portrait and zone", "portrait", "zone", "code"], p=[0.42, 0.38, 0.12, 0.08])
    lines = 3 if width_mm < 90 else 2
    zone = "zone" in kind
    below = (height - 23 * PX_PER_MM) if zone and lines == 3 else (height - 19 * PX_PER_MM) if zone else int(height * 0.97)
    header = int(height * rng.uniform(0.1, 0.2))
    if rng.random() < 0.6:
        band = near(rng, image.reshape(-1, 3).mean(0), 30) if rng.random() < 0.5 else colour(rng)
        cv2.rectangle(image, (0, 0), (width, header), band, -1)
    for row in range(int(rng.integers(1, 3))):
        tall = int(header * rng.uniform(0.2, 0.36))
        start = int(width * rng.uniform(0.03, 0.3))
        text_line(rng, image, start, int(header * (0.12 + 0.45 * row)), int(width * rng.uniform(0.3, 0.65)), tall, ink if rng.random() < 0.6 else colour(rng))
    if rng.random() < 0.4:
        side = int(header * 0.8)
        x = int(width * rng.choice([0.03, 0.88]))
        cv2.rectangle(image, (x, int(header * 0.1)), (x + side, int(header * 0.1 + side * 0.7)), colour(rng), -1)
    free_left, free_right = int(width * 0.04), int(width * 0.96)
    if "portrait" in kind:
        tall = int(min(below - header, height * rng.uniform(0.5, 0.72)) * 0.94)
        wide = int(tall * rng.uniform(0.72, 0.84))
        x = int(width * 0.04) if rng.random() < 0.72 else int(width * 0.96) - wide
        y = header + max(2, int((below - header - tall) * rng.uniform(0.2, 0.8)))
        put(image, portrait_tile(rng), x, y, wide, tall)
        free_left, free_right = (x + wide + 8, free_right) if x < width / 2 else (free_left, x - 8)
        if rng.random() < 0.3:
            small = tall // 3
            ghost = image.copy()
            put(ghost, portrait_tile(rng), free_right - small, below - small - 8, small * 3 // 4, small)
            image = cv2.addWeighted(ghost, 0.55, image, 0.45, 0)
    columns = 1 if rng.random() < 0.5 else 2
    step = int(rng.uniform(4.5, 8) * PX_PER_MM)
    value = int(rng.uniform(1.8, 2.8) * PX_PER_MM)
    label = max(3, int(value * 0.5))
    for column in range(columns):
        x = free_left + (free_right - free_left) * column // columns
        room = (free_right - free_left) // columns - 6
        for y in range(header + 6, below - step, step):
            if rng.random() < 0.85:
                if rng.random() < 0.7:
                    text_line(rng, image, x, y, int(room * rng.uniform(0.2, 0.6)), label, near(rng, ink, 50))
                text_line(rng, image, x, y + label + 3, int(room * rng.uniform(0.25, 0.95)), value, ink)
    if rng.random() < 0.3:
        x, y = int(rng.integers(free_left, max(free_left + 1, free_right - 50))), int(rng.integers(header, max(header + 1, below - 40)))
        cv2.rectangle(image, (x, y), (x + 11 * PX_PER_MM, y + 9 * PX_PER_MM), near(rng, (205, 175, 100), 15), -1)
    if rng.random() < 0.25:
        points = np.cumsum(rng.normal(0, 12, (14, 2)) + (6, 0), 0) + (free_left, below - 30)
        cv2.polylines(image, [points.astype(np.int32)], False, ink, 2, cv2.LINE_AA)
    if zone:
        if rng.random() < 0.5:
            cv2.rectangle(image, (0, below), (width, height), near(rng, (235, 235, 232), 10) if light else colour(rng, 120, 255), -1)
        mrz_lines(rng, image, lines, colour(rng, 0, 60))
    elif kind == "code":
        barcode(rng, image, int(width * 0.05), int(height * rng.uniform(0.05, 0.6)), int(width * rng.uniform(0.5, 0.9)), int(height * rng.uniform(0.15, 0.35)))
        if rng.random() < 0.5:
            cv2.rectangle(image, (0, int(height * 0.08)), (width, int(height * 0.28)), (25, 25, 25), -1)
    radius = 3.2 if rng.random() < 0.8 else 0
    return Face(image, width_mm, height_mm, radius)


class Faces:
    """Specimen faces from render-faces.ts, and invented cards. A stock of each is kept: drawing one costs 10 ms."""

    def __init__(self, rng, folder: str, stock: int = 400):
        self.rng = rng
        with open(os.path.join(folder, "faces.json")) as file:
            entries = json.load(file)
        self.specimens = []
        for entry in entries:
            image = cv2.cvtColor(cv2.imread(os.path.join(folder, entry["file"])), cv2.COLOR_BGR2RGB)
            size = int(entry["widthMm"] * PX_PER_MM), int(entry["heightMm"] * PX_PER_MM)
            image = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
            self.specimens.append((image, entry))
        self.invented = [invented(rng) for _ in range(stock)]
        self.portraits = [portrait_tile(rng) for _ in range(stock)]

    def pick(self) -> Face:
        rng = self.rng
        if rng.random() < 0.45:
            image, entry = self.specimens[rng.integers(len(self.specimens))]
            image = image.copy()
            frame = entry.get("portraitMm")
            if frame:
                x, y, w, h = (int(frame[key] * PX_PER_MM) for key in ("x", "y", "width", "height"))
                put(image, self.portraits[rng.integers(len(self.portraits))], x, y, w, h)
            face = Face(image, entry["widthMm"], entry["heightMm"], entry["cornerRadiusMm"])
        else:
            if rng.random() < 0.1:
                self.invented[rng.integers(len(self.invented))] = invented(rng)
            face = self.invented[rng.integers(len(self.invented))]
            face = dataclasses.replace(face, image=face.image.copy())
        if rng.random() < 0.3:  # another ink and paper
            table = 255 * (np.arange(256)[:, None] / 255) ** np.exp(rng.normal(0, 0.3, 3))
            table = table * rng.uniform(0.6, 1) + rng.uniform(0, 60)
            face.image = cv2.LUT(face.image, np.clip(table, 0, 255).astype(np.uint8)[None])
        if rng.random() < 0.15:
            grey = cv2.cvtColor(cv2.cvtColor(face.image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
            share = rng.uniform(-0.8, 1)
            face.image = cv2.addWeighted(grey, share, face.image, 1 - share, 0)
        return face
