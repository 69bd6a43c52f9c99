package org.spikezip.ir.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.artifact.proto.TensorProto;

/**
 * Maps the tensors of an artifact. New bytes stand in ascending order, so each is looked at once,
 * whatever a broken file says.
 */
final class TensorReader {
  private static final String AGAIN = "compile the model again";

  private record Range(long offset, long length) {}

  private final FileChannel channel;
  private final long weights;
  private final long length;
  private final long windowLength;
  private final Map<Range, ByteBuffer> known = new HashMap<>();
  private ByteBuffer window = ByteBuffer.allocate(0);
  private long windowAt;
  private long end;

  /** A reader that maps so many bytes at once, and more where one tensor is longer. */
  TensorReader(FileChannel channel, Header header, long windowLength) {
    this.channel = channel;
    this.weights = header.weightsOffset();
    this.length = header.fileLength() - weights;
    this.windowLength = windowLength;
  }

  /**
   * All tensors in order.
   *
   * @throws SpikezipException if one lies outside of the file, overlaps another, or is damaged
   */
  List<Tensor> read(List<TensorProto> protos) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    for (TensorProto proto : protos) {
      try {
        tensors.add(read(proto));
      } catch (SpikezipException e) {
        throw e.in("tensor " + tensors.size() + " of " + protos.size());
      }
    }
    return tensors;
  }

  private Tensor read(TensorProto proto) throws IOException {
    Range range = new Range(proto.getOffset(), proto.getLength());
    ByteBuffer bytes = known.get(range);
    if (bytes == null) {
      bytes = bytes(range);
      if (TensorWriter.crc(bytes) != proto.getCrc32C()) {
        throw Header.malformed("the checksum of its bytes is wrong", AGAIN);
      }
      known.put(range, bytes);
    }
    try {
      ElementType type = ElementType.ofSymbol(proto.getType());
      int[] dims = proto.getDimsList().stream().mapToInt(Math::toIntExact).toArray();
      return Tensor.of(type, dims, bytes);
    } catch (ArithmeticException e) {
      throw Header.malformed("dimensions " + proto.getDimsList() + " are too large", AGAIN);
    }
  }

  private ByteBuffer bytes(Range range) throws IOException {
    boolean inside =
        range.offset >= end
            && range.offset <= length
            && range.length >= 0
            && range.length <= Math.min(length - range.offset, Integer.MAX_VALUE);
    if (!inside || range.offset % Header.ALIGNMENT != 0) {
      throw Header.malformed(
          "expected aligned bytes between " + end + " and " + length + ", found " + range, AGAIN);
    }
    end = range.offset + range.length;
    if (range.offset < windowAt || end > windowAt + window.limit()) {
      long size = Math.min(length - range.offset, Math.max(range.length, windowLength));
      windowAt = range.offset;
      window = channel.map(FileChannel.MapMode.READ_ONLY, weights + windowAt, size);
    }
    return window.slice((int) (range.offset - windowAt), (int) range.length);
  }
}
