package org.spikezip.frontend.torch.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

class StridedTensorTest {
  private static Tensor view(long offset, List<Long> sizes, List<Long> strides) {
    byte[] storage = {0, 1, 2, 3, 4, 5};
    return StridedTensor.of(ElementType.I8, ByteBuffer.wrap(storage), offset, sizes, strides);
  }

  private static void refuses(long offset, List<Long> sizes, List<Long> strides) {
    SpikezipException e = assertThrows(SpikezipException.class, () -> view(offset, sizes, strides));
    assertEquals(ErrorCode.MALFORMED, e.code());
  }

  @Test
  void viewsAreRead() {
    assertArrayEquals(new long[] {2, 3, 4, 5}, view(2, List.of(2L, 2L), List.of(2L, 1L)).longs());
    assertArrayEquals(
        new long[] {0, 3, 1, 4, 2, 5}, view(0, List.of(3L, 2L), List.of(1L, 3L)).longs());
    assertArrayEquals(new long[] {1, 1, 1}, view(1, List.of(3L), List.of(0L)).longs());
    assertArrayEquals(new long[] {5}, view(5, List.of(), List.of()).longs());
    assertArrayEquals(new long[] {4}, view(4, List.of(1L, 1L), List.of(99L, 7L)).longs());
    assertEquals(0, view(6, List.of(0L, 3L), List.of(3L, 1L)).size());
  }

  @Test
  void viewsOutOfTheStorageAreRefused() {
    refuses(0, List.of(7L), List.of(1L));
    refuses(5, List.of(2L), List.of(1L));
    refuses(-1, List.of(1L), List.of(1L));
    refuses(0, List.of(2L), List.of(6L));
    refuses(7, List.of(0L), List.of(1L));
    refuses(0, List.of(2L), List.of(-1L));
    refuses(0, List.of(-2L), List.of(1L));
    refuses(0, List.of(2L, 2L), List.of(1L));
    refuses(0, List.of(3L), List.of(Long.MAX_VALUE));
  }

  @Test
  void absurdRepetitionIsRefused() {
    refuses(0, List.of(1L << 20, 1L << 10), List.of(0L, 0L));
    refuses(0, List.of(1L << 40), List.of(0L));
    refuses(0, List.of(1L << 30, 1L << 30, 1L << 30), List.of(0L, 0L, 0L));
  }
}
