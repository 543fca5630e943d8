"""Training (Python). Composes photographs of pages: a page somewhere in space, on, under and beside other things.

    python scenes.py FACES OUT [COUNT] [SEED]     writes shards that train.py reads, and prints how many a second

A scene is a picture (uint8 RGB), the page's corners clockwise from its own top left in pixels (outside the picture
where they are cut off; all NaN where there is no page) and a mask of what covers it.
"""
import os
import sys
import time

import cv2
import numpy as np

from cards import Face, Faces, PX_PER_MM, colour, mix, near, noise, text_line

SHAPES = [(192, 256), (256, 192), (160, 256), (256, 256), (128, 256), (256, 160)]  # height, width
SHAPE_SHARES = [0.38, 0.16, 0.24, 0.1, 0.06, 0.06]
OVERSAMPLE = 1.25  # scenes are composed larger and shrunk by area, as photographs are


# ---- what lies below -------------------------------------------------------------------------------------------------
def wood(rng, h, w):
    dark = near(rng, [(96, 62, 38), (58, 38, 28), (150, 116, 82), (190, 170, 145), (70, 60, 55)][rng.integers(5)], 12)
    light = tuple(min(255, int(v * rng.uniform(1.15, 1.7))) for v in dark)
    figure = noise(rng, h, w, rng.integers(2, 6), rng.integers(2, 5)) * rng.uniform(4, 22) + np.linspace(0, rng.uniform(4, 30), h)[:, None]
    share = 0.5 + 0.2 * np.sin(figure) + 0.3 * noise(rng, h, w, h / 2, 8)
    image = mix(dark, light, share.astype(np.float32))
    for y in rng.integers(0, h, rng.integers(0, 5)):
        cv2.line(image, (0, int(y)), (w, int(y)), near(rng, dark, 5), 1)
    return image


def cloth(rng, h, w):
    base = colour(rng, 10, 220)
    y, x = np.mgrid[0:h, 0:w].astype(np.float32)
    fold = noise(rng, h, w, 3, 4)
    step = rng.uniform(0.7, 2.2)
    weave = np.sin(x * step + fold * 3) * np.sin(y * step + fold * 3)
    share = 0.5 + 0.5 * fold + 0.2 * weave + 0.2 * noise(rng, h, w, h / 2, w / 2)
    return mix(np.float32(base) * 0.7, np.float32(base) * 1.25, share)


def stone(rng, h, w):
    base = np.float32(near(rng, colour(rng, 60, 220), 10))
    base = base * 0.3 + base.mean() * 0.7
    share = 0.5 + 0.3 * noise(rng, h, w, 6, 8) + rng.uniform(0.1, 0.6) * noise(rng, h, w, h / 3, w / 3)
    return mix(base * 0.7, base * 1.2, share)


def plain(rng, h, w):
    base = np.float32(colour(rng))
    grey = rng.random()
    base = base * (1 - grey) + base.mean() * grey
    return mix(base, near(rng, base, rng.uniform(0, 40)), 0.5 + 0.5 * noise(rng, h, w, 2, 2))


def flatbed(rng, h, w):
    """A scanner's lid: white, grey or black and even."""
    level = rng.choice([255, 250, 240, 225, 30, 10], p=[0.4, 0.2, 0.15, 0.1, 0.08, 0.07])
    return np.full((h, w, 3), level, np.uint8) - (rng.integers(0, 4, (h, w, 1)).astype(np.uint8) if level > 20 else np.uint8(0))


def stripes(rng, h, w):
    """Tiles, floorboards, grids, keyboards: lines that lie as straight as a page's edge."""
    image = plain(rng, h, w)
    ink = near(rng, image.reshape(-1, 3).mean(0), 45)
    step = int(rng.integers(8, max(10, w // 3)))
    thick = int(rng.integers(1, 5))
    if rng.random() < 0.3:
        gap = max(2, step // 6)
        for y in range(0, h, step):
            for x in range(0, w, step):
                cv2.rectangle(image, (x + gap, y + gap), (x + step - gap, y + step - gap), near(rng, ink, 4), -1)
    else:
        for x in range(int(rng.integers(0, step)), w, step):
            cv2.line(image, (x, 0), (x, h), ink, thick, cv2.LINE_AA)
        if rng.random() < 0.6:
            for y in range(int(rng.integers(0, step)), h, step):
                cv2.line(image, (0, y), (w, y), ink, thick, cv2.LINE_AA)
    return image


def printed(rng, h, w):
    """A sheet with text, larger than the picture."""
    image = np.empty((h, w, 3), np.uint8)
    image[:] = near(rng, (240, 238, 232), 8)
    tall = int(rng.integers(3, 9))
    ink = colour(rng, 0, 110)
    y = int(rng.integers(0, 12))
    while y < h - tall:
        text_line(rng, image, int(rng.integers(0, w // 4)), y, int(w * rng.uniform(0.3, 1)), tall, ink)
        y += int(tall * rng.uniform(1.6, 2.4)) if rng.random() < 0.85 else tall * 5
    return image


def wall(rng, h, w):
    """A room out of focus: door frames, shelves, windows, books."""
    image = plain(rng, h, w)
    for _ in range(int(rng.integers(1, 6))):
        a = (int(rng.integers(-20, w)), int(rng.integers(-20, h)))
        b = (a[0] + int(rng.integers(15, w)), a[1] + int(rng.integers(10, h)))
        ink = near(rng, image.reshape(-1, 3).mean(0), 40)
        cv2.rectangle(image, a, b, ink, -1)
        if rng.random() < 0.4:
            cv2.rectangle(image, a, b, near(rng, ink, 25), int(rng.integers(1, 9)))
    x = int(rng.integers(0, w))
    for _ in range(int(rng.integers(0, 15))):
        wide, y = int(rng.integers(4, 14)), int(h * rng.uniform(0.2, 0.3))
        cv2.rectangle(image, (x, y), (x + wide, y + int(h * 0.15)), near(rng, colour(rng, 60, 160), 10), -1)
        x += wide + 1
    return cv2.GaussianBlur(image, (0, 0), rng.uniform(0.6, 5))


def turned(rng, image, h, w):
    """Cuts h x w out of a larger picture at any angle, so that grain and grids run anywhere."""
    angle = rng.uniform(0, 360) if rng.random() < 0.65 else rng.choice([0, 90, 180, 270]) + rng.normal(0, 4)
    scale = rng.uniform(0.9, 1.5)
    matrix = cv2.getRotationMatrix2D((image.shape[1] / 2, image.shape[0] / 2), angle, scale)
    matrix[:, 2] += (w / 2 - image.shape[1] / 2, h / 2 - image.shape[0] / 2)
    return cv2.warpAffine(image, matrix, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REFLECT_101)


def sheet(rng, h, w):
    """Some flat thing that is no page: paper with text, a book, a telephone, a plain card, a screen."""
    image = np.empty((h, w, 3), np.uint8)
    kind = rng.integers(6)
    if kind == 0:
        image[:] = near(rng, (238, 236, 230), 10)
        tall = max(2, int(h * rng.uniform(0.012, 0.03)))
        for y in range(int(h * 0.08), int(h * 0.92), int(tall * 2.2) + 1):
            if rng.random() < 0.85:
                text_line(rng, image, int(w * 0.08), y, int(w * rng.uniform(0.4, 0.84)), tall, colour(rng, 0, 120))
    elif kind == 1:
        image[:] = colour(rng)
        cv2.rectangle(image, (w // 10, h // 8), (w * 9 // 10, h // 3), colour(rng), -1)
    elif kind == 2:
        image[:] = near(rng, (18, 18, 20), 6)
        cv2.rectangle(image, (int(w * 0.05), int(h * 0.04)), (int(w * 0.95), int(h * 0.96)), colour(rng, 0, 90), -1)
    elif kind == 3:
        image[:] = plain(rng, h, w)
    elif kind == 4:
        image[:] = stripes(rng, h, w)
    else:
        image[:] = mix(colour(rng), colour(rng), 0.5 + noise(rng, h, w, 5, 5))
    return image


BELOW = [wood, cloth, stone, plain, flatbed, stripes, printed, wall]
BELOW_SHARES = [0.19, 0.13, 0.12, 0.18, 0.1, 0.11, 0.09, 0.08]


GROUND_PX = 440


class Stock:
    """Grounds and sheets drawn before: each is used some thirty times, at another angle and in another light."""

    def __init__(self, rng, grounds: int = 160, sheets: int = 160):
        self.rng = rng
        self.grounds = [self.ground() for _ in range(grounds)]
        self.sheets = [self.sheet() for _ in range(sheets)]

    def ground(self):
        painter = BELOW[self.rng.choice(len(BELOW), p=BELOW_SHARES)]
        return painter(self.rng, GROUND_PX, GROUND_PX), painter

    def sheet(self):
        return sheet(self.rng, int(self.rng.integers(60, 240)), int(self.rng.integers(60, 240)))

    def background(self, h, w):
        rng = self.rng
        at = rng.integers(len(self.grounds))
        if rng.random() < 0.03:
            self.grounds[at] = self.ground()
        image, painter = self.grounds[at]
        if painter is flatbed:
            return np.ascontiguousarray(image[:h, :w]), painter
        image = turned(rng, image, h, w)
        if rng.random() < 0.5:
            steps = np.arange(256)[:, None]
            table = 255 * (steps / 255) ** np.exp(rng.normal(0, 0.25, 3)) * rng.uniform(0.7, 1.1)
            image = cv2.LUT(image, np.clip(table, 0, 255).astype(np.uint8)[None])
        return image, painter

    def pick_sheet(self):
        at = self.rng.integers(len(self.sheets))
        if self.rng.random() < 0.05:
            self.sheets[at] = self.sheet()
        return self.sheets[at]


# ---- geometry --------------------------------------------------------------------------------------------------------
def pose(rng, face_w, face_h, h, w, fill, roll, tilt, shift):
    """Homography from millimetres to pixels: a pinhole camera before a flat page."""
    yaw, pitch = np.radians(tilt)
    roll = np.radians(roll)
    focal = max(h, w) / 2 / np.tan(np.radians(rng.uniform(20, 37)))
    cy, sy, cp, sp, cr, sr = np.cos(yaw), np.sin(yaw), np.cos(pitch), np.sin(pitch), np.cos(roll), np.sin(roll)
    right = np.array([cr * cy - sr * sp * sy, sr * cy + cr * sp * sy, -cp * sy])
    down = np.array([-sr * cp, cr * cp, -sp])
    across = abs(right[0]) * face_w + abs(down[0]) * face_h
    along = abs(right[1]) * face_w + abs(down[1]) * face_h
    distance = max(focal * across / (fill * w), focal * along / (fill * h))
    centre = np.array([shift[0] * w * distance / focal, shift[1] * h * distance / focal, distance])
    corner = centre - right * face_w / 2 - down * face_h / 2
    camera = np.array([[focal, 0, w / 2], [0, focal, h / 2], [0, 0, 1]])
    return camera @ np.stack([right, down, corner], 1)


def project(matrix, points):
    points = np.asarray(points, np.float64)
    mapped = np.c_[points, np.ones(len(points))] @ matrix.T
    return mapped[:, :2] / mapped[:, 2:]


def rounded(width, height, radius):
    mask = np.full((height, width), 255, np.uint8)
    if radius >= 1:
        mask[:] = 0
        r = int(radius)
        cv2.rectangle(mask, (r, 0), (width - 1 - r, height - 1), 255, -1)
        cv2.rectangle(mask, (0, r), (width - 1, height - 1 - r), 255, -1)
        for x in (r, width - 1 - r):
            for y in (r, height - 1 - r):
                cv2.circle(mask, (x, y), r, 255, -1, cv2.LINE_AA)
    return mask


def lay(image, texture, mask, matrix, per_mm):
    """Warps a texture into the picture; returns its coverage, 0 to 1."""
    h, w = image.shape[:2]
    corners = project(matrix, [(0, 0), (texture.shape[1] / per_mm, 0)])
    shrink = np.linalg.norm(corners[1] - corners[0]) / texture.shape[1]
    if shrink < 0.75:  # shrunk first, so that the warp does not alias
        size = max(8, int(texture.shape[1] * shrink * 1.1)), max(8, int(texture.shape[0] * shrink * 1.1))
        scale_x, scale_y = size[0] / texture.shape[1] * per_mm, size[1] / texture.shape[0] * per_mm
        texture = cv2.resize(texture, size, interpolation=cv2.INTER_AREA)
        mask = cv2.resize(mask, size, interpolation=cv2.INTER_AREA)
    else:
        scale_x = scale_y = per_mm
    warp = np.array([[1, 0, -0.5], [0, 1, -0.5], [0, 0, 1]]) @ matrix @ np.array([[1 / scale_x, 0, 0.5 / scale_x], [0, 1 / scale_y, 0.5 / scale_y], [0, 0, 1]])
    colours = cv2.warpPerspective(texture, warp, (w, h), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    cover = cv2.warpPerspective(mask, warp, (w, h), flags=cv2.INTER_LINEAR).astype(np.float32) / 255
    image[:] = (image + (colours.astype(np.float32) - image) * cover[..., None]).astype(np.uint8)
    return cover


def lay_over(image, below, cover):
    """Restores what was laid in `below` after its shadow was cast on `image`."""
    share = cv2.merge([cover] * 3)
    image[:] = (image + (below.astype(np.float32) - image) * share).astype(np.uint8)


def cast(rng, image, cover, depth):
    """The shadow that a thing of some thickness throws on what it lies on."""
    h, w = image.shape[:2]
    moved = cv2.warpAffine(cover, np.float32([[1, 0, rng.normal(0, depth)], [0, 1, rng.normal(0, depth)]]), (w, h))
    soft = cv2.GaussianBlur(moved, (0, 0), max(0.6, depth * rng.uniform(0.4, 1.5)))
    image[:] = (image * (1 - soft[..., None] * rng.uniform(0.15, 0.65))).astype(np.uint8)


def booklet(rng, face: Face):
    """Adds the facing page beyond the fold and the rim of the cover: returns the surface and the page's place on it, mm."""
    per = PX_PER_MM
    h, w = face.image.shape[:2]
    other_h = int(h * rng.uniform(0.5, 1.0))
    rim = int(rng.uniform(0, 4) * per) if rng.random() < 0.5 else 0
    other = mix(near(rng, (225, 222, 214), 15), near(rng, (200, 190, 190), 20), 0.5 + noise(rng, other_h, w, 3, 4))
    kind = rng.integers(3)
    if kind == 0:
        for y in range(int(other_h * 0.1), int(other_h * 0.9), int(rng.integers(14, 30))):
            text_line(rng, other, int(w * 0.1), y, int(w * rng.uniform(0.3, 0.8)), int(rng.integers(5, 10)), colour(rng, 0, 120))
    elif kind == 1:
        for _ in range(int(rng.integers(1, 5))):
            cv2.ellipse(other, (int(rng.integers(w)), int(rng.integers(other_h))), (int(rng.integers(30, 90)), int(rng.integers(20, 60))), rng.uniform(0, 180), 0, 360, colour(rng, 0, 200), int(rng.integers(1, 6)), cv2.LINE_AA)
    elif kind == 2 and rng.random() < 0.3:
        other = np.ascontiguousarray(np.rot90(cv2.resize(face.image, (other_h, w)), 1)) if rng.random() < 0.3 else other
    above = rng.random() < 0.85
    parts = [other, face.image] if above else [face.image, other]
    surface = np.vstack(parts)
    fold = other_h if above else h
    rows = np.arange(surface.shape[0], dtype=np.float32) - fold
    width = rng.uniform(0.5, 5) * per
    shade = 1 - rng.uniform(0.1, 0.7) * np.exp(-np.abs(rows) / width) - rng.uniform(0, 0.2) * np.exp(-np.abs(rows) / (width * 5)) * (rows < 0)
    surface = np.clip(surface * shade[:, None, None], 0, 255).astype(np.uint8)
    radius = 3.2 * per if rng.random() < 0.7 else 0
    mask = rounded(surface.shape[1], surface.shape[0], radius)
    if rim:
        cover = colour(rng, 0, 120)
        framed = np.empty((surface.shape[0] + 2 * rim, surface.shape[1] + 2 * rim, 3), np.uint8)
        framed[:] = cover
        part = framed[rim:-rim, rim:-rim]
        part[:] = np.where(mask[..., None] > 127, surface, part)
        surface, mask = framed, rounded(framed.shape[1], framed.shape[0], radius + rim)
    return surface, mask, rim / per, (rim + (other_h if above else 0)) / per


# ---- what comes between, and light -----------------------------------------------------------------------------------
SKINS = [(238, 200, 175), (224, 178, 146), (202, 150, 114), (160, 110, 80), (100, 68, 50), (232, 170, 150)]


def finger(rng, image, tip, direction, thick, covered, skin):
    """A finger that comes from outside, its tip on the page."""
    h, w = image.shape[:2]
    direction = direction / (np.linalg.norm(direction) + 1e-6)
    mask = np.zeros((h, w), np.uint8)
    bend = rng.normal(0, 0.25)
    at, heading = np.array(tip, float), direction
    for step in range(3):
        turn = np.array([[np.cos(bend), -np.sin(bend)], [np.sin(bend), np.cos(bend)]])
        following = at + heading * thick * rng.uniform(1.2, 2.2)
        cv2.line(mask, tuple(int(v) for v in at), tuple(int(v) for v in following), 255, max(1, int(thick * (1 + 0.08 * step))), cv2.LINE_AA)
        at, heading = following, turn @ heading
    cv2.line(mask, tuple(int(v) for v in at), tuple(int(v) for v in at + heading * 2 * max(h, w)), 255, max(1, int(thick * 1.2)), cv2.LINE_AA)
    soft = mask.astype(np.float32) / 255
    if rng.random() < 0.7:
        cast(rng, image, soft, thick * 0.12)
    inside = cv2.distanceTransform(mask, cv2.DIST_L2, 3)
    round_off = 0.68 + 0.32 * np.clip(inside / (thick * 0.4), 0, 1)
    tone = np.float32(skin) * round_off[..., None]
    image[:] = (image + (np.clip(tone, 0, 255) - image) * soft[..., None]).astype(np.uint8)
    if rng.random() < 0.6:
        centre = np.array(tip) + direction * thick * 0.12
        axes = (max(1, int(thick * 0.3)), max(1, int(thick * 0.24)))
        cv2.ellipse(image, tuple(int(v) for v in centre), axes, np.degrees(np.arctan2(direction[1], direction[0])), 0, 360, near(rng, np.float32(skin) * 1.05, 6), -1, cv2.LINE_AA)
    covered[:] = np.maximum(covered, mask)


def hold(rng, image, quad, covered):
    """Fingers and thumbs over the edges, or one thing or another laid across."""
    centre = quad.mean(0)
    size = np.sqrt(abs(cv2.contourArea(quad.astype(np.float32))))
    skin = near(rng, SKINS[rng.integers(len(SKINS))], 10)
    if rng.random() < 0.15:
        a, b = quad[rng.integers(4)], quad[rng.integers(4)]
        at = a + (b - a) * rng.random()
        box = cv2.boxPoints((tuple(map(float, at + rng.normal(0, size * 0.15, 2))), (float(size * rng.uniform(0.1, 0.5)), float(size * rng.uniform(0.04, 0.25))), float(rng.uniform(0, 180))))
        cv2.fillPoly(image, [box.astype(np.int32)], colour(rng), cv2.LINE_AA)
        cv2.fillPoly(covered, [box.astype(np.int32)], 255)
        return
    thick = size * rng.uniform(0.12, 0.26)
    if rng.random() < 0.4:  # a hand: neighbours side by side on one side
        side = rng.integers(4)
        a, b = quad[side], quad[(side + 1) % 4]
        start = rng.uniform(0.05, 0.6)
        outward = (a + b) / 2 - centre
        for index in range(int(rng.integers(1, 5))):
            at = a + (b - a) * (start + index * thick * 1.05 / (np.linalg.norm(b - a) + 1e-6))
            inward = -outward * rng.uniform(0.0, 0.5)
            finger(rng, image, at + inward, outward + rng.normal(0, 0.15, 2) * size, thick, covered, skin)
        if rng.random() < 0.5:
            far = quad[(side + 2) % 4] + (quad[(side + 3) % 4] - quad[(side + 2) % 4]) * rng.random()
            finger(rng, image, far + (centre - far) * rng.uniform(0, 0.4), far - centre, thick * 1.15, covered, skin)
    else:
        for _ in range(int(rng.integers(1, 4))):
            side = rng.integers(4)
            at = quad[side] + (quad[(side + 1) % 4] - quad[side]) * rng.random()
            outward = at - centre + rng.normal(0, 0.25, 2) * size
            finger(rng, image, at + (centre - at) * rng.uniform(-0.05, 0.45), outward, thick, covered, skin)


def polygon(rng, h, w, quad):
    at = quad.mean(0) if quad is not None and rng.random() < 0.7 else np.array([rng.uniform(0, w), rng.uniform(0, h)])
    angles = np.sort(rng.uniform(0, 6.28, rng.integers(3, 6)))
    reach = rng.uniform(0.15, 0.8, len(angles)) * max(h, w)
    return (at + rng.normal(0, 0.2, 2) * max(h, w) + np.stack([np.cos(angles), np.sin(angles)], 1) * reach[:, None]).astype(np.int32)


def light(rng, image, quad):
    """Uneven light, shadows, tint, exposure and glare; what is soft is drawn at a quarter of the size."""
    h, w = image.shape[:2]
    small_h, small_w = h // 4, w // 4
    gain = np.ones((small_h, small_w), np.float32)
    if rng.random() < 0.7:
        gain *= np.exp(rng.uniform(0, 0.6) * noise(rng, small_h, small_w, 2, 2) * 1.5)
    hard = None
    for _ in range(int(rng.integers(1, 3)) if rng.random() < 0.35 else 0):
        mask = np.zeros((h, w), np.uint8)
        cv2.fillPoly(mask, [polygon(rng, h, w, quad)], 255, cv2.LINE_AA)
        softness = rng.choice([0.8, 2, 6, 15])
        depth = rng.uniform(0.15, 0.65)
        if softness < 4:
            hard = 1 - cv2.GaussianBlur(mask, (0, 0), softness) * np.float32(depth / 255)
        else:
            gain *= 1 - cv2.GaussianBlur(cv2.resize(mask, (small_w, small_h)), (0, 0), softness / 4) * np.float32(depth / 255)
    spots = np.zeros((small_h, small_w), np.float32)
    if rng.random() < 0.22:
        for _ in range(int(rng.integers(1, 3))):
            at = quad.mean(0) + rng.normal(0, 0.5, 2) * (quad.max(0) - quad.min(0)) / 2 if quad is not None else np.array([rng.uniform(0, w), rng.uniform(0, h)])
            at = np.clip(at, (-w, -h), (2 * w, 2 * h)) / 4
            spot = np.zeros((small_h, small_w), np.float32)
            axes = (max(1, int(small_w * rng.uniform(0.02, 0.25))), max(1, int(small_w * rng.uniform(0.02, 0.1))))
            cv2.ellipse(spot, (int(at[0]), int(at[1])), axes, rng.uniform(0, 180), 0, 360, 1, -1)
            spots += cv2.GaussianBlur(spot, (0, 0), rng.uniform(0.5, 6)) * np.float32(rng.uniform(80, 420))
    tint = np.exp(rng.normal(0, 0.1, 3)) if rng.random() < 0.7 else np.ones(3)
    exposure = np.exp(rng.normal(0, 0.3)) if rng.random() < 0.7 else 1
    gain = cv2.resize(gain, (w, h))
    if hard is not None:
        gain *= hard
    result = image * gain[..., None]
    result *= (tint * exposure).astype(np.float32)
    if spots.any():
        result += cv2.resize(spots, (w, h))[..., None]
    return np.clip(result, 0, 255).astype(np.uint8)


def camera(rng, image, shape):
    """Blur, size, noise, compression."""
    h, w = shape
    if rng.random() < 0.3:
        image = cv2.GaussianBlur(image, (0, 0), rng.uniform(0.5, 2.6))
    if rng.random() < 0.12:
        length = int(rng.integers(3, 13))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        kernel = cv2.warpAffine(kernel, cv2.getRotationMatrix2D((length / 2 - 0.5, length / 2 - 0.5), rng.uniform(0, 180), 1), (length, length))
        image = cv2.filter2D(image, -1, kernel / max(1e-3, kernel.sum()))
    way = [cv2.INTER_AREA, cv2.INTER_AREA, cv2.INTER_LINEAR, cv2.INTER_CUBIC][rng.integers(4)]
    image = cv2.resize(image, (w, h), interpolation=way)
    if rng.random() < 0.4:
        image = np.clip(image + rng.standard_normal(image.shape, dtype=np.float32) * np.float32(rng.uniform(1, 9)), 0, 255).astype(np.uint8)
    if rng.random() < 0.35:
        ok, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 92))])
        image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    if rng.random() < 0.06:
        image = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_RGB2GRAY), cv2.COLOR_GRAY2RGB)
    return image


def distractors(rng, stock, image, count, avoid=None):
    h, w = image.shape[:2]
    for _ in range(count):
        texture = stock.pick_sheet()
        sheet_h, sheet_w = texture.shape[:2]
        fill = rng.uniform(0.15, 1.3)
        shift = rng.uniform(-0.7, 0.7, 2)
        roll = rng.uniform(0, 360) if rng.random() < 0.6 else rng.normal(0, 6)
        if avoid is not None and rng.random() < 0.5:  # just beside or below the page, and nearly parallel to it
            shift = (avoid.mean(0) / (w, h) - 0.5) + rng.normal(0, 0.25, 2)
            edge = avoid[1] - avoid[0]
            roll = np.degrees(np.arctan2(edge[1], edge[0])) + rng.normal(0, 4)
        matrix = pose(rng, sheet_w, sheet_h, h, w, fill, roll, rng.normal(0, 12, 2), shift)
        mask = rounded(sheet_w, sheet_h, rng.choice([0, 0, 6]))
        if rng.random() < 0.5:
            below = image.copy()
            cover = lay(below, texture, mask, matrix, 1)
            cast(rng, image, cover, rng.uniform(0.5, 5))
            lay_over(image, below, cover)
        else:
            lay(image, texture, mask, matrix, 1)


class Scenes:
    def __init__(self, seed: int, faces: str):
        self.rng = np.random.default_rng(seed)
        self.faces = Faces(self.rng, faces)
        self.stock = Stock(self.rng)

    def make(self):
        """Returns picture, quad [4, 2] float32, covered [h / 4, w / 4] uint8."""
        rng = self.rng
        shape = SHAPES[rng.choice(len(SHAPES), p=SHAPE_SHARES)]
        h, w = (int(side * OVERSAMPLE) for side in shape)
        kind = rng.choice(["photograph", "scan", "empty"], p=[0.75, 0.09, 0.16])
        if kind == "empty":
            return self.empty(shape, h, w)
        face = self.faces.pick()
        for _ in range(20):
            quad, matrix = self.place(kind, face, h, w)
            visible = self.visible(quad, h, w)
            if visible > (0.45 if rng.random() < 0.3 else 0.8):
                break
        else:
            return self.make()
        image, painter = self.stock.background(h, w)
        if painter is not flatbed and rng.random() < 0.5:
            distractors(rng, self.stock, image, int(rng.integers(1, 6)), quad)
        if rng.random() < 0.07 and kind == "photograph":  # hardly to be told from what it lies on
            paper = face.image.reshape(-1, 3).mean(0)
            image = np.clip(image - image.reshape(-1, 3).mean(0) + paper, 0, 255).astype(np.uint8)
        surface, mask, x_mm, y_mm = face.image, None, 0.0, 0.0
        is_page = face.width_mm > 100
        if is_page and rng.random() < 0.5:
            surface, mask, x_mm, y_mm = booklet(rng, face)
        elif rng.random() < 0.1:  # a sleeve, or printed on a sheet
            rim = int(rng.uniform(1, 14) * PX_PER_MM)
            framed = np.empty((face.image.shape[0] + 2 * rim, face.image.shape[1] + 2 * rim, 3), np.uint8)
            framed[:] = near(rng, (240, 240, 238), 12) if rng.random() < 0.6 else colour(rng)
            inner = rounded(face.image.shape[1], face.image.shape[0], face.radius_mm * PX_PER_MM)
            part = framed[rim:-rim, rim:-rim]
            part[:] = np.where(inner[..., None] > 127, face.image, part)
            surface, x_mm, y_mm = framed, rim / PX_PER_MM, rim / PX_PER_MM
        if mask is None:
            mask = rounded(surface.shape[1], surface.shape[0], face.radius_mm * PX_PER_MM)
        moved = matrix @ np.array([[1, 0, -x_mm], [0, 1, -y_mm], [0, 0, 1]])
        if rng.random() < 0.6 and kind == "photograph":
            below = image.copy()
            cover = lay(below, surface, mask, moved, PX_PER_MM)
            cast(rng, image, cover, rng.uniform(0.5, 5))
            lay_over(image, below, cover)
        else:
            lay(image, surface, mask, moved, PX_PER_MM)
        covered = np.zeros((h, w), np.uint8)
        if rng.random() < 0.35 and kind == "photograph":
            hold(rng, image, quad, covered)
        image = camera(rng, light(rng, image, quad), shape)
        covered = cv2.resize(covered, (shape[1] // 4, shape[0] // 4), interpolation=cv2.INTER_AREA)
        quad = quad / (w, h) * (shape[1], shape[0])
        if rng.random() < 0.03 and kind == "photograph":  # a screen's black bars
            bar = int(shape[1] * rng.uniform(0.03, 0.12))
            image[:, :bar] = image[:, -bar:] = int(rng.integers(0, 30))
        return image, quad.astype(np.float32), covered

    def empty(self, shape, h, w):
        rng = self.rng
        image, _ = self.stock.background(h, w)
        distractors(rng, self.stock, image, int(rng.integers(0, 7)))
        if rng.random() < 0.3:
            some = np.array([[0.2, 0.3], [0.8, 0.3], [0.8, 0.7], [0.2, 0.7]]) * (w, h) + rng.normal(0, 0.15 * h, (4, 2))
            hold(rng, image, some, np.zeros((h, w), np.uint8))
        image = camera(rng, light(rng, image, None), shape)
        return image, np.full((4, 2), np.nan, np.float32), np.zeros((shape[0] // 4, shape[1] // 4), np.uint8)

    def place(self, kind, face, h, w):
        rng = self.rng
        size = [(0, 0), (face.width_mm, 0), (face.width_mm, face.height_mm), (0, face.height_mm)]
        if kind == "scan":
            # The page is the picture, or nearly; in any of the four directions.
            turns = rng.choice(4, p=[0.6, 0.1, 0.2, 0.1])
            loose = rng.random() < 0.5
            low, high = (-0.01, 0.06) if loose else (-0.02, 0.005)
            a, b, c, d = rng.uniform(low, high, 4) * (0 if rng.random() < 0.2 else 1)
            box = np.array([[a, b], [1 - c, b], [1 - c, 1 - d], [a, 1 - d]]) * (w, h)
            box = box + (rng.normal(0, 0.004, (4, 2)) * w if loose else 0)
            quad = np.roll(box, -turns, 0)
            return quad, cv2.getPerspectiveTransform(np.float32(size), np.float32(quad)).astype(np.float64)
        roll = rng.choice(4, p=[0.3, 0.12, 0.16, 0.42])
        roll = [rng.normal(0, 8), 180 + rng.normal(0, 8), rng.choice([90, 270]) + rng.normal(0, 8), rng.uniform(0, 360)][roll]
        steep = rng.random() < 0.5
        tilt = rng.normal(0, 6, 2) if not steep else rng.uniform(-1, 1, 2) * 28
        fill = rng.uniform(0.55, 1.0) if rng.random() < 0.6 else rng.uniform(0.18, 1.2)
        room = max(0.0, 1 - fill) / 2 + (0.06 if rng.random() < 0.7 else 0.3)
        matrix = pose(rng, face.width_mm, face.height_mm, h, w, fill, roll, tilt, rng.uniform(-room, room, 2))
        return project(matrix, size), matrix

    @staticmethod
    def visible(quad, h, w):
        frame = np.float32([[0, 0], [w, 0], [w, h], [0, h]])
        whole = abs(cv2.contourArea(quad.astype(np.float32)))
        if whole < 0.01 * h * w or not cv2.isContourConvex(quad.astype(np.float32)):
            return 0
        return cv2.intersectConvexConvex(quad.astype(np.float32), frame)[0] / whole


SHARD = 500


def main(faces: str, out: str, count: str = "20000", seed: str = "1") -> None:
    cv2.setNumThreads(1)
    scenes = Scenes(int(seed), faces)
    os.makedirs(out, exist_ok=True)
    began = time.monotonic()
    for shard in range(int(count) // SHARD):
        made = [scenes.make() for _ in range(SHARD)]
        groups = {}
        for image, quad, covered in made:
            groups.setdefault(image.shape[:2], []).append((image, quad, covered))
        for (h, w), members in groups.items():
            images, quads, covers = (np.stack(part) for part in zip(*members))
            name = f"{out}/{seed}-{shard:04d}-{h}x{w}"
            np.savez(f"{name}.part.npz", images=images, quads=quads, covers=covers)
            os.rename(f"{name}.part.npz", f"{name}.npz")
        print(f"{(shard + 1) * SHARD} scenes, {(shard + 1) * SHARD / (time.monotonic() - began):.0f} a second", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
