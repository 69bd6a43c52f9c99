package org.spikezip.ir;

/**
 * One output of one node.
 *
 * @param node id of the node that makes it
 * @param slot which of the node's outputs, from 0
 */
public record Value(int node, int slot) {
  /** Stands where an operator leaves an optional input out. */
  public static final Value ABSENT = new Value(-1, 0);

  public boolean isAbsent() {
    return node == -1;
  }

  @Override
  public String toString() {
    return isAbsent() ? "_" : slot == 0 ? "%" + node : "%" + node + "#" + slot;
  }
}
