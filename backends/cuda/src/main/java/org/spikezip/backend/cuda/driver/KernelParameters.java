package org.spikezip.backend.cuda.driver;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.util.List;

/** Arguments as C wants them: an array of pointers, each to a value. */
public final class KernelParameters implements AutoCloseable {
  private static final int ALIGNMENT = 16;

  private final com.sun.jna.Memory values;
  private final com.sun.jna.Memory pointers;

  public KernelParameters(List<Argument> arguments) {
    long bytes = ALIGNMENT;
    for (Argument argument : arguments) {
      bytes += aligned(argument.bytes());
    }
    values = new com.sun.jna.Memory(bytes);
    pointers = new com.sun.jna.Memory((arguments.size() + 1L) * Native.POINTER_SIZE);
    long offset = 0;
    for (int i = 0; i < arguments.size(); i++) {
      write(arguments.get(i), offset);
      pointers.setPointer((long) i * Native.POINTER_SIZE, values.share(offset));
      offset += aligned(arguments.get(i).bytes());
    }
  }

  private static long aligned(int bytes) {
    return (bytes + ALIGNMENT - 1L) / ALIGNMENT * ALIGNMENT;
  }

  private void write(Argument argument, long offset) {
    if (argument instanceof Argument.Pointer pointer) {
      values.setLong(offset, pointer.memory().address());
    } else if (argument instanceof Argument.Int32 number) {
      values.setInt(offset, number.value());
    } else if (argument instanceof Argument.Int64 number) {
      values.setLong(offset, number.value());
    } else if (argument instanceof Argument.Float32 number) {
      values.setFloat(offset, number.value());
    } else if (argument instanceof Argument.Struct struct) {
      for (int i = 0; i < struct.fields().size(); i++) {
        write(struct.fields().get(i), offset + struct.offset(i));
      }
    }
  }

  /** The {@code void**} of a launch. */
  public Pointer pointers() {
    return pointers;
  }

  @Override
  public void close() {
    pointers.close();
    values.close();
  }
}
