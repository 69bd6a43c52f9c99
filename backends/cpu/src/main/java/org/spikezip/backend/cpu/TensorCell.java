package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Tensor;

/** A value of any other element type, replaced as a whole. */
final class TensorCell extends Cell {
  private Tensor content;

  /** By frame: the content. */
  private final List<Tensor> contents = new ArrayList<>();

  TensorCell(Tensor first) {
    super(first.dims());
    content = first;
  }

  @Override
  void begin(int frame, int frames) {
    super.begin(frame, frames);
    while (contents.size() <= frame) {
      contents.add(content);
    }
    contents.set(frame, content);
  }

  @Override
  void recall(int frame, Segment reader) {
    super.recall(frame, reader);
    content = contents.get(frame);
  }

  @Override
  void load(Tensor tensor) {
    if (!tensor.equals(content)) {
      content = tensor;
      if (!contents.isEmpty()) {
        contents.set(frame(), content);
      }
      allChanged();
    }
  }

  @Override
  Tensor tensor() {
    return content;
  }
}
