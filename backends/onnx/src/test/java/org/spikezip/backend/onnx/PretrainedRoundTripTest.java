package org.spikezip.backend.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.OnnxFrontend;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;

/** The same for pretrained models, in the folder that SPIKEZIP_MODELS names. */
class PretrainedRoundTripTest {
  @TestFactory
  Stream<DynamicTest> models() throws Exception {
    String folder = System.getenv().getOrDefault("SPIKEZIP_MODELS", "");
    if (folder.isEmpty()) {
      System.err.println("skipped: SPIKEZIP_MODELS names no folder of pretrained models");
    }
    assumeTrue(!folder.isEmpty(), "SPIKEZIP_MODELS names no folder of pretrained models");
    try (Stream<Path> files = Files.walk(Path.of(folder))) {
      return files.filter(f -> f.toString().endsWith(".onnx")).sorted().toList().stream()
          .map(f -> DynamicTest.dynamicTest(f.toString(), () -> check(f)));
    }
  }

  private static void check(Path file) {
    long start = System.nanoTime();
    try (SourceModel source = new OnnxFrontend().open(file)) {
      long read = System.nanoTime();
      Map<String, Tensor> inputs = inputs(source.graph().inputNodes());
      Map<String, Integer> hosts = new TreeMap<>();
      source
          .graph()
          .nodesOf(HostOp.class)
          .forEach(n -> hosts.merge(((HostOp) n.op()).type(), 1, Integer::sum));
      try (Executable original = source.original(List.of()).get();
          Executable ours = new OnnxBackend().compile(source.graph(), Options.NONE, null)) {
        long compiled = System.nanoTime();
        double worst =
            FixtureRoundTripTest.difference(
                FixtureRoundTripTest.run(original, inputs), FixtureRoundTripTest.run(ours, inputs));
        System.err.printf(
            "%s: %d nodes, host %s, max |diff| %.2g; read %d ms, 2 sessions %d ms, ours %.1f ms,"
                + " original %.1f ms%n",
            file,
            source.graph().nodes().size(),
            hosts,
            worst,
            (read - start) / 1_000_000,
            (compiled - read) / 1_000_000,
            millis(ours, inputs),
            millis(original, inputs));
        assertTrue(worst < 1e-3, file + " differs by " + worst);
      }
    }
  }

  private static double millis(Executable executable, Map<String, Tensor> inputs) {
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long start = System.nanoTime();
      FixtureRoundTripTest.run(executable, inputs);
      best = Math.min(best, System.nanoTime() - start);
    }
    return best / 1e6;
  }

  /** Batches of 2, 24 tokens; token ids at random, masks of ones. */
  private static Map<String, Tensor> inputs(List<Node> nodes) {
    Random random = new Random(1);
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (Node node : nodes) {
      int[] dims = new int[node.fact().shape().rank()];
      int size = 1;
      for (int i = 0; i < dims.length; i++) {
        Dim dim = node.fact().shape().dim(i);
        dims[i] = dim.isFixed() ? (int) dim.size() : i == 0 ? 2 : 24;
        size *= dims[i];
      }
      if (node.fact().type() == ElementType.F32) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
          values[i] = (float) random.nextGaussian();
        }
        inputs.put(node.name(), Tensor.of(values, dims));
      } else {
        long[] values = new long[size];
        for (int i = 0; i < size; i++) {
          values[i] =
              node.name().contains("mask")
                  ? 1
                  : node.name().contains("type") ? 0 : random.nextInt(20000);
        }
        inputs.put(node.name(), Tensor.of(values, dims));
      }
    }
    return inputs;
  }
}
