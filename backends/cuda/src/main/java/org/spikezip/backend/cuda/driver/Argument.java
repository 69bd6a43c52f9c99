package org.spikezip.backend.cuda.driver;

/** An argument of a kernel. */
public sealed interface Argument {
  /** A pointer to memory, all of which the kernel may touch; none is a null pointer. */
  record Pointer(Memory memory) implements Argument {}

  /** An {@code int}. */
  record Int32(int value) implements Argument {}

  /** A {@code long long}. */
  record Int64(long value) implements Argument {}

  /** A {@code float}. */
  record Float32(float value) implements Argument {}
}
