"""Training (Python). The recogniser: a small convolutional network with CTC output.

No recurrence on purpose: a step sees about three characters to each side, enough to judge size and stroke, too little to
learn which names and numbers are likely.
"""
import torch
from torch import nn

CLASSES = 38  # 0 is the CTC blank; then `<`, 0 to 9, A to Z
STEP_PX = 4  # one output step


def layer(inputs: int, outputs: int, kernel, stride=1, padding=None, dilation=1) -> nn.Sequential:
    kernel = (kernel, kernel) if isinstance(kernel, int) else kernel
    dilation = (dilation, dilation) if isinstance(dilation, int) else dilation
    padding = padding or tuple((k - 1) // 2 * d for k, d in zip(kernel, dilation))
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, kernel, stride, padding, dilation, bias=False), nn.BatchNorm2d(outputs), nn.ReLU()
    )


class Residual(nn.Module):
    def __init__(self, body: nn.Module):
        super().__init__()
        self.body = body

    def forward(self, x):
        return x + self.body(x)


class Recogniser(nn.Module):
    """float32 [N, 1, 32, W], grey 0 to 255 -> log-probabilities [N, W / 4, 38]."""

    def __init__(self):
        super().__init__()
        self.features = nn.Sequential(
            layer(1, 24, 5, 2),
            layer(24, 48, 3, 2),
            Residual(layer(48, 48, 3)),
            layer(48, 64, 3, (2, 1)),
            Residual(layer(64, 64, 3)),
            layer(64, 96, (4, 3), padding=(0, 1)),
            *(Residual(layer(96, 96, (1, 3), dilation=(1, d))) for d in (1, 2, 4)),
        )
        self.dropout = nn.Dropout(0.1)
        self.head = nn.Conv2d(96, CLASSES, 1)

    def forward(self, line):
        # Contrast is taken out inside the graph, so that callers hand in plain grey.
        centred = line - line.mean((2, 3), keepdim=True)
        line = centred / (centred.square().mean((2, 3), keepdim=True).sqrt() + 2)
        x = self.head(self.dropout(self.features(line)))
        return x.squeeze(2).transpose(1, 2).log_softmax(2)
