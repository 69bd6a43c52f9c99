package org.spikezip.frontend.onnx;

import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;
import static org.spikezip.frontend.onnx.Models.floats;
import static org.spikezip.frontend.onnx.Models.graph;
import static org.spikezip.frontend.onnx.Models.model;
import static org.spikezip.frontend.onnx.Models.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.TensorProto;
import org.spikezip.ir.SpikezipException;

/** Files cut off anywhere, or with bytes changed: read, or refused with one of our errors. */
class DamagedFilesTest {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void truncatedAnywhere() {
    byte[] whole = sample();
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          for (int length = 0; length < whole.length; length++) {
            open(Arrays.copyOf(whole, length), "cut at " + length);
          }
        });
  }

  @Test
  void bytesChanged() {
    byte[] whole = sample();
    Random random = new Random(42);
    assertTimeoutPreemptively(
        LIMIT,
        () -> {
          for (int round = 0; round < 2000; round++) {
            byte[] changed = whole.clone();
            int changes = 1 + random.nextInt(3);
            for (int i = 0; i < changes; i++) {
              changed[random.nextInt(changed.length)] =
                  random.nextInt(3) == 0 ? (byte) -1 : (byte) random.nextInt(256);
            }
            open(changed, "round " + round);
          }
        });
  }

  private void open(byte[] bytes, String what) throws IOException {
    Path file = Files.write(folder.resolve("m.onnx"), bytes);
    try {
      new OnnxFrontend().open(file).close();
    } catch (SpikezipException e) {
      assertTrue(!e.getMessage().isEmpty(), what);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
      fail(what, e);
    }
  }

  /** Shape arithmetic, attributes, weights, a host operator. */
  private static byte[] sample() {
    GraphProto.Builder graph =
        graph(
            "y z",
            node("Add", "x w", "sum"),
            node("Reshape", "sum shape", "flat"),
            node("ReduceMean", "flat", "mean").toBuilder()
                .addAttribute(
                    AttributeProto.newBuilder().setName("axes").setTypeValue(7).addInts(0))
                .build(),
            node("Slice", "sum begin end", "part"),
            node("Softmax", "part", "y"),
            node("CumSum", "sum axis", "z"));
    graph.addInitializer(floats("w", 1, 2, 3));
    graph.addInitializer(longs("shape", -1));
    graph.addInitializer(longs("begin", 0));
    graph.addInitializer(longs("end", 2));
    graph.addInitializer(longs("axis", 1).clearDims());
    return model(graph).build().toByteArray();
  }

  private static TensorProto.Builder longs(String name, long value) {
    return TensorProto.newBuilder().setName(name).setDataType(7).addDims(1).addInt64Data(value);
  }
}
