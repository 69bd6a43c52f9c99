package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;

/** Parts of lists and tuples. */
final class Slices {
  private Slices() {}

  /** Elements from {@code start} to before {@code end}; null where a bound is left out. */
  static List<Object> take(List<Object> elements, Object start, Object end, Object step) {
    int size = elements.size();
    long first = bound(start, 0, size);
    long last = bound(end, size, size);
    long stride = step == null ? 1 : number(step);
    if (stride < 1) {
      throw Containers.malformed("takes a slice in steps of " + stride);
    }
    List<Object> taken = new ArrayList<>();
    for (long i = first; i < last; i += stride) {
      taken.add(elements.get((int) i));
    }
    return taken;
  }

  private static long bound(Object bound, long otherwise, int size) {
    if (bound == null) {
      return otherwise;
    }
    long number = number(bound);
    return Math.max(0, Math.min(size, number < 0 ? number + size : number));
  }

  static long number(Object value) {
    if (value instanceof Long number) {
      return number;
    }
    throw Containers.malformed("expected a known whole number, found " + Values.typeName(value));
  }
}
