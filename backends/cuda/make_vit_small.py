"""Writes a ViT-S/16 (12 layers, width 384, 6 heads, 197 tokens) with random weights as ONNX, and images for it.

    python make_vit_small.py vit-small.onnx     also writes vit-small.npz: 384 images

Needs torch, onnx and numpy. Speed does not depend on what the weights are; accuracy is measured elsewhere.
"""

import sys

import numpy as np
import torch
from torch import nn

WIDTH, HEADS, LAYERS, PATCH, SIZE, CLASSES = 384, 6, 12, 16, 224, 1000
IMAGES = 384


class Block(nn.Module):
    def __init__(self):
        super().__init__()
        self.norm1, self.norm2 = nn.LayerNorm(WIDTH), nn.LayerNorm(WIDTH)
        self.q, self.k, self.v, self.out = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.up, self.down = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def heads(self, x):
        return x.reshape(x.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)

    def forward(self, x):
        y = self.norm1(x)
        scores = self.heads(self.q(y)) @ self.heads(self.k(y)).transpose(2, 3) * (WIDTH // HEADS) ** -0.5
        mixed = torch.softmax(scores, -1) @ self.heads(self.v(y))
        x = x + self.out(mixed.transpose(1, 2).reshape(x.shape))
        return x + self.down(nn.functional.gelu(self.up(self.norm2(x))))


class VitSmall(nn.Module):
    def __init__(self):
        super().__init__()
        self.patches = nn.Conv2d(3, WIDTH, PATCH, PATCH)
        self.token = nn.Parameter(torch.randn(1, 1, WIDTH))
        self.positions = nn.Parameter(torch.randn(1, (SIZE // PATCH) ** 2 + 1, WIDTH) * 0.5)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm, self.head = nn.LayerNorm(WIDTH), nn.Linear(WIDTH, CLASSES)

    def forward(self, image):
        x = self.patches(image).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.head(self.norm(x)[:, 0])


def main(path):
    torch.manual_seed(0)
    model = VitSmall().eval()
    image = torch.randn(1, 3, SIZE, SIZE)
    torch.onnx.export(model, image, path, input_names=["image"], output_names=["logits"], opset_version=17, dynamo=False)
    # Eighths, so that the file packs well.
    images = np.round(np.random.default_rng(0).standard_normal((IMAGES, 3, SIZE, SIZE)) * 8).astype(np.float32) / 8
    np.savez_compressed(path.removesuffix(".onnx") + ".npz", image=images)


if __name__ == "__main__":
    main(sys.argv[1])
