package org.spikezip.ir;

import java.util.Arrays;
import java.util.List;

/** One property of an operator. */
public sealed interface Attribute {
  /** A whole number. */
  record Whole(long value) implements Attribute {}

  /** A float. */
  record Real(float value) implements Attribute {}

  /** A word. */
  record Text(String value) implements Attribute {}

  /** Whole numbers. */
  record Wholes(List<Long> values) implements Attribute {
    public Wholes {
      values = List.copyOf(values);
    }
  }

  /** Floats. */
  record Reals(List<Float> values) implements Attribute {
    public Reals {
      values = List.copyOf(values);
    }
  }

  /** Words. */
  record Texts(List<String> values) implements Attribute {
    public Texts {
      values = List.copyOf(values);
    }
  }

  /** A tensor. */
  record Data(Tensor value) implements Attribute {}

  /** Bytes in a form that only the operator knows. */
  final class Opaque implements Attribute {
    private final byte[] bytes;

    public Opaque(byte[] bytes) {
      this.bytes = bytes.clone();
    }

    public byte[] bytes() {
      return bytes.clone();
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Opaque o && Arrays.equals(bytes, o.bytes);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
      return "Opaque[" + bytes.length + " bytes]";
    }
  }
}
