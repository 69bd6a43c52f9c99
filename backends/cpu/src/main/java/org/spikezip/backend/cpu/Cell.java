package org.spikezip.backend.cpu;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.spikezip.ir.Tensor;

/**
 * The current content of one value of the graph. Its row is its last axis. One that is read in
 * other segments than it is made in keeps its contents of the steps of a block, its frames: readers
 * hear of a change when they come to its step.
 */
abstract class Cell {
  private record Link(Unit reader, RowQueue queue, RowMap map) {
    void tell(int row) {
      map.mark(row, queue);
      reader.wake();
    }
  }

  private final int[] dims;
  private final int width;
  private final int elements;
  private final List<Link> links = new ArrayList<>();
  private final List<Link> laterLinks = new ArrayList<>();

  /** By frame: the rows that changed, of which later segments will hear. */
  private final List<RowQueue> changes = new ArrayList<>();

  private int frame;

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
      link.tell(row);
    }
    if (!laterLinks.isEmpty()) {
      changes.get(frame).add(row);
    }
  }

  /**
   * Says in which segment it is made.
   *
   * @return the segments that read it later
   */
  Set<Segment> madeIn(Segment segment) {
    Set<Segment> later = new LinkedHashSet<>();
    for (Link link : links) {
      if (link.reader().segment() != segment) {
        laterLinks.add(link);
        later.add(link.reader().segment());
      }
    }
    links.removeAll(laterLinks);
    return later;
  }

  /**
   * The segment in which it is made begins a step of a block.
   *
   * @param frame the step, from 0
   * @param frames steps of the block
   */
  void begin(int frame, int frames) {
    this.frame = frame;
    if (laterLinks.isEmpty()) {
      return;
    }
    while (changes.size() <= frame) {
      changes.add(new RowQueue(rows()));
    }
    changes.get(frame).clear();
  }

  /** The step of the block that the segment in which it is made is at. */
  final int frame() {
    return frame;
  }

  /** A segment that reads it begins a step: the content is that of then. */
  void recall(int frame, Segment reader) {
    for (Link link : laterLinks) {
      if (link.reader().segment() == reader) {
        RowQueue changed = changes.get(frame);
        for (int i = 0; i < changed.size(); i++) {
          link.tell(changed.get(i));
        }
      }
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
