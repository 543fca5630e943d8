"""Training (Python). The network that finds a page, and the form in which it says where the page is.

A page is written as its centre c, half its width a, half its height b and the fourth mode d of a quadrilateral:
corners c - a - b + d, c + a - b - d, c + a + b + d, c - a + b - d, clockwise from the page's own top left. Turned upside
down, a and b change sign and the outline stays the same, so a and b are written with their angle doubled: that is
smooth, and right even where nothing tells the way up. The way up itself is one more vector, b's direction; where
it cannot be told it shrinks towards zero.
"""
import torch
from torch import nn
from torch.nn import functional

UNIT_PX = 64.0  # lengths in the outputs are in this many pixels of the input
# c (2), a doubled (2), b doubled (2), d (2), down (2)
PAGE_VALUES = 10


class Unit(nn.Sequential):
    def __init__(self, inputs, outputs, kernel=3, stride=1, groups=1, active=True):
        parts = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), nn.BatchNorm2d(outputs)]
        super().__init__(*parts, *([nn.ReLU(inplace=True)] if active else []))


class Plain(nn.Module):
    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(Unit(width, width), Unit(width, width, active=False))

    def forward(self, x):
        return functional.relu(x + self.body(x))


class Wide(nn.Module):
    """Inverted residual with a large depthwise kernel."""

    def __init__(self, width, kernel=5, expand=2):
        super().__init__()
        inner = width * expand
        self.body = nn.Sequential(Unit(width, inner, 1), Unit(inner, inner, kernel, groups=inner), Unit(inner, width, 1, active=False))

    def forward(self, x):
        return x + self.body(x)


class PageFinder(nn.Module):
    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(Unit(3, 12, 3, 2), Unit(12, 24, 3, 2))
        self.s8 = nn.Sequential(Unit(24, 48, 3, 2), Plain(48))
        self.s16 = nn.Sequential(Unit(48, 96, 3, 2), Wide(96), Wide(96), Wide(96))
        self.s32 = nn.Sequential(Unit(96, 96, 3, 2, groups=96), Unit(96, 128, 1), Wide(128), Wide(128), Wide(128))
        self.context = nn.Sequential(nn.Linear(256, 64), nn.ReLU(inplace=True), nn.Linear(64, 128))
        self.presence = nn.Linear(64, 1)
        self.up16 = Unit(128, 96, 1, active=False)
        self.join16 = Wide(96)
        self.vote = nn.Sequential(Unit(96, 96, 1), nn.Conv2d(96, PAGE_VALUES + 1, 1))
        self.up8 = Unit(96, 48, 1, active=False)
        self.join8 = Wide(48, 3)
        self.up4 = Unit(48, 24, 1, active=False)
        self.maps = nn.Sequential(Unit(24, 24, 3), nn.Conv2d(24, 3, 1))

    def forward(self, image):
        """`image`: RGB, 0 to 255, sides multiples of 32. Gives presence [N, 1] (logit), page [N, 10], maps [N, 3, H/4, W/4]
        (logits: inside the page, on its outline, covered), and for training votes [N, 10, H/16, W/16]."""
        x = (image - 127.5) * (1 / 64)
        f4 = self.stem(x)
        f8 = self.s8(f4)
        f16 = self.s16(f8)
        f32 = self.s32(f16)
        pooled = torch.cat([f32.mean((2, 3)), f32.amax((2, 3))], 1)
        hidden = self.context[1](self.context[0](pooled))
        f32 = f32 + self.context[2](hidden)[:, :, None, None]
        g16 = self.join16(functional.relu(f16 + grown(self.up16(f32))))
        raw = self.vote(g16)
        h, w = raw.shape[2:]
        ys = (torch.arange(h, device=raw.device, dtype=raw.dtype) + 0.5) * (16 / UNIT_PX)
        xs = (torch.arange(w, device=raw.device, dtype=raw.dtype) + 0.5) * (16 / UNIT_PX)
        place = torch.stack([xs[None, :].expand(h, w), ys[:, None].expand(h, w)])
        votes = torch.cat([raw[:, 1:3] + place, raw[:, 3:]], 1)
        weights = raw[:, :1].flatten(2).softmax(2)
        page = (votes.flatten(2) * weights).sum(2)
        g8 = self.join8(functional.relu(f8 + grown(self.up8(g16))))
        g4 = functional.relu(f4 + grown(self.up4(g8)))
        return self.presence(hidden), page, self.maps(g4), votes


def grown(x):
    return functional.interpolate(x, scale_factor=2, mode="nearest")


def encode(quads):
    """[N, 4, 2] pixels to [N, 10]."""
    tl, tr, br, bl = (quads / UNIT_PX).unbind(1)
    c, a = (tl + tr + br + bl) / 4, (tr + br - tl - bl) / 4
    b, d = (bl + br - tl - tr) / 4, (tl + br - tr - bl) / 4
    return torch.cat([c, doubled(a), doubled(b), d, functional.normalize(b, dim=1)], 1)


def doubled(v):
    length = v.norm(dim=1, keepdim=True).clamp(min=1e-6)
    x, y = v[:, :1], v[:, 1:]
    return torch.cat([x * x - y * y, 2 * x * y], 1) / length


def halved(v):
    length = v.norm(dim=1, keepdim=True)
    angle = torch.atan2(v[:, 1:], v[:, :1]) / 2
    return torch.cat([length * angle.cos(), length * angle.sin()], 1)


def decode(page):
    """[N, 10] to quads [N, 4, 2] in pixels and how sure the way up is, 0 to 1."""
    c, a, b, d, down = page[:, :2], halved(page[:, 2:4]), halved(page[:, 4:6]), page[:, 6:8], page[:, 8:]
    sense = (b * down).sum(1, keepdim=True)
    b = torch.where(sense < 0, -b, b)
    clockwise = a[:, :1] * b[:, 1:] - a[:, 1:] * b[:, :1]
    a = torch.where(clockwise < 0, -a, a)
    quads = torch.stack([c - a - b + d, c + a - b - d, c + a + b + d, c - a + b - d], 1) * UNIT_PX
    return quads, sense.abs().squeeze(1) / b.norm(dim=1).clamp(min=1e-6)
