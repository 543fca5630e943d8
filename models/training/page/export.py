"""Training (Python). Writes the averaged weights as ONNX, kept as float16, and checks the file against PyTorch.

    python export.py WEIGHTS.pt OUT.onnx
"""
import hashlib
import sys

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import numpy_helper

from page_model import PageFinder


class Shipped(torch.nn.Module):
    """What the desk needs: no votes, and probabilities instead of logits."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, image):
        presence, page, maps, _ = self.model(image)
        return presence.sigmoid(), page, maps.sigmoid()


def halve(graph: onnx.ModelProto) -> None:
    """Weights as float16, cast to float32 by the graph itself: half the file, and the runtime folds the casts away."""
    kept = []
    casts = []
    for tensor in graph.graph.initializer:
        array = numpy_helper.to_array(tensor)
        if array.dtype == np.float32 and array.size > 64:
            half = numpy_helper.from_array(array.astype(np.float16), tensor.name + "_half")
            casts.append(onnx.helper.make_node("Cast", [half.name], [tensor.name], to=onnx.TensorProto.FLOAT))
            kept.append(half)
        else:
            kept.append(tensor)
    nodes = casts + list(graph.graph.node)
    del graph.graph.initializer[:], graph.graph.node[:]
    graph.graph.initializer.extend(kept)
    graph.graph.node.extend(nodes)


def main(weights: str, out: str) -> None:
    model = PageFinder()
    model.load_state_dict(torch.load(weights, map_location="cpu"))
    shipped = Shipped(model).eval()
    names = ["presence", "page", "maps"]
    torch.onnx.export(
        shipped, (torch.rand(1, 3, 192, 256) * 255,), out, input_names=["image"], output_names=names, opset_version=17, dynamo=False,
        dynamic_axes={"image": {0: "N", 2: "H", 3: "W"}, "presence": {0: "N"}, "page": {0: "N"}, "maps": {0: "N", 2: "H4", 3: "W4"}},
    )
    graph = onnx.load(out)
    halve(graph)
    graph.ir_version = min(graph.ir_version, 10)
    onnx.checker.check_model(graph, full_check=True)
    onnx.save(graph, out)
    session = onnxruntime.InferenceSession(out)
    for height, width in ((192, 256), (256, 96)):
        image = torch.rand(2, 3, height, width) * 255
        with torch.no_grad():
            expected = [part.numpy() for part in shipped(image)]
        for got, want in zip(session.run(names, {"image": image.numpy()}), expected):
            np.testing.assert_allclose(got, want, atol=2e-2)
    with open(out, "rb") as file:
        print(out, hashlib.sha256(file.read()).hexdigest())


if __name__ == "__main__":
    main(*sys.argv[1:])
