package org.spikezip.backend.cpu;

import org.spikezip.ir.Tensor;

/** A value of any other element type, replaced as a whole. */
final class TensorCell extends Cell {
  private Tensor content;

  TensorCell(Tensor first) {
    super(first.dims());
    content = first;
  }

  @Override
  void load(Tensor tensor) {
    if (!tensor.equals(content)) {
      content = tensor;
      allChanged();
    }
  }

  @Override
  Tensor tensor() {
    return content;
  }
}
