package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.ir.Tensor;

/** The current content of one value of the graph. Its row is its last axis. */
abstract class Cell {
  private record Link(Unit reader, RowQueue queue, RowMap map) {}

  private final int[] dims;
  private final int width;
  private final int elements;
  private final List<Link> links = new ArrayList<>();

  Cell(int[] dims) {
    this.dims = dims.clone();
    int n = 1;
    for (int d : dims) {
      n = Math.multiplyExact(n, d);
    }
    elements = n;
    width = dims.length == 0 ? 1 : dims[dims.length - 1];
  }

  int[] dims() {
    return dims.clone();
  }

  int elements() {
    return elements;
  }

  /** Elements in a row. */
  int width() {
    return width;
  }

  int rows() {
    return elements == 0 ? 0 : elements / width;
  }

  /** Lets a unit hear which of its rows must be computed again when a row of this cell changes. */
  final void feed(Unit reader, RowQueue queue, RowMap map) {
    links.add(new Link(reader, queue, map));
  }

  /** A row has a new content. */
  final void changed(int row) {
    for (Link link : links) {
      link.map().mark(row, link.queue());
      link.reader().wake();
    }
  }

  final void allChanged() {
    for (int row = 0; row < rows(); row++) {
      changed(row);
    }
  }

  /** Takes over a tensor, and tells of what differs. */
  abstract void load(Tensor tensor);

  /** A copy of the content. */
  abstract Tensor tensor();
}
