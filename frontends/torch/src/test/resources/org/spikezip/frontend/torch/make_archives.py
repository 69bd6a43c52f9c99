"""Writes the small archives that the tests of this module damage: python make_archives.py

Needs torch. Models of whole networks, with torch's answers, are in integration-tests/fixtures.
"""
import pathlib

import torch

HERE = pathlib.Path(__file__).parent
torch.manual_seed(0)
model = torch.nn.Sequential(torch.nn.Linear(4, 3), torch.nn.GELU()).eval()
x = torch.randn(2, 4)
with torch.no_grad():
    torch.jit.trace(model, x).save(str(HERE / "traced.pt"))
    torch.jit.script(model).save(str(HERE / "scripted.pt"))
    quantized = torch.ao.quantization.quantize_dynamic(model, {torch.nn.Linear}, dtype=torch.qint8)
    torch.jit.trace(quantized, x).save(str(HERE / "quantized.pt"))
    conv = torch.jit.trace(torch.nn.Conv2d(3, 8, 3).eval(), torch.randn(1, 3, 8, 8))
    torch.jit.optimize_for_inference(torch.jit.freeze(conv)).save(str(HERE / "optimized.pt"))
torch.save(model.state_dict(), HERE / "state_dict.pt")
torch.save(model, HERE / "whole.pt")
torch.save(model.state_dict(), HERE / "legacy.pt", _use_new_zipfile_serialization=False)
