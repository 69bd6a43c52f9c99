package org.spikezip.backend.cuda.driver;

import java.util.List;

/** An argument of a kernel, laid out as C does. */
public sealed interface Argument {
  /** How many bytes it takes. */
  int bytes();

  /** What its address is a multiple of. */
  default int alignment() {
    return bytes();
  }

  /** A pointer to memory, all of which the kernel may touch. */
  record Pointer(Memory memory) implements Argument {
    /** A pointer to nothing. */
    public static final Pointer NULL = new Pointer(new Memory(0, 0));

    @Override
    public int bytes() {
      return 8;
    }
  }

  /** An {@code int}. */
  record Int32(int value) implements Argument {
    @Override
    public int bytes() {
      return 4;
    }
  }

  /** A {@code long long}. */
  record Int64(long value) implements Argument {
    @Override
    public int bytes() {
      return 8;
    }
  }

  /** A {@code float}. */
  record Float32(float value) implements Argument {
    @Override
    public int bytes() {
      return 4;
    }
  }

  /** A struct of these fields, by value. */
  record Struct(List<Argument> fields) implements Argument {
    public Struct {
      fields = List.copyOf(fields);
    }

    public static Struct of(Argument... fields) {
      return new Struct(List.of(fields));
    }

    @Override
    public int bytes() {
      return up(offset(fields.size()), alignment());
    }

    @Override
    public int alignment() {
      return fields.stream().mapToInt(Argument::alignment).max().orElse(1);
    }

    /** Where a field begins; for the number of fields, where the last one ends. */
    public int offset(int field) {
      int end = 0;
      for (int i = 0; i <= field; i++) {
        end = i == fields.size() ? end : up(end, fields.get(i).alignment());
        if (i < field) {
          end += fields.get(i).bytes();
        }
      }
      return end;
    }

    private static int up(int offset, int alignment) {
      return (offset + alignment - 1) / alignment * alignment;
    }
  }
}
