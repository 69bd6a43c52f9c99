package org.spikezip.backend.cuda.driver;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.List;

/** Arguments as C wants them: an array of pointers, each to a value. */
public final class KernelParameters implements AutoCloseable {
  private static final int WORD = 8;

  private final com.sun.jna.Memory words;

  public KernelParameters(List<Argument> arguments) {
    int count = Math.max(1, arguments.size());
    words = new com.sun.jna.Memory((long) count * (WORD + Native.POINTER_SIZE));
    words.clear();
    for (int i = 0; i < arguments.size(); i++) {
      long value = (long) i * WORD;
      write(arguments.get(i), value);
      words.setPointer(
          (long) count * WORD + (long) i * Native.POINTER_SIZE, words.share(value, WORD));
    }
    pointers = words.share((long) count * WORD);
  }

  private final Pointer pointers;

  private void write(Argument argument, long offset) {
    if (argument instanceof Argument.Pointer pointer) {
      words.setLong(offset, pointer.memory().address());
    } else if (argument instanceof Argument.Int32 number) {
      words.setInt(offset, number.value());
    } else if (argument instanceof Argument.Int64 number) {
      words.setLong(offset, number.value());
    } else if (argument instanceof Argument.Float32 number) {
      words.setFloat(offset, number.value());
    }
  }

  /** The {@code void**} of a launch. */
  public Pointer pointers() {
    return pointers;
  }

  @Override
  public void close() {
    words.close();
  }
}
