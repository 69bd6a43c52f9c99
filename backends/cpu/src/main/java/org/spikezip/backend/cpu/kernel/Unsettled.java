package org.spikezip.backend.cpu.kernel;

import java.util.Arrays;

/**
 * Neurons of a layer that are away from their targets, while the targets stand still: which they
 * are, in order, and how far each has to go.
 */
public final class Unsettled {
  /** Room behind the last neuron, so that a kernel may load and store whole vectors there. */
  private static final int SPARE = 32;

  public int[] element = new int[SPARE];
  public int[] distance = new int[SPARE];
  public int count;

  /** Those that {@link Kernels#advance} has left on the list so far. */
  public int[] leftElement = new int[SPARE];

  public int[] leftDistance = new int[SPARE];
  public int left;

  /** No neuron is farther than this from its target. */
  public int farthest;

  public void clear() {
    count = 0;
    farthest = 0;
  }

  /**
   * Adds the neurons of a row.
   *
   * @param first the element with which the row begins
   * @param moves by how much each would have to move
   */
  public void add(int first, RowSpikes moves) {
    int end = count + moves.count;
    if (end + SPARE > element.length) {
      int capacity = 2 * end + SPARE;
      element = Arrays.copyOf(element, capacity);
      distance = Arrays.copyOf(distance, capacity);
      leftElement = new int[capacity];
      leftDistance = new int[capacity];
    }
    for (int i = 0; i < moves.count; i++) {
      element[count + i] = first + moves.index[i];
    }
    System.arraycopy(moves.spike, 0, distance, count, moves.count);
    count = end;
  }

  /** Makes those that were left the list. */
  public void keepLeft() {
    int[] freeElement = element;
    int[] freeDistance = distance;
    element = leftElement;
    distance = leftDistance;
    count = left;
    leftElement = freeElement;
    leftDistance = freeDistance;
    left = 0;
  }
}
