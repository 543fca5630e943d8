"""Training (Python). Writes the averaged weights as ONNX, batch normalisation folded in, and checks it against PyTorch.

    python export.py WEIGHTS.pt OUT.onnx
"""
import hashlib
import sys

import numpy as np
import onnx
import onnxruntime
import torch

from mrz_model import STEP_PX, Recogniser
from mrz_text import ALPHABET


def main(weights: str, out: str) -> None:
    model = Recogniser()
    model.load_state_dict(torch.load(weights, map_location="cpu"))
    model.eval()
    line = torch.rand(2, 1, 32, 320) * 255
    torch.onnx.export(
        model, (line,), out, input_names=["line"], output_names=["logits"], opset_version=17, dynamo=False,
        dynamic_axes={"line": {0: "N", 3: "W"}, "logits": {0: "N", 1: "T"}},
    )
    graph = onnx.load(out)
    for key, value in {"alphabet": ALPHABET, "blank": "0", "line_height_px": "32", "step_px": str(STEP_PX)}.items():
        graph.metadata_props.add(key=key, value=value)
    onnx.checker.check_model(graph, full_check=True)
    onnx.save(graph, out)
    session = onnxruntime.InferenceSession(out)
    for width in (16, 500):
        line = torch.rand(3, 1, 32, width) * 255
        with torch.no_grad():
            expected = model(line).numpy()
        np.testing.assert_allclose(session.run(None, {"line": line.numpy()})[0], expected, atol=2e-3)
    print(out, hashlib.sha256(open(out, "rb").read()).hexdigest())


if __name__ == "__main__":
    main(*sys.argv[1:])
