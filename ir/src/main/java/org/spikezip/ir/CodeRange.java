package org.spikezip.ir;

/** The smallest and the largest code that can travel on an edge, over all of its channels. */
public record CodeRange(int min, int max) {
  public CodeRange {
    if (min > max) {
      throw new IllegalArgumentException("empty code range " + min + ".." + max);
    }
  }

  public CodeRange union(CodeRange other) {
    return new CodeRange(Math.min(min, other.min), Math.max(max, other.max));
  }

  /** The largest absolute value of a code. */
  public int magnitude() {
    return Math.max(Math.abs(min), Math.abs(max));
  }
}
