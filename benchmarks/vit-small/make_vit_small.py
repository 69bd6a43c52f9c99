"""Writes a ViT-S/16 (224 x 224, 384 wide, 12 blocks, 6 heads, ReLU as in SpikeZIP-TF) with random weights, and images.

    python make_vit_small.py DIR     # DIR/vit-small.onnx, DIR/calibration.npz, DIR/image.npz

Linear weights have standard deviation 1 / sqrt(inputs), so that activations keep their size from block to block; images are smooth
noise, normalized with mean 0.5 and deviation 0.5. Needs torch, numpy and onnx.
"""

import pathlib
import sys

import numpy as np
import torch
from torch import nn

WIDTH, BLOCKS, HEADS, CLASSES, SIDE, PATCH = 384, 12, 6, 1000, 224, 16


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH, eps=1e-6), nn.LayerNorm(WIDTH, eps=1e-6)
        self.qkv, self.proj = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.fc1, self.fc2 = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x):
        n, t, _ = x.shape
        q, k, v = self.qkv(self.norm1(x)).reshape(n, t, 3, HEADS, WIDTH // HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        weights = (q @ k.transpose(-2, -1) * (WIDTH // HEADS) ** -0.5).softmax(-1)
        x = x + self.proj((weights @ v).transpose(1, 2).reshape(n, t, WIDTH))
        return x + self.fc2(torch.relu(self.fc1(self.norm2(x))))


class ViTSmall(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.first = nn.Parameter(torch.randn(1, 1, WIDTH) * 0.02)
        self.positions = nn.Parameter(torch.randn(1, (SIDE // PATCH) ** 2 + 1, WIDTH) * 0.02)
        self.blocks = nn.Sequential(*(Block() for _ in range(BLOCKS)))
        self.norm, self.head = nn.LayerNorm(WIDTH, eps=1e-6), nn.Linear(WIDTH, CLASSES)
        for layer in self.modules():
            if isinstance(layer, (nn.Linear, nn.Conv2d)):
                nn.init.normal_(layer.weight, std=layer.weight[0].numel() ** -0.5)
                nn.init.zeros_(layer.bias)

    def forward(self, pixels):
        x = self.patches(pixels).flatten(2).transpose(1, 2)
        x = torch.cat([self.first.expand(x.shape[0], -1, -1), x], 1) + self.positions
        return self.head(self.norm(self.blocks(x))[:, 0])


def images(count, generator):
    """Noise at four scales, in -1..1."""
    total = sum(
        nn.functional.interpolate(torch.randn(count, 3, s, s, generator=generator), SIDE, mode="bilinear") for s in (4, 8, 16, 32)
    )
    return (total / total.abs().amax((1, 2, 3), keepdim=True)).numpy().astype(np.float32)


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(7)
    model = ViTSmall().eval()
    generator = torch.Generator().manual_seed(8)
    torch.onnx.export(
        model, torch.zeros(1, 3, SIDE, SIDE), folder / "vit-small.onnx", input_names=["pixels"], output_names=["logits"],
        opset_version=17, dynamo=False,
    )
    np.savez(folder / "calibration.npz", pixels=images(4, generator))
    np.savez(folder / "image.npz", pixels=images(1, generator))


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
