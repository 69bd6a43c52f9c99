package org.spikezip.api;

/**
 * A hash of all events of an inference, the same on every backend. Each event is mixed on its own
 * and the results are added modulo 2^64, so that the order within a step does not matter and the
 * work can be split.
 */
public final class SpikeTrainHash {
  private SpikeTrainHash() {}

  /** What all events of a layer in a step have in common; the first argument of {@link #event}. */
  public static long layer(int node, int step) {
    return mix((((long) node << 32) | step) + 0x9e3779b97f4a7c15L);
  }

  /**
   * The contribution of one event.
   *
   * @param layer from {@link #layer}
   * @param element row-major index of the neuron in its layer
   * @param spike how far the tracer moved, not 0
   */
  public static long event(long layer, int element, int spike) {
    return mix(layer + (((long) element << 16) | (spike & 0xffff)));
  }

  /** The hash of several inferences in a row, starting from 0. */
  public static long append(long hash, long next) {
    return mix(hash ^ 0x94d049bb133111ebL) + next;
  }

  /** The finalizer of SplitMix64. */
  private static long mix(long x) {
    long z = x;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
