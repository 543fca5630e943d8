"""Training (Python). Trains the recogniser on lines drawn while it trains; one thread, and one process that draws.

    python train.py --fonts DIR [DIR...] --out DIR --minutes 60

Writes DIR/weights.pt (averaged weights) every few minutes and at the end. Nothing is read but the fonts.
"""
import argparse
import collections
import glob
import multiprocessing
import os
import threading
import time

import cv2
import numpy as np
import torch
from torch.nn import functional

from mrz_lines import LINE_HEIGHT_PX, LineMaker
from mrz_model import STEP_PX, Recogniser

BATCH = 32
CHUNK = 24 * BATCH  # lines sorted by width together, so that little is padded
POOL = 30_000


def find_fonts(folders: list[str]) -> dict[str, str]:
    return {
        os.path.basename(file): file
        for folder in folders
        for kind in ("ttf", "otf")
        for file in sorted(glob.glob(f"{folder}/**/*.{kind}", recursive=True))
    }


def draw_for_ever(queue, seed: int, fonts: dict[str, str], pause_s: float) -> None:
    cv2.setNumThreads(1)
    maker = LineMaker(seed, fonts)
    while True:
        queue.put([maker.make() for _ in range(64)])
        time.sleep(pause_s)


def batch_of(lines, rng: np.random.Generator):
    """Pads to one width, and varies cheaply what has been seen before: height in the crop, gamma, noise, contrast."""
    width = max(image.shape[1] for image, _ in lines) + STEP_PX * int(rng.integers(0, 5))
    images = np.empty((len(lines), 1, LINE_HEIGHT_PX, width), np.float32)
    for i, (image, _) in enumerate(lines):
        room = width - image.shape[1]
        left = int(rng.integers(0, room + 1)) if rng.random() < 0.5 else 0
        image = np.pad(image, ((2, 2), (0, 0)), "edge")
        down = int(rng.integers(0, 5)) if rng.random() < 0.5 else 2
        image = image[down : down + LINE_HEIGHT_PX]
        image = np.pad(image, ((0, 0), (left, room - left)), "edge" if rng.random() < 0.7 else "median")
        images[i, 0] = image
    if rng.random() < 0.5:
        images = 255 * (images / 255) ** np.exp(rng.normal(0, 0.3, (len(lines), 1, 1, 1))).astype(np.float32)
    if rng.random() < 0.3:
        images += rng.standard_normal(images.shape, dtype=np.float32) * rng.uniform(0, 6)
    labels = np.concatenate([label for _, label in lines]).astype(np.int64)
    lengths = torch.tensor([len(label) for _, label in lines])
    return torch.from_numpy(images), torch.from_numpy(labels), lengths


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--fonts", nargs="+", required=True)
    arguments.add_argument("--out", required=True)
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--rate", type=float, default=3e-3)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--pause", type=float, default=0.2, help="seconds the drawing process rests after 64 lines")
    arguments.add_argument("--start", help="weights to go on from")
    options = arguments.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = np.random.default_rng(options.seed)
    os.makedirs(options.out, exist_ok=True)

    queue = multiprocessing.Queue(maxsize=20)
    drawing = (queue, options.seed + 1000, find_fonts(options.fonts), options.pause)
    multiprocessing.Process(target=draw_for_ever, args=drawing, daemon=True).start()

    model = Recogniser()
    if options.start:
        model.load_state_dict(torch.load(options.start))
    average = torch.optim.swa_utils.AveragedModel(
        model, multi_avg_fn=torch.optim.swa_utils.get_ema_multi_avg_fn(0.998), use_buffers=True
    )
    decayed = [p for p in model.parameters() if p.ndim > 1]
    others = [p for p in model.parameters() if p.ndim <= 1]
    optimiser = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.01}, {"params": others, "weight_decay": 0}], lr=options.rate)

    pool: collections.deque = collections.deque(maxlen=POOL)
    drawn = 0

    def collect() -> None:
        nonlocal drawn
        while True:
            pool.extend(queue.get())
            drawn += 64

    threading.Thread(target=collect, daemon=True).start()
    while drawn < 2000:
        time.sleep(0.5)
    seen, step, loss_sum = 0, 0, 0.0
    began = saved = told = time.monotonic()
    span = options.minutes * 60
    while (elapsed := time.monotonic() - began) < span:
        lines = pool.copy()
        chunk = sorted((lines[i] for i in rng.integers(len(lines), size=CHUNK)), key=lambda line: line[0].shape[1])
        for start in rng.permutation(np.arange(0, CHUNK, BATCH)):
            progress = min(1.0, (time.monotonic() - began) / span)
            rate = options.rate * min(1, progress / 0.03 + 0.02) * (0.5 + 0.5 * np.cos(np.pi * progress)) + 1e-6
            for group in optimiser.param_groups:
                group["lr"] = rate
            images, labels, lengths = batch_of(chunk[start : start + BATCH], rng)
            logits = model(images)
            steps = torch.full((len(lengths),), logits.shape[1])
            loss = functional.ctc_loss(logits.transpose(0, 1), labels, steps, lengths, reduction="none", zero_infinity=True)
            loss = (loss / (lengths + 2)).mean()
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimiser.step()
            average.update_parameters(model)
            step, seen, loss_sum = step + 1, seen + BATCH, loss_sum + loss.item()
            if step % 100 == 0:
                now = time.monotonic()
                print(f"{(now - began) / 60:6.1f} min, step {step}, loss {loss_sum / 100:.4f}, rate {rate:.5f}, seen {seen}, drawn {drawn}, {(now - told) * 10:.0f} ms a step", flush=True)
                loss_sum, told = 0.0, now
        if time.monotonic() - saved > 120:
            saved = time.monotonic()
            torch.save(average.module.state_dict(), f"{options.out}/weights.pt")
    torch.save(average.module.state_dict(), f"{options.out}/weights.pt")


if __name__ == "__main__":
    main()
