"""Training (Python). Trains on the scenes that scenes.py has drawn, and on those it is still drawing.

    python train.py --scenes DIR [DIR...] --out DIR --minutes 30

Writes OUT/weights.pt (averaged weights) every four minutes and at the end.
"""
import argparse
import glob
import os
import time

import numpy as np
import torch
from torch.nn import functional

from page_model import PageFinder, decode, encode

BATCH = 32
LONG_SIDE_PX = 192
OUTLINE_PX = 2.2  # how broad the outline is drawn
HELD_BACK = "-0000-"  # the first shard of each drawing is for validation


class Store:
    """All scenes in memory, by shape."""

    def __init__(self, folders, held_back: bool):
        self.folders, self.held_back, self.seen, self.shards = folders, held_back, set(), {}

    def refresh(self):
        for folder in self.folders:
            for file in sorted(glob.glob(f"{folder}/*.npz")):
                if file in self.seen or file.endswith(".part.npz") or (HELD_BACK in file) != self.held_back:
                    continue
                self.seen.add(file)
                with np.load(file) as data:
                    shard = data["images"], data["quads"], data["covers"]
                self.shards.setdefault(shard[0].shape[1:3], []).append(shard)
        self.sizes = {shape: sum(len(shard[0]) for shard in shards) for shape, shards in self.shards.items()}
        return sum(self.sizes.values())

    def batch(self, rng, size):
        shapes = list(self.sizes)
        counts = np.array([self.sizes[shape] for shape in shapes], float)
        shards = self.shards[shapes[rng.choice(len(shapes), p=counts / counts.sum())]]
        lengths = np.array([len(shard[0]) for shard in shards], float)
        picks = rng.choice(len(shards), size, p=lengths / lengths.sum())
        rows = [(shards[k], rng.integers(len(shards[k][0]))) for k in picks]
        parts = [np.stack([shard[i][row] for shard, row in rows]) for i in range(3)]
        return torch.from_numpy(parts[0]).permute(0, 3, 1, 2).float(), torch.from_numpy(parts[1]), torch.from_numpy(parts[2])[:, None].float() / 255


def input_size(h, w):
    """As the desk sizes its pictures: the long side fixed, both a multiple of 32."""
    return [max(32, round(side * LONG_SIDE_PX / max(h, w) / 32) * 32) for side in (h, w)]


def visible_share(quads, h, w):
    return inside(quads, h, w, 8).sum((1, 2)) * 64 / area(quads).clamp(min=1)


def area(quads):
    following = quads.roll(-1, 1)
    return (quads[..., 0] * following[..., 1] - quads[..., 1] * following[..., 0]).sum(1).abs() / 2


def sides(quads, h, w, stride):
    """Distance of each cell's middle to the lines of the four sides, positive inside, and place along each side, 0 to 1."""
    ys = (torch.arange(h // stride) + 0.5) * stride
    xs = (torch.arange(w // stride) + 0.5) * stride
    start = quads[:, :, :, None, None]
    along = (quads.roll(-1, 1) - quads)[:, :, :, None, None]
    dx, dy = xs[None, None, None, :] - start[:, :, 0], ys[None, None, :, None] - start[:, :, 1]
    ax, ay = along[:, :, 0], along[:, :, 1]
    square = (ax * ax + ay * ay).clamp(min=1e-3)
    return (ax * dy - ay * dx) / square.sqrt(), (ax * dx + ay * dy) / square, square.sqrt()


def inside(quads, h, w, stride):
    distance, _, _ = sides(quads, h, w, stride)
    return (distance.amin(1) > 0).float()


def targets(quads, h, w):
    """Maps at a quarter of the size: inside (soft at the edge) and outline, both as if nothing covered the page."""
    distance, along, length = sides(quads, h, w, 4)
    mask = (distance.amin(1) / 4 + 0.5).clamp(0, 1)
    beyond = (along - along.clamp(0, 1)) * length
    nearest = (distance**2 + beyond**2).amin(1)
    return mask, torch.exp(-nearest / (2 * OUTLINE_PX**2))


def vary(images, quads, covers, rng):
    """Cheap variety: quarter turns, zoom with a slight turn, colours, noise."""
    turns = int(rng.integers(4))
    if turns and rng.random() < 0.7:
        h, w = images.shape[2:]
        images, covers = torch.rot90(images, turns, (2, 3)), torch.rot90(covers, turns, (2, 3))
        for _ in range(turns):  # counter-clockwise: (x, y) goes to (y, w - x)
            quads = torch.stack([quads[..., 1], w - quads[..., 0]], -1)
            h, w = w, h
    n, _, h, w = images.shape
    zoom = torch.from_numpy(np.exp(rng.uniform(-0.02, 0.28, n)).astype(np.float32))
    most = np.where(rng.random(n) < 0.5, 0.16, 0.8)
    angle = torch.from_numpy((rng.uniform(-1, 1, n) * most).astype(np.float32))
    room = 1 - 1 / zoom + 0.02
    shift = torch.from_numpy(rng.uniform(-1, 1, (n, 2)).astype(np.float32)) * room[:, None]
    scale = torch.tensor([w / 2, h / 2])
    # Output to input, in pixels from the middle; the same turn for picture, cover and corners.
    cos, sin = angle.cos() / zoom, angle.sin() / zoom
    turn = torch.stack([torch.stack([cos, -sin], 1), torch.stack([sin, cos], 1)], 1)
    moved = torch.linalg.solve(turn[:, None], (quads - scale - shift[:, None] * scale)[..., None])[..., 0] + scale
    # A quarter stay as they are, and pages that would mostly leave the picture.
    stay = visible_share(torch.nan_to_num(moved), h, w) < torch.minimum(torch.tensor(0.5), visible_share(torch.nan_to_num(quads), h, w))
    stay |= torch.rand(n) < 0.25
    turn[stay], shift[stay] = torch.eye(2), 0
    quads = torch.where(stay[:, None, None], quads, moved)
    normal = torch.stack([turn[:, 0] * scale / w * 2, turn[:, 1] * scale / h * 2], 1)
    to_h, to_w = input_size(h, w)
    matrix = torch.cat([normal, shift[:, :, None]], 2)
    padding = "reflection" if rng.random() < 0.2 else "border"
    images = functional.grid_sample(images, functional.affine_grid(matrix, (n, 1, to_h, to_w), align_corners=False), padding_mode=padding, align_corners=False)
    covers = functional.grid_sample(covers, functional.affine_grid(matrix, (n, 1, to_h // 4, to_w // 4), align_corners=False), align_corners=False)
    quads = quads * torch.tensor([to_w / w, to_h / h])
    gain = torch.from_numpy(np.exp(rng.normal(0, 0.15, (n, 1, 1, 1)) + rng.normal(0, 0.06, (n, 3, 1, 1))).astype(np.float32))
    images = (images / 255).clamp(min=0.004) ** torch.from_numpy(np.exp(rng.normal(0, 0.15, (n, 1, 1, 1))).astype(np.float32)) * 255 * gain
    if rng.random() < 0.15:
        images = images.mean(1, keepdim=True).expand(-1, 3, -1, -1)
    if rng.random() < 0.15:
        images = images[:, torch.from_numpy(rng.permutation(3))]
    if rng.random() < 0.3:
        images = images + torch.randn_like(images) * float(rng.uniform(0, 8))
    return images.clamp(0, 255), quads, covers


def losses(model, images, quads, covers):
    present = ~torch.isnan(quads[:, 0, 0])
    known = torch.nan_to_num(quads)
    h, w = images.shape[2:]
    presence, page, maps, votes = model(images)
    truth = encode(known)
    mask, outline = targets(known, h, w)
    mask, outline = mask * present[:, None, None], outline * present[:, None, None]
    size = area(known).clamp(min=900).sqrt() / 64
    weight = (present.float() / size.sqrt())[:, None]
    spread = torch.tensor([1.0] * 8 + [0.5] * 2)
    whole = (functional.smooth_l1_loss(page, truth, beta=0.05, reduction="none") * spread * weight).sum(1).mean()
    held = inside(known, h, w, 16) * present[:, None, None]
    dense = functional.smooth_l1_loss(votes, truth[:, :, None, None].expand_as(votes), beta=0.1, reduction="none")
    dense = ((dense * spread[:, None, None] * weight[..., None, None]).sum(1) * held).sum((1, 2)) / held.sum((1, 2)).clamp(min=1)
    # Scenes without a page are few, and a page where there is none is the worse mistake.
    found = functional.binary_cross_entropy_with_logits(presence[:, 0], present.float(), weight=torch.where(present, 0.6, 2.0))
    area_loss = functional.binary_cross_entropy_with_logits(maps[:, 0], mask)
    line_loss = functional.binary_cross_entropy_with_logits(maps[:, 1], outline, pos_weight=torch.tensor(2.0))
    cover_loss = functional.binary_cross_entropy_with_logits(maps[:, 2], covers[:, 0] * mask, weight=0.1 + mask)
    total = 1.5 * whole + 0.4 * dense.mean() + 0.5 * found + area_loss + 2 * line_loss + 0.7 * cover_loss
    return total, {"page": whole, "found": found, "mask": area_loss, "outline": line_loss, "cover": cover_loss}


@torch.no_grad()
def validate(model, store):
    model.eval()
    errors, wrong_way, presence = [], [], []
    for (h, w), shards in store.shards.items():
        to_h, to_w = input_size(h, w)
        for images, quads, _ in shards:
            for at in range(0, len(images), 64):
                x = torch.from_numpy(images[at : at + 64]).permute(0, 3, 1, 2).float()
                x = functional.interpolate(x, (to_h, to_w), mode="bilinear", antialias=True)
                q = torch.from_numpy(quads[at : at + 64]) * torch.tensor([to_w / w, to_h / h])
                score, page, _, _ = model(x)
                guess, sure = decode(page)
                here = ~torch.isnan(q[:, 0, 0])
                presence += list(zip(score[:, 0].sigmoid().tolist(), here.tolist()))
                straight = (guess - q).norm(dim=2).mean(1)[here]
                turned = (guess.roll(2, 1) - q).norm(dim=2).mean(1)[here]
                errors += (torch.minimum(straight, turned) / area(q[here]).sqrt()).tolist()
                wrong_way += (turned < straight).tolist()
    model.train()
    errors = np.array(errors)
    missed = np.mean([score < 0.5 for score, here in presence if here])
    invented = np.mean([score >= 0.5 for score, here in presence if not here])
    return f"corners off by {np.median(errors):.4f} median, {np.mean(errors > 0.05):.3f} above 5 %; wrong way up {np.mean(wrong_way):.3f}; missed {missed:.3f}, invented {invented:.3f}"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--scenes", nargs="+", required=True)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--minutes", type=float, default=30)
    arguments.add_argument("--rate", type=float, default=2.5e-3)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--threads", type=int, default=1)
    arguments.add_argument("--start", help="weights to go on from")
    options = arguments.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    os.makedirs(options.out, exist_ok=True)
    store, held = Store(options.scenes, False), Store(options.scenes, True)
    while store.refresh() < 2000:
        time.sleep(5)
    held.refresh()

    model = PageFinder()
    if options.start:
        model.load_state_dict(torch.load(options.start))
    model = model.to(memory_format=torch.channels_last)
    average = torch.optim.swa_utils.AveragedModel(model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.995), use_buffers=True)
    decayed = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.02}, {"params": others, "weight_decay": 0}], lr=options.rate)
    step, sums = 0, {}
    began = saved = told = time.monotonic()
    span = options.minutes * 60
    while (elapsed := time.monotonic() - began) < span:
        progress = elapsed / span
        rate = options.rate * min(1, step / 100 + 0.02) * (0.5 + 0.5 * np.cos(np.pi * progress)) + 1e-6
        for group in optimiser.param_groups:
            group["lr"] = rate
        images, quads, covers = vary(*store.batch(rng, BATCH), rng)
        total, parts = losses(model, images.to(memory_format=torch.channels_last), quads, covers)
        optimiser.zero_grad()
        total.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
        optimiser.step()
        average.update_parameters(model)
        step += 1
        for name, value in parts.items():
            sums[name] = sums.get(name, 0) + value.item()
        if step % 25 == 0:
            now = time.monotonic()
            text = ", ".join(f"{name} {value / 25:.4f}" for name, value in sums.items())
            print(f"{(now - began) / 60:5.1f} min, step {step}, {text}, {(now - told) * 40:.0f} ms a step", flush=True)
            sums, told = {}, now
        if time.monotonic() - saved > 240:
            torch.save(average.module.state_dict(), f"{options.out}/weights.pt")
            print(f"{store.refresh()} scenes; {validate(average.module, held)}", flush=True)
            saved = time.monotonic()
            told = time.monotonic()
    torch.save(average.module.state_dict(), f"{options.out}/weights.pt")
    print(f"{step} steps; {validate(average.module, held)}", flush=True)


if __name__ == "__main__":
    main()
