package org.spikezip.ir.artifact;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.artifact.proto.GraphProto;
import org.spikezip.ir.op.OpSet;
import org.spikezip.ir.verify.GraphVerifier;

/** The {@code .snn} file of a graph; the package says how it is laid out. */
public final class Artifact {
  private static final int DEEPEST = 16;
  private static final long WINDOW = 1L << 30;

  private Artifact() {}

  /**
   * Writes a graph. Equal graphs give equal bytes; the file appears whole or not at all.
   *
   * @throws SpikezipException with code USAGE if the file cannot be written, MALFORMED if the graph
   *     breaks a rule of its stage
   */
  public static void write(Graph graph, Path file) {
    GraphVerifier.verify(graph);
    TensorWriter tensors = new TensorWriter();
    byte[] bytes = bytes(new GraphEncoder(tensors).encode(graph));
    Header header = Header.of(bytes, tensors.length());
    AtomicFile.writeChannel(
        file,
        channel -> {
          TensorWriter.write(channel, header.encode());
          TensorWriter.write(channel, ByteBuffer.wrap(bytes));
          long padding = header.weightsOffset() - Header.BYTES - bytes.length;
          TensorWriter.write(channel, ByteBuffer.allocate((int) padding));
          tensors.writeTo(channel);
        });
  }

  /** As {@link #read(Path, OpSet)}, with canonical operators only. */
  public static Graph read(Path file) {
    return read(file, OpSet.canonical());
  }

  /**
   * Reads a graph, checks every checksum and verifies it. Its tensors stay in the mapped file,
   * which may be replaced but must not be cut short while the graph is in use.
   *
   * @param operators the operators that it may hold
   * @throws SpikezipException with code MALFORMED if the file cannot be opened or is broken,
   *     UNSUPPORTED if it is of a newer version or holds an unknown operator
   */
  public static Graph read(Path file, OpSet operators) {
    try (FileChannel channel = FileChannel.open(file)) {
      Header header = Header.decode(start(channel, Header.BYTES), channel.size());
      byte[] bytes = new byte[header.graphLength()];
      fill(channel, ByteBuffer.wrap(bytes), Header.BYTES);
      header.check(bytes);
      GraphProto proto = parse(bytes);
      TensorReader tensors = new TensorReader(channel, header, WINDOW);
      Graph graph = new GraphDecoder(operators, tensors.read(proto.getTensorsList())).decode(proto);
      GraphVerifier.verify(graph);
      return graph;
    } catch (SpikezipException e) {
      throw e.in(file.toString());
    } catch (NoSuchFileException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, file + ": there is no such file", "check the path", e);
    } catch (IOException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, file + ": cannot be read: " + AtomicFile.reason(e), "", e);
    }
  }

  /** Whether this is a file that begins as an artifact does. */
  public static boolean isArtifact(Path file) {
    try (FileChannel channel = FileChannel.open(file)) {
      return Header.hasMagic(start(channel, Header.BYTES));
    } catch (IOException e) {
      return false;
    }
  }

  private static byte[] bytes(GraphProto proto) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream(proto.getSerializedSize());
      CodedOutputStream out = CodedOutputStream.newInstance(bytes);
      out.useDeterministicSerialization();
      proto.writeTo(out);
      out.flush();
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }

  private static GraphProto parse(byte[] bytes) {
    CodedInputStream in = CodedInputStream.newInstance(bytes);
    in.setRecursionLimit(DEEPEST);
    try {
      GraphProto proto = GraphProto.parseFrom(in);
      in.checkLastTagWas(0);
      return proto;
    } catch (InvalidProtocolBufferException e) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "the graph is broken: " + e.getMessage(),
          "compile the model again",
          e);
    } catch (IOException e) {
      throw new AssertionError("memory does not fail", e);
    }
  }

  /** The first bytes of a file, fewer if it is shorter. */
  private static ByteBuffer start(FileChannel channel, int most) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, channel.size()));
    fill(channel, bytes, 0);
    return bytes;
  }

  private static void fill(FileChannel channel, ByteBuffer bytes, long from) throws IOException {
    while (bytes.hasRemaining() && channel.read(bytes, from + bytes.position()) >= 0) {
      // A read may give less than asked for.
    }
    bytes.flip();
  }
}
