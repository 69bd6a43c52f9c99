package org.spikezip.host.verify;

import org.spikezip.ir.Tensor;

/** Finds the element of a parameter that belongs to an element of what it broadcasts against. */
final class Broadcast {
  private Broadcast() {}

  /**
   * The index in the parameter.
   *
   * @param dims of what is broadcast against
   * @param element row-major index in that
   * @param parameter dims equal to the last of {@code dims}, or 1
   */
  static int index(int[] dims, int element, Tensor parameter) {
    int rest = element;
    int index = 0;
    int stride = 1;
    for (int back = 1; back <= dims.length; back++) {
      int at = rest % dims[dims.length - back];
      rest /= dims[dims.length - back];
      if (back <= parameter.rank()) {
        int size = parameter.dim(-back);
        index += size == 1 ? 0 : at * stride;
        stride *= size;
      }
    }
    return index;
  }
}
