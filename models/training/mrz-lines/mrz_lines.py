"""Training (Python). Draws MRZ lines as cameras see them: OCR-B on printed backgrounds, bent, blurred, lit and compressed.

Every measure of length is in capital heights ("caps"), so that a degradation means the same at every resolution.
"""
import math

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from mrz_text import ALPHABET, Texts

LINE_HEIGHT_PX = 32
CAP_PX = 36  # capital height on the drawing canvas
CANVAS_PX, BASELINE_PX = 144, 90
MIDDLE_PX = BASELINE_PX - CAP_PX / 2
STROKE_PX = 0.13 * CAP_PX
# Share of each face. Real MRZs are OCR-B; specimens found on the web are sometimes set in something else.
FACES = {
    "ocr-b.otf": 0.76,
    "LiberationMono-Regular.ttf": 0.03,
    "LiberationMono-Bold.ttf": 0.03,
    "DejaVuSansMono.ttf": 0.02,
    "DejaVuSansMono-Bold.ttf": 0.02,
    "NotoMono-Regular.ttf": 0.02,
    "Inconsolata.otf": 0.02,
    "LiberationSans-Regular.ttf": 0.04,
    "LiberationSans-Bold.ttf": 0.02,
    "Courier Prime.otf": 0.01,
    "Courier Prime Bold.otf": 0.02,
    "DejaVuSerif-Bold.ttf": 0.01,
}
OTHER_PRINT_FACES = ["DejaVuSans.ttf", "DejaVuSans-Bold.ttf", "LiberationSans-Regular.ttf", "LiberationMono-Regular.ttf"]


class Face:
    def __init__(self, path: str):
        size = 64
        for _ in range(4):  # to the size whose capitals are CAP_PX high
            box = ImageFont.truetype(path, size).getbbox("H", anchor="ls")
            size = round(size * CAP_PX / -box[1])
        self.font = ImageFont.truetype(path, size)
        self.cache: dict[str, tuple[np.ndarray, float]] = {}

    def glyph(self, char: str, depth: float | None = None, squareness: float | None = None) -> tuple[np.ndarray, float]:
        """Ink, 0 to 255, in a box CANVAS_PX high that opens 8 px left of the pen; and the advance in px.
        Issuers' cuts of OCR-B differ most in how far the middle of M and W reaches (`depth`, in caps) and in how square
        O and 0 are (`squareness`, exponent of a superellipse): both are redrawn where given."""
        key = f"{char}{depth if char in 'MW' else None}{squareness if char in 'O0' else None}"
        if key not in self.cache:
            advance = self.font.getlength(char)
            image = Image.new("L", (int(advance) + 24, CANVAS_PX))
            ImageDraw.Draw(image).text((8, BASELINE_PX), char, font=self.font, fill=255, anchor="ls")
            ink = np.asarray(image)
            if depth is not None and char in "MW":
                ink = redrawn_middle(ink, char, depth)
            if squareness is not None and char in "O0":
                ink = redrawn_round(ink, squareness)
            self.cache[key] = ink, advance
        return self.cache[key]


def redrawn_middle(ink: np.ndarray, char: str, depth: float) -> np.ndarray:
    columns = np.flatnonzero(ink.max(0) > 127)
    left, right = columns[0] + STROKE_PX / 2, columns[-1] + 1 - STROKE_PX / 2
    top, base = BASELINE_PX - CAP_PX + STROKE_PX / 2, BASELINE_PX - STROKE_PX / 2
    lean = 0 if char == "M" else 2
    if char == "M":
        points = [(left, base), (left, top), ((left + right) / 2, top + depth * (base - top)), (right, top), (right, base)]
    else:
        points = [(left, top), (left + lean, base), ((left + right) / 2, base - depth * (base - top)), (right - lean, base), (right, top)]
    return stroked(np.array(points), ink.shape[1])


def redrawn_round(ink: np.ndarray, squareness: float) -> np.ndarray:
    columns, rows = np.flatnonzero(ink.max(0) > 127), np.flatnonzero(ink.max(1) > 127)
    middle = np.array([columns[0] + columns[-1] + 1, rows[0] + rows[-1] + 1]) / 2
    radii = (np.array([columns[-1] + 1 - columns[0], rows[-1] + 1 - rows[0]]) - STROKE_PX) / 2
    angle = np.linspace(0, 2 * np.pi, 65)[:, None]
    wave = np.concatenate([np.cos(angle), np.sin(angle)], 1)
    return stroked(middle + radii * np.sign(wave) * np.abs(wave) ** (2 / squareness), ink.shape[1])


def stroked(points: np.ndarray, width: int) -> np.ndarray:
    large = np.zeros((CANVAS_PX * 4, width * 4), np.uint8)
    corners = np.round(points * 4).astype(np.int32)
    cv2.polylines(large, [corners.reshape(-1, 1, 2)], False, 255, round(STROKE_PX * 4), cv2.LINE_8)
    return cv2.resize(large, (width, CANVAS_PX), interpolation=cv2.INTER_AREA)


def textures(rng: np.random.Generator, count: int = 240) -> list[np.ndarray]:
    """Security backgrounds, paper, cloth and print, -1 to 1, 96 x 1024."""
    y, x = np.mgrid[0:96, 0:1024].astype(np.float32)
    made = []
    for i in range(count):
        kind = i % 6
        if kind < 2:  # guilloche: bundles of bent lines
            t = np.zeros_like(x)
            for _ in range(rng.integers(1, 4)):
                angle, pitch = rng.uniform(0, np.pi), rng.uniform(4, 24)
                bend = rng.uniform(0, 9) * np.sin(x / rng.uniform(15, 90) + rng.uniform(0, 6)) + rng.uniform(0, 6) * np.sin(y / rng.uniform(8, 40))
                wave = np.sin(2 * np.pi * (x * np.cos(angle) + y * np.sin(angle) + bend) / pitch)
                t += np.clip((wave - rng.uniform(-0.5, 0.85)) * rng.uniform(1, 4), -1, 1)
        elif kind == 2:  # paper, cloth, clouds
            t = np.zeros_like(x)
            for scale in (2, 8, 32):
                cells = rng.normal(size=(96 // scale + 2, 1024 // scale + 2)).astype(np.float32)
                t += rng.uniform(0, 1) * cv2.resize(cells, (1024, 96), interpolation=cv2.INTER_CUBIC)
        elif kind == 3:  # halftone and moire
            a, b = rng.uniform(3, 9, 2)
            skew = rng.uniform(-0.4, 0.4)
            t = np.sin(2 * np.pi * (x + skew * y) / a) * np.sin(2 * np.pi * (y - skew * x) / b)
        elif kind == 4:  # crossing strokes and shapes
            image = np.zeros(x.shape, np.uint8)
            for _ in range(rng.integers(2, 40)):
                p, q = rng.integers(0, [1024, 96], size=(2, 2))
                if rng.random() < 0.5:
                    cv2.line(image, p.tolist(), q.tolist(), int(rng.integers(60, 255)), int(rng.integers(1, 4)), cv2.LINE_AA)
                else:
                    axes = rng.integers(4, 90, 2).tolist()
                    cv2.ellipse(image, p.tolist(), axes, 30, 0, 360, int(rng.integers(60, 255)), int(rng.choice([1, 2, -1])), cv2.LINE_AA)
            t = image.astype(np.float32) / 128
        else:  # plain
            t = rng.normal(size=x.shape).astype(np.float32) * rng.uniform(0, 0.3)
        t = t - t.mean()
        made.append((t / (np.abs(t).max() + 1e-6)).astype(np.float32))
    return made


def weakest_block(ink: np.ndarray, image: np.ndarray, cap_px: float) -> float:
    """How well the least legible stretch, about a character wide, still follows its ink: a correlation, 0 to 1."""
    step = max(4, round(1.2 * cap_px))
    count = ink.shape[1] // step
    if count == 0:
        return 1.0
    blocks = lambda a: a[:, : count * step].astype(np.float32).reshape(a.shape[0], count, step).transpose(1, 0, 2).reshape(count, -1)
    a, b = blocks(ink), blocks(255 - image)
    a, b = a - a.mean(1, keepdims=True), b - b.mean(1, keepdims=True)
    norm_a, norm_b = np.sqrt((a * a).sum(1)), np.sqrt((b * b).sum(1))
    inked = norm_a > 0.12 * np.sqrt(a.shape[1])
    if not inked.any():
        return 0.0
    return float(((a * b).sum(1) / (norm_a * norm_b + 1e-3))[inked].min())


class LineMaker:
    """Makes (image uint8 [32, W], classes uint8 [n]); W is a multiple of 4, classes as in the model's output."""

    def __init__(self, seed: int, fonts: dict[str, str]):
        self.rng = np.random.default_rng(seed)
        self.texts = Texts(self.rng)
        self.faces = [Face(fonts[name]) for name in FACES]
        self.shares = np.array(list(FACES.values())) / sum(FACES.values())
        self.other_faces = [Face(fonts[name]) for name in OTHER_PRINT_FACES]
        self.textures = textures(np.random.default_rng(7))

    def chance(self, p: float) -> bool:
        return self.rng.random() < p

    def worn(self, p: float) -> bool:
        """As `chance`, for what harms a line: most lines suffer little, some all at once."""
        return self.rng.random() < p * self.harm

    def make(self) -> tuple[np.ndarray, np.ndarray]:
        """One line; what nobody could read is drawn again."""
        while True:
            made = self.attempt()
            if made is not None:
                return made

    def attempt(self) -> tuple[np.ndarray, np.ndarray] | None:
        u = self.rng.uniform
        self.harm = self.rng.choice([0.35, 0.7, 1.0], p=[0.55, 0.3, 0.15])
        negative = self.rng.random()
        if negative < 0.015:
            text, label, face = " " * int(self.rng.integers(3, 24)), "", self.faces[0]
        elif negative < 0.04:
            text, label, face = self.texts.other_print(), "", self.other_faces[self.rng.integers(len(self.other_faces))]
        else:
            text, face = self.texts.line(), self.faces[self.rng.choice(len(self.faces), p=self.shares)]
            label = text
        tracking = u(0.89, 1.12) if self.chance(0.8) else u(0.78, 1.4)
        ink, start, end = self.draw(face, text, tracking)
        if self.chance(0.25):  # the lines above and below; 2.6 caps apart on paper, closer where the crop is squeezed
            other, _, _ = self.draw(face, self.texts.line(), tracking, width=ink.shape[1])
            distance = int(CAP_PX * u(1.45, 2.7))
            for shift in ([-distance, distance] if self.chance(0.5) else [int(self.rng.choice([-distance, distance]))]):
                moved = np.zeros_like(other)
                moved[max(0, shift) : CANVAS_PX + min(0, shift)] = other[max(0, -shift) : CANVAS_PX - max(0, shift)]
                ink = np.maximum(ink, moved)
        ink = self.print_on_paper(ink)
        cap_px = float(np.exp(u(np.log(7.5), np.log(20)))) if self.worn(0.7) else float(np.exp(u(np.log(12), np.log(36))))
        seen, left_px, right_px = self.project(ink, start, end, cap_px)
        image = self.photograph(seen, cap_px, left_px, right_px)
        if label and weakest_block(seen, image, cap_px) < 0.45:
            return None
        if self.chance(0.38):
            black_white = self.binarise(image)
            small = cv2.resize(black_white, (seen.shape[1], seen.shape[0]), interpolation=cv2.INTER_AREA)
            if not label or weakest_block(seen, small, cap_px) >= 0.5:
                image = black_white
        width = max(16, round(image.shape[1] * LINE_HEIGHT_PX / image.shape[0] / 4) * 4)
        way = cv2.INTER_AREA if image.shape[0] > LINE_HEIGHT_PX else int(self.rng.choice([cv2.INTER_LINEAR, cv2.INTER_CUBIC]))
        image = cv2.resize(image, (width, LINE_HEIGHT_PX), interpolation=way)
        if self.chance(0.025):
            image = 255 - image
        return image, np.array([ALPHABET.index(c) + 1 for c in label], np.uint8)

    def draw(self, face: Face, text: str, tracking: float, width: int | None = None) -> tuple[np.ndarray, int, int]:
        """Ink on a canvas; and where the text begins and ends in px."""
        margin, u = 120, self.rng.uniform
        own_cut = face is self.faces[0]
        depth = float(self.rng.choice([0.35, 0.45, 0.5, 0.55, 0.62])) if own_cut and self.chance(0.7) else None
        squareness = float(self.rng.choice([2, 2.4, 3])) if own_cut and self.chance(0.5) else None
        glyphs = [face.glyph(c, depth, squareness) for c in text]
        # Proportional faces and tight tracking: never let neighbours merge.
        advances = [max(a * tracking, 0.5 * CAP_PX if c != " " else 0) for c, (_, a) in zip(text, glyphs)]
        canvas = np.zeros((CANVAS_PX, width or int(sum(advances)) + 2 * margin), np.uint8)
        jitter = u(0, 0.03) * CAP_PX if self.chance(0.5) else 0
        pen = float(margin)
        for (glyph, natural), advance in zip(glyphs, advances):
            dx, dy = self.rng.normal(0, 1, 2) * jitter
            at = round(pen + (advance - natural) / 2 + dx * 0.7) - 8
            if 0 <= at and at + glyph.shape[1] <= canvas.shape[1]:
                up = max(-8, min(8, round(dy)))
                area = canvas[8 + up : CANVAS_PX - 8 + up, at : at + glyph.shape[1]]
                np.maximum(area, glyph[8 : CANVAS_PX - 8], out=area)
            pen += advance
        return canvas, margin, round(pen)

    def print_on_paper(self, ink: np.ndarray) -> np.ndarray:
        """Weight of the stroke, bleeding, gaps, halftone and smudges. Returns 0 to 1."""
        u = self.rng.uniform
        ink = ink.astype(np.float32) / 255
        spread = u(0.03, 0.11) * CAP_PX
        peak = math.erf(STROKE_PX / 2 / (spread * math.sqrt(2)))  # of a blurred stroke: above it nothing would be left
        threshold = peak * (u(0.25, 0.85) if self.worn(0.3) else u(0.38, 0.72))
        uneven = u(0.75, 1.33) if self.chance(0.4) else 1  # upright strokes heavier than level ones, or lighter
        ink = cv2.GaussianBlur(ink, (0, 0), sigmaX=spread * uneven, sigmaY=spread / uneven)
        if self.worn(0.2):  # fading towards the top or the foot of the letters
            ramp = np.clip(self.rng.choice([-1, 1]) * (np.arange(CANVAS_PX, dtype=np.float32) - MIDDLE_PX) / CAP_PX + 0.5, 0, 1)
            ink *= (1 - u(0.1, 0.5) * ramp)[:, None]
        ink = np.clip((ink - threshold) * u(2, 8) + 0.5, 0, 1)
        h, w = ink.shape
        if self.worn(0.1):  # a rule under or over the line
            at = round(MIDDLE_PX + self.rng.choice([-1, 1]) * CAP_PX * u(0.68, 1.1))
            a, b = sorted(self.rng.integers(0, w, 2))
            thickness = int(self.rng.integers(1, 4))
            ink[at : at + thickness, a:b] = u(0.4, 1)
        if self.worn(0.4):  # uneven ink: worn, or a ribbon running dry
            cell = u(2, 14)
            field = cv2.resize(self.rng.normal(size=(int(h / cell) + 2, int(w / cell) + 2)).astype(np.float32), (w, h), interpolation=cv2.INTER_LINEAR)
            ink *= np.clip(u(0.8, 1.8) + field * u(0.2, 0.7), 0.15, 1)
        if self.worn(0.12):  # dot matrix, halftone, screen
            a, b = u(4, 9, 2)
            lattice = np.outer(np.sin(np.arange(h, dtype=np.float32) * (2 * np.pi / a)), np.sin(np.arange(w, dtype=np.float32) * (2 * np.pi / b) + u(0, 6)))
            ink *= np.clip(u(0.6, 1.1) + lattice * u(0.3, 0.9), 0.1, 1).astype(np.float32)
        if self.worn(0.1):  # scratches, rules and pen strokes through the line
            strokes = np.zeros((h, w), np.uint8)
            for _ in range(self.rng.integers(1, 4)):
                p, q = self.rng.integers(0, [w, h], size=(2, 2))
                if self.chance(0.4):
                    q = p + [int(u(-300, 300)), int(u(-4, 4))]
                cv2.line(strokes, p.tolist(), q.tolist(), 255, int(self.rng.integers(1, 4)), cv2.LINE_AA)
            mask = strokes.astype(np.float32) / 255
            ink = np.maximum(ink, mask * u(0.3, 0.9)) if self.chance(0.6) else ink * (1 - mask * u(0.5, 1))
        if self.worn(0.15):  # specks
            specks = (self.rng.random((h // 3 + 1, w // 3 + 1), dtype=np.float32) > u(0.985, 0.999)).astype(np.float32)
            specks = cv2.resize(specks, (w, h), interpolation=cv2.INTER_LINEAR)
            ink = np.maximum(ink, specks) if self.chance(0.6) else ink * (1 - specks)
        return ink

    def project(self, ink: np.ndarray, start: int, end: int, cap_px: float) -> tuple[np.ndarray, float, float]:
        """The line as it falls on the sensor: scale, aspect, slant, tilt, perspective, curvature and the crop around it.
        Returns the ink seen, and where the text begins and ends in px."""
        u, normal = self.rng.uniform, self.rng.normal
        fill = float(np.clip(normal(0.67, 0.06), 0.45, 0.9)) if self.chance(0.7) else u(0.35, 0.9)
        growth_range = 0.0  # perspective: the letters at one end larger than at the other
        if self.chance(0.5):
            growth_range = float(np.clip(normal(0, 0.1), -0.3, 0.3)) if self.chance(0.7) else u(-0.6, 0.6)
            fill /= 1 + abs(growth_range) / 2
        height = max(9, round(cap_px / fill))
        scale_y = cap_px / CAP_PX
        aspect = float(np.exp(normal(0, 0.12)))
        scale_x = scale_y * float(np.clip(aspect, 0.72, 1.4))
        # Margins, in caps; rarely the crop cuts the rim of the first or last character.
        left, right = (u(0.02, 0.35) if self.chance(0.7) else u(0, 2.4) for _ in range(2))
        x0, x1 = start - left * CAP_PX, end + right * CAP_PX
        width = max(12, round((x1 - x0) * scale_x))
        t = (np.arange(width, dtype=np.float32) + 0.5) / width
        growth = 1 + growth_range * (t - 0.5)
        steps = np.cumsum(1 / growth)
        source_x = x0 + (x1 - x0) * (steps - steps[0] / 2) / steps[-1]
        free = max(0.04, (1 / fill - 1) / 2) * CAP_PX  # room above and below the capitals
        tilt = (float(np.clip(normal(0, 0.3), -0.8, 0.8)) if self.chance(0.8) else u(-0.9, 0.9)) * free
        bend = float(np.clip(normal(0, 0.2), -0.5, 0.5)) * free * self.chance(0.4)
        shift = float(np.clip(normal(0, 0.3), -1, 1)) * free
        drift = tilt * (2 * t - 1) + bend * (8 * (t - 0.5) ** 2 - 1) + shift
        if self.chance(0.15):
            drift = drift + u(0, 0.2) * free * np.sin(2 * np.pi * (u(0.5, 3) * t + u(0, 1)))
        y = np.arange(height, dtype=np.float32)[:, None] + 0.5 - height / 2
        map_y = MIDDLE_PX + y / (scale_y * growth)[None, :] + drift[None, :]
        slant = normal(0, 0.04) if self.chance(0.7) else u(-0.2, 0.2)
        map_x = source_x[None, :] + slant * (map_y - MIDDLE_PX)
        if self.worn(0.4):  # ragged outlines
            cells = (2, int(height / cap_px / 0.25) + 2, int(width / cap_px / 0.25) + 2)
            for target, field in zip((map_x, map_y), normal(size=cells).astype(np.float32) * u(0.01, 0.045) * CAP_PX):
                target += cv2.resize(field, (width, height), interpolation=cv2.INTER_LINEAR)
        shrink = 1 / min(scale_x, scale_y)
        if shrink > 1.2:
            ink = cv2.GaussianBlur(ink, (0, 0), 0.42 * np.sqrt(shrink**2 - 1))
        seen = cv2.remap(ink, map_x.astype(np.float32), map_y.astype(np.float32), cv2.INTER_LINEAR, borderValue=0)
        return seen, left * CAP_PX * scale_x, width - right * CAP_PX * scale_x

    def texture(self, height: int, width: int) -> np.ndarray:
        t = self.textures[self.rng.integers(len(self.textures))]
        zoom = self.rng.uniform(0.5, 3)
        h, w = min(96, max(8, int(height / zoom))), min(1024, max(8, int(width / zoom)))
        y, x = self.rng.integers(0, 97 - h), self.rng.integers(0, 1025 - w)
        return cv2.resize(t[y : y + h, x : x + w], (width, height), interpolation=cv2.INTER_LINEAR)

    def photograph(self, seen: np.ndarray, cap_px: float, left_px: float, right_px: float) -> np.ndarray:
        u, normal = self.rng.uniform, self.rng.normal
        h, w = seen.shape
        paper = u(110, 250)
        dark = paper * (u(0.5, 0.75) if self.worn(0.4) else u(0.05, 0.5))
        contrast = paper - dark
        image = np.full((h, w), paper, np.float32)
        if self.chance(0.75):
            image += self.texture(h, w) * contrast * (u(0.3, 0.5) if self.worn(0.2) else u(0, 0.3))
        for end_px, side in ((left_px, -1), (right_px, 1)):  # the document's edge and what lies beyond
            room = end_px if side < 0 else w - end_px
            if room > cap_px and self.chance(0.25):
                edge = end_px + side * (0.6 * cap_px + (room - 0.6 * cap_px) * u(0, 1))
                line = edge + normal(0, 0.15) * (np.arange(h, dtype=np.float32)[:, None] - h / 2)
                beyond = np.clip(side * (np.arange(w, dtype=np.float32)[None, :] - line), 0, 1)
                outside = u(0, 255) + self.texture(h, w) * u(0, 60)
                image += beyond * (outside - image)
                seen = seen * (1 - beyond)
        image += seen * (dark - image)
        if self.worn(0.6):  # shadow
            direction = u(-1, 1) * np.arange(w, dtype=np.float32)[None, :] / w + u(-0.3, 0.3) * np.arange(h, dtype=np.float32)[:, None] / h
            direction = (direction - direction.min()) / (np.ptp(direction) + 1e-6)
            if self.chance(0.4):
                direction = np.clip((direction - u(0.2, 0.8)) * u(5, 60), 0, 1)
            image *= 1 - u(0, 0.6) * direction
        if self.worn(0.3):  # glare, hologram
            for _ in range(self.rng.integers(1, 4)):
                cx, rx, cy, ry = u(0, w), u(0.5, 6) * h, u(0, h), u(0.3, 2) * h
                gx = np.exp(-(((np.arange(w, dtype=np.float32) - cx) / rx) ** 2))
                gy = np.exp(-(((np.arange(h, dtype=np.float32) - cy) / ry) ** 2))
                image += np.outer(gy, gx) * u(0.2, 0.72) * (u(200, 270) - image)
        blur = u(0.05, 0.12) if self.worn(0.3) else abs(normal(0, 0.04))
        image = cv2.GaussianBlur(image, (0, 0), max(0.25, blur * cap_px))
        if self.worn(0.3):
            length, angle = u(0.05, 0.32) * cap_px, u(0, np.pi)
            n = int(length) | 1
            if n > 1:
                kernel = np.zeros((n, n), np.float32)
                d = np.array([np.cos(angle), np.sin(angle)]) * (n // 2)
                cv2.line(kernel, (n // 2 - d).round().astype(int).tolist(), (n // 2 + d).round().astype(int).tolist(), 1, 1)
                image = cv2.filter2D(image, -1, kernel / kernel.sum(), borderType=cv2.BORDER_REPLICATE)
        noise = abs(normal(0, 0.08 * self.harm)) * contrast
        image += self.rng.standard_normal((h, w), dtype=np.float32) * noise
        if self.chance(0.2):
            image += (image - cv2.GaussianBlur(image, (0, 0), u(0.6, 2))) * u(0.5, 2)
        if self.chance(0.1):
            image = (image - image.min()) * u(1, 1.6) - u(0, 60)
        image = np.clip(image, 0, 255).astype(np.uint8)
        if self.chance(0.6):
            quality = int(u(12, 60)) if self.worn(0.7) else int(u(60, 95))
            image = cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], cv2.IMREAD_GRAYSCALE)
        return image

    def binarise(self, image: np.ndarray) -> np.ndarray:
        """Black and white, as scanners and many a capture library deliver it."""
        u = self.rng.uniform
        height = int(u(40, 72))
        width = max(16, round(image.shape[1] * height / image.shape[0]))
        image = cv2.resize(image, (width, height), interpolation=cv2.INTER_CUBIC)
        if self.chance(0.3):
            image = cv2.GaussianBlur(image, (0, 0), u(0.5, 1.8))
        way = self.rng.random()
        if way < 0.3:
            _, image = cv2.threshold(image, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        else:  # Sauvola
            window = (int(u(0.4, 1.6) * height) | 1,) * 2
            values = image.astype(np.float32)
            mean = cv2.blur(values, window)
            deviation = np.sqrt(np.maximum(cv2.blur(values * values, window) - mean * mean, 0))
            k = u(0.08, 0.4)
            image = ((values > mean * (1 + k * (deviation / u(60, 128) - 1))) * 255).astype(np.uint8)
        if self.chance(0.25):
            image = cv2.medianBlur(image, 3)
        if self.chance(0.2):
            kernel = np.ones((2, 2), np.uint8)
            image = cv2.erode(image, kernel) if self.chance(0.5) else cv2.dilate(image, kernel)
        if self.worn(0.2):  # specks, denser in places
            h, w = image.shape
            density = cv2.resize(self.rng.random((3, w // 40 + 2), dtype=np.float32), (w, h)) ** 3 * u(0.01, 0.12)
            image = np.where(self.rng.random((h, w), dtype=np.float32) < density, np.uint8(0 if self.chance(0.8) else 255), image)
        return image
