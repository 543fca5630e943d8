"""Training (Python). Measures a model on a folder of line crops with truth.json (file -> text), greedy decoding.

    python evaluate.py MODEL.onnx FOLDER [--errors] [--trim SHARE]

The crop is trimmed above and below by a share of its height, so that capitals fill about 0.72, and scaled. Prints lines exactly right, character error rate and time a line.
"""
import argparse
import json
import os
import time

import cv2
import numpy as np
import onnxruntime

from mrz_text import ALPHABET


def read(session, image: np.ndarray) -> tuple[str, float, float]:
    """Text, the least probability of its characters, and milliseconds."""
    width = max(16, round(image.shape[1] * 32 / image.shape[0] / 4) * 4)
    way = cv2.INTER_AREA if image.shape[0] > 32 else cv2.INTER_LINEAR
    line = cv2.resize(image, (width, 32), interpolation=way).astype(np.float32)[None, None]
    began = time.perf_counter()
    logits = session.run(None, {"line": line})[0][0]
    took = (time.perf_counter() - began) * 1000
    best = logits.argmax(1)
    text, sure = "", 1.0
    for at, label in enumerate(best):
        if label and (at == 0 or best[at - 1] != label):
            text += ALPHABET[label - 1]
            sure = min(sure, float(np.exp(logits[at, label])))
    return text, sure, took


def distance(a: str, b: str) -> int:
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (x != y))
    return row[-1]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model")
    arguments.add_argument("folder")
    arguments.add_argument("--errors", action="store_true")
    arguments.add_argument("--trim", type=float, default=0.08)
    options = arguments.parse_args()
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(options.model, settings)
    truth = json.load(open(os.path.join(options.folder, "truth.json")))
    exact = edits = characters = 0
    times = []
    files = sorted(truth)
    for file in files:
        image = cv2.imread(os.path.join(options.folder, file), cv2.IMREAD_GRAYSCALE)
        cut = round(options.trim * image.shape[0])
        text, sure, took = read(session, image[cut : image.shape[0] - cut])
        wrong = distance(text, truth[file])
        exact, edits, characters = exact + (wrong == 0), edits + wrong, characters + len(truth[file])
        times.append(took)
        if wrong and options.errors:
            print(f"{file} sure {sure:.2f}\n  label {truth[file]}\n  read  {text}")
    print(
        f"{len(files)} lines, exactly right {exact / len(files):.1%}, character error rate {edits / characters:.2%}, "
        f"median {np.median(times):.1f} ms a line, one thread"
    )


if __name__ == "__main__":
    main()
