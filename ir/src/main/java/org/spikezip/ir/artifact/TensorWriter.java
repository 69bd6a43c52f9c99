package org.spikezip.ir.artifact;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.artifact.proto.TensorProto;

/** Gives each tensor its place in the weights section; equal bytes are stored once. */
final class TensorWriter {
  private static final int STEP = 1 << 20;

  private record Range(long offset, int crc) {}

  private final IdentityHashMap<Tensor, Integer> known = new IdentityHashMap<>();
  private final Map<ByteBuffer, Range> ranges = new HashMap<>();
  private final Map<TensorProto, Integer> indices = new HashMap<>();
  private final List<TensorProto> protos = new ArrayList<>();
  private final List<ByteBuffer> contents = new ArrayList<>();
  private long length;

  /** The index under which the graph refers to this tensor. */
  int add(Tensor tensor) {
    return known.computeIfAbsent(tensor, this::index);
  }

  List<TensorProto> protos() {
    return protos;
  }

  /** Bytes of the weights section. */
  long length() {
    return length;
  }

  private int index(Tensor tensor) {
    Range range = ranges.computeIfAbsent(sha256(tensor.bytes()), h -> append(tensor.bytes()));
    TensorProto proto =
        TensorProto.newBuilder()
            .setType(tensor.type().symbol())
            .addAllDims(Arrays.stream(tensor.dims()).asLongStream().boxed().toList())
            .setOffset(range.offset())
            .setLength(tensor.bytes().remaining())
            .setCrc32C(range.crc())
            .build();
    return indices.computeIfAbsent(
        proto,
        p -> {
          protos.add(p);
          return protos.size() - 1;
        });
  }

  private Range append(ByteBuffer bytes) {
    long offset = Header.aligned(length);
    contents.add(bytes);
    length = Math.addExact(offset, bytes.remaining());
    return new Range(offset, crc(bytes));
  }

  static int crc(ByteBuffer bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return (int) crc.getValue();
  }

  private static ByteBuffer sha256(ByteBuffer bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(bytes);
      return ByteBuffer.wrap(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }

  /** Writes the weights section; the channel stands at its begin. */
  void writeTo(FileChannel channel) throws IOException {
    long at = 0;
    for (ByteBuffer content : contents) {
      long offset = Header.aligned(at);
      write(channel, ByteBuffer.allocate((int) (offset - at)));
      write(channel, content);
      at = offset + content.remaining();
    }
  }

  /** Writes all; by steps, because the JDK copies a heap buffer as a whole for each call. */
  static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
    int end = bytes.limit();
    for (int from = bytes.position(); from < end; from += STEP) {
      ByteBuffer step = bytes.slice(from, Math.min(STEP, end - from));
      while (step.hasRemaining()) {
        channel.write(step);
      }
    }
  }
}
