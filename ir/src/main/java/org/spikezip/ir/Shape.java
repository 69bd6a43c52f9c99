package org.spikezip.ir;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The dimensions of a value, outermost first; or, for what a host operator makes, not even their
 * number.
 *
 * @param known whether the rank is known; otherwise {@code dims} is empty
 */
public record Shape(boolean known, List<Dim> dims) {
  /** A shape of unknown rank. */
  public static final Shape UNKNOWN = new Shape(false, List.of());

  /** The most axes; no tensor has as many, but a broken file may say so. */
  public static final int MOST_AXES = 64;

  public Shape {
    if (dims.size() > MOST_AXES) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "at most " + MOST_AXES + " axes, found " + dims.size());
    }
    dims = List.copyOf(dims);
  }

  public static Shape of(long... sizes) {
    return new Shape(true, Arrays.stream(sizes).mapToObj(Dim::of).toList());
  }

  public static Shape of(int[] sizes) {
    return of(Arrays.stream(sizes).asLongStream().toArray());
  }

  public static Shape of(List<Dim> dims) {
    return new Shape(true, dims);
  }

  public int rank() {
    if (!known) {
      throw new SpikezipException(ErrorCode.UNSUPPORTED, "the rank of this value is not known");
    }
    return dims.size();
  }

  /** The dimension of this axis; negative axes count from the end. */
  public Dim dim(int axis) {
    return dims.get(axis(axis));
  }

  /** The axis counted from the front. */
  public int axis(int axis) {
    int rank = rank();
    int front = axis < 0 ? axis + rank : axis;
    if (front < 0 || front >= rank) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "axis " + axis + " is outside of shape " + this);
    }
    return front;
  }

  /** Whether every dimension is a number. */
  public boolean isFixed() {
    return known && dims.stream().allMatch(Dim::isFixed);
  }

  /** The sizes, if all are numbers. */
  public Optional<int[]> sizes() {
    return isFixed()
        ? Optional.of(dims.stream().mapToInt(d -> Math.toIntExact(d.size())).toArray())
        : Optional.empty();
  }

  /** The number of elements as a dimension. */
  public Dim elements() {
    return known ? dims.stream().reduce(Dim.of(1), Dim::times) : Dim.UNKNOWN;
  }

  /** Whether both can be the same shape. */
  public boolean compatible(Shape other) {
    if (!known || !other.known) {
      return true;
    }
    if (dims.size() != other.dims.size()) {
      return false;
    }
    for (int i = 0; i < dims.size(); i++) {
      if (!dims.get(i).compatible(other.dims.get(i))) {
        return false;
      }
    }
    return true;
  }

  /** {@code [batch,12,?]}; {@code [*]} where the rank is unknown. */
  @Override
  public String toString() {
    return known
        ? dims.stream().map(Dim::toString).collect(Collectors.joining(",", "[", "]"))
        : "[*]";
  }
}
