package org.spikezip.backend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.OnnxFrontend;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;
import org.spikezip.ir.verify.GraphVerifier;

/** A model as ONNX Runtime runs it, against the same read, written again and run. */
final class RoundTrip {
  private RoundTrip() {}

  /**
   * A test of one model.
   *
   * @param ops what it must become: operators in order, without inputs and constants
   * @param tolerance largest absolute difference
   */
  static DynamicTest test(Path folder, String ops, TinyModel model, double tolerance) {
    String type = model.proto().getGraph().getNode(0).getOpType();
    return DynamicTest.dynamicTest(
        type + " is " + ops,
        () -> {
          try (SourceModel source = new OnnxFrontend().open(model.write(folder))) {
            assertEquals(ops, ops(source.graph()));
            check(source, tolerance);
          }
        });
  }

  static void check(SourceModel source, double tolerance) {
    GraphVerifier.verify(source.graph());
    Map<String, Tensor> inputs = RandomInputs.of(source.graph(), 7);
    try (Executable original = source.original(List.of()).get();
        Executable ours = new OnnxBackend().compile(source.graph(), Options.NONE, null)) {
      double worst =
          FixtureRoundTripTest.difference(
              FixtureRoundTripTest.run(original, inputs), FixtureRoundTripTest.run(ours, inputs));
      assertTrue(worst <= tolerance, "differs by " + worst);
    }
  }

  private static String ops(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> !(n.op() instanceof Input || n.op() instanceof Constant))
        .map(RoundTrip::name)
        .collect(Collectors.joining(" "));
  }

  private static String name(Node node) {
    return node.op() instanceof HostOp host ? "host:" + host.type() : node.op().name();
  }
}
