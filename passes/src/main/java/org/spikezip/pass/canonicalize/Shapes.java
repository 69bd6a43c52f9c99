package org.spikezip.pass.canonicalize;

import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;

/** What can be proven of shapes that are partly symbols. */
final class Shapes {
  private Shapes() {}

  /** Whether both are the same for every size of their symbols; two {@code ?} prove nothing. */
  static boolean same(Shape a, Shape b) {
    return differences(a, b) == 0;
  }

  /**
   * Whether two shapes of equally many elements are the same: then one dimension may be unknown,
   * since it follows from the others. (Where another one is 0, any value is as empty.)
   */
  static boolean sameIfAsLarge(Shape a, Shape b) {
    int differences = differences(a, b);
    return differences == 0 || (differences == 1 && a.compatible(b));
  }

  /** The number of axes that are not provably the same; -1 for shapes of different ranks. */
  private static int differences(Shape a, Shape b) {
    if (!a.known() || !b.known() || a.rank() != b.rank()) {
      return -1;
    }
    int differences = 0;
    for (int i = 0; i < a.rank(); i++) {
      boolean same = a.dim(i).equals(b.dim(i)) && !a.dim(i).isUnknown();
      differences += same ? 0 : 1;
    }
    return differences;
  }

  /**
   * A constant second input of a reshape that makes {@code wanted} of {@code from}: 0 where a
   * dimension stays, −1 for one that is not a number.
   */
  static Optional<Tensor> reshapeTarget(Shape from, Shape wanted) {
    if (!from.known() || !wanted.known()) {
      return Optional.empty();
    }
    long[] target = new long[wanted.rank()];
    int open = 0;
    for (int i = 0; i < target.length; i++) {
      Dim dim = wanted.dim(i);
      boolean stays = i < from.rank() && from.dim(i).equals(dim) && !dim.isUnknown();
      if (dim.isFixed() && dim.size() == 0) {
        return Optional.empty();
      }
      target[i] = dim.isFixed() ? dim.size() : stays ? 0 : -1;
      open += target[i] == -1 ? 1 : 0;
    }
    return open <= 1 ? Optional.of(Tensor.of(target, target.length)) : Optional.empty();
  }

  /**
   * Whether a value of shape {@code small} may be added to one of shape {@code large} without
   * changing that one's shape.
   */
  static boolean broadcastsInto(Shape small, Shape large) {
    if (!small.known() || !large.known() || small.rank() > large.rank()) {
      return false;
    }
    for (int i = 1; i <= small.rank(); i++) {
      Dim dim = small.dim(-i);
      boolean same = dim.equals(large.dim(-i)) && !dim.isUnknown();
      if (!same && !dim.equals(Dim.of(1))) {
        return false;
      }
    }
    return true;
  }
}
