package org.spikezip.backend.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.spikezip.backend.onnx.Attr.of;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.OnnxFrontend;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Input;

/** Each operator as ONNX Runtime runs it, and read, taken apart, written again and run. */
class OperatorRoundTripTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> elementwise() {
    return Stream.of(
        one("neg", "Neg"),
        one("abs", "Abs"),
        one("exp", "Exp"),
        one("log", "Log"),
        one("sqrt", "Sqrt"),
        one("reciprocal", "Reciprocal"),
        one("relu", "Relu"),
        one("sigmoid", "Sigmoid"),
        one("tanh", "Tanh"),
        one("erf", "Erf"),
        one("sin", "Sin"),
        one("cos", "Cos"),
        one("floor", "Floor"),
        one("ceil", "Ceil"),
        one("round", "Round"),
        one("sign", "Sign"),
        one("softplus", "Softplus"),
        one("mul add clip", "HardSigmoid"),
        one("mul add clip mul", "HardSwish"),
        one("mul less where", "LeakyRelu", of("alpha", 0.3f)),
        one("host:Elu", "Elu"),
        test("is_nan not", two().node("IsNaN", "x", "a").node("Not", "a", "o").output("o")),
        test("gelu", x(20).node("Gelu", "x", "o").output("o")),
        test("gelu_tanh", x(20).node("Gelu", "x", "o", of("approximate", "tanh")).output("o")),
        test("silu", x(24).node("Swish", "x", "o").output("o")),
        test("mul sigmoid mul", x(24).node("Swish", "x", "o", of("alpha", 2f)).output("o")),
        test("gelu", x(13).microsoft("Gelu", "x", "o").output("o")),
        test("add gelu", two().microsoft("BiasGelu", "x y", "o").output("o")),
        test("add gelu_tanh", two().microsoft("FastGelu", "x y", "o").output("o")),
        test("mul sigmoid mul", x(13).microsoft("QuickGelu", "x", "o").output("o")),
        test("add", two().node("Add", "x y", "o").output("o")),
        test("abs pow", two().node("Abs", "x", "a").node("Pow", "a y", "o").output("o")),
        test("cast pow", x(13).numbers("e", 2).node("Pow", "x e", "o").output("o")),
        test("mod", two().node("Mod", "x y", "o", of("fmod", true)).output("o")),
        test("min min", two().node("Min", "x y x", "o").output("o")),
        test("add add div", two().node("Mean", "x y x", "o").output("o")),
        test(
            "less_or_equal where",
            two().node("LessOrEqual", "x y", "c").node("Where", "c x y", "o").output("o")),
        test("cast cast", x(13).node("Cast", "x", "i", of("to", 7)).node("CastLike", "i x", "o").output("o")),
        test("clip", x(9).node("Clip", "x", "o", of("min", -0.5f)).output("o")),
        test("clip", x(13).constant("a", Tensor.scalar(-1f)).node("Clip", "x a _", "o").output("o")),
        test(
            "max min",
            x(13).input("a").input("b").node("Clip", "x a b", "o").output("o")));
  }

  @TestFactory
  Stream<DynamicTest> shapes() {
    return Stream.of(
        test("reshape", x(13).numbers("s", 3, -1).node("Reshape", "x s", "o").output("o")),
        test("reshape", x(13).node("Flatten", "x", "o").output("o")),
        test(
            "shape slice reduce concat reshape",
            new TinyModel(13)
                .input("x", -1, -2, -3)
                .node("Flatten", "x", "o", of("axis", 2))
                .output("o")),
        test("transpose", x(13).node("Transpose", "x", "o").output("o")),
        test("unsqueeze", x(11).node("Unsqueeze", "x", "o", of("axes", List.of(0, 3))).output("o")),
        test("unsqueeze", x(13).numbers("a", 1).node("Unsqueeze", "x a", "o").output("o")),
        test("squeeze", new TinyModel(11).input("x", 1, 3, 1).node("Squeeze", "x", "o").output("o")),
        test("shape", x(13).node("Shape", "x", "o").output("o")),
        test("shape slice", x(15).node("Shape", "x", "o", of("start", 1)).output("o")),
        test("shape reduce", x(13).node("Size", "x", "o").output("o")),
        test("concat", x(13).node("Concat", "x x", "o", of("axis", -1)).output("o")),
        test("split", x(11).node("Split", "x", "o p", of("axis", 1), of("split", List.of(1, 2))).output("o", "p")),
        test("split", x(13).numbers("s", 1, 1).node("Split", "x s", "o p").output("o", "p")),
        test("split", x(18).node("Split", "x", "o p", of("axis", 1), of("num_outputs", 2)).output("o", "p")),
        test("slice", x(9).node("Slice", "x", "o", of("starts", List.of(1)), of("ends", List.of(9)), of("axes", List.of(1))).output("o")),
        test("slice", x(13).numbers("a", 2).numbers("b", -9).numbers("c", 1).numbers("d", -1).node("Slice", "x a b c d", "o").output("o")),
        test("gather", x(13).numbers("i", 1, -1).node("Gather", "x i", "o").output("o")),
        test("gather_elements", x(13).constant("i", Tensor.of(new long[] {1, 0}, 1, 2)).node("GatherElements", "x i", "o").output("o")),
        test("expand", x(13).numbers("s", 4, 1, 3).node("Expand", "x s", "o").output("o")),
        test("fill", x(13).numbers("s", 2, 2).node("ConstantOfShape", "s", "o").output("o")),
        test("range", x(13).constant("a", Tensor.scalar(1L)).constant("b", Tensor.scalar(9L)).constant("c", Tensor.scalar(3L)).node("Range", "a b c", "o").output("o")),
        test("pad", x(9).node("Pad", "x", "o", of("pads", List.of(1, 0, 0, 2)), of("value", 7f)).output("o")),
        test("pad", x(18).numbers("p", 1, 2).constant("v", Tensor.scalar(3f)).numbers("a", -1).node("Pad", "x p v a", "o").output("o")),
        test("host:Pad", x(13).numbers("p", 0, 1, 0, 1).node("Pad", "x p", "o", of("mode", "reflect")).output("o")),
        test("trilu", x(14).constant("k", Tensor.scalar(-1L)).node("Trilu", "x k", "o", of("upper", 0)).output("o")),
        test("", x(13).node("Dropout", "x", "o m").output("o")),
        test("", x(13).node("Identity", "x", "o").output("o")),
        test("", x(13).node("Constant", "", "o", of("value_ints", List.of(4, 5))).output("o")));
  }

  @TestFactory
  Stream<DynamicTest> linear() {
    Tensor weights = random(3, 4);
    Tensor turned = random(4, 3);
    Tensor bias = random(4);
    return Stream.of(
        test("matmul", x(13).constant("w", weights).node("MatMul", "x w", "o").output("o")),
        test("matmul add", x(13).constant("w", weights).constant("b", bias).node("Gemm", "x w b", "o").output("o")),
        test(
            "transpose matmul mul mul add",
            x(13)
                .constant("w", turned)
                .constant("b", bias)
                .node("Gemm", "x w b", "o", of("transB", true), of("alpha", 0.5f), of("beta", 2f))
                .output("o")),
        test("transpose matmul", x(11).constant("w", random(2, 4)).node("Gemm", "x w", "o", of("transA", true)).output("o")),
        test("transpose matmul mul", x(13).constant("w", turned).microsoft("FusedMatMul", "x w", "o", of("transB", true), of("alpha", 0.3f)).output("o")),
        test("conv", image().constant("w", random(4, 1, 3, 3)).constant("b", bias).node("Conv", "x w b", "o", of("group", 2), of("pads", List.of(1, 0, 2, 1)), of("strides", List.of(2, 1))).output("o")),
        test("conv", image().constant("w", random(4, 2, 2, 2)).node("Conv", "x w", "o", of("auto_pad", "SAME_LOWER"), of("strides", List.of(2, 2))).output("o")),
        test("conv", new TinyModel(13).input("x", 1, 2, 9).constant("w", random(3, 2, 4)).node("Conv", "x w", "o", of("dilations", List.of(2))).output("o")),
        test(
            "mul add",
            image()
                .constant("s", random(2))
                .constant("b", random(2))
                .constant("m", random(2))
                .constant("v", Tensor.of(new float[] {1.5f, 0.25f}, 2))
                .node("BatchNormalization", "x s b m v", "o")
                .output("o")),
        test("reduce", image().node("GlobalAveragePool", "x", "o").output("o")),
        test("reduce", x(13).node("ReduceMean", "x", "o", of("axes", List.of(-1))).output("o")),
        test("reduce", x(18).numbers("a", 0).node("ReduceMax", "x a", "o", of("keepdims", false)).output("o")),
        test("reduce", x(13).numbers("a", 1).node("ReduceSum", "x a", "o").output("o")),
        test("", x(13).node("ReduceSum", "x", "o", of("noop_with_empty_axes", true)).output("o")),
        test("mul reduce sqrt", x(13).node("ReduceL2", "x", "o").output("o")),
        test("abs reduce", x(13).node("ReduceL1", "x", "o").output("o")));
  }

  @TestFactory
  Stream<DynamicTest> norms() {
    return Stream.of(
        test("softmax", x(13).node("Softmax", "x", "o", of("axis", 0)).output("o")),
        test("softmax", x(11).node("Softmax", "x", "o").output("o")),
        test("reshape softmax shape reshape", image().node("Softmax", "x", "o", of("axis", 1)).output("o")),
        test("log_softmax", x(13).node("LogSoftmax", "x", "o").output("o")),
        test("layer_norm", x(17).constant("s", random(3)).constant("b", random(3)).node("LayerNormalization", "x s b", "o").output("o")),
        test("layer_norm", x(11).constant("s", random(3)).constant("b", random(3)).node("LayerNormalization", "x s b", "o").output("o")),
        test("rms_norm", x(23).constant("s", random(3)).node("RMSNormalization", "x s", "o").output("o")),
        test("rms_norm", x(13).constant("s", random(3)).node("SimplifiedLayerNormalization", "x s", "o").output("o")),
        test("add add layer_norm", skip("SkipLayerNormalization", "x y s b c", "o _ _ sum").output("o", "sum")),
        test("add add rms_norm", skip("SkipSimplifiedLayerNormalization", "x y s c", "o").output("o")),
        test("quantize_linear dequantize_linear", quantized(13, ElementType.I8)),
        test("quantize_linear dequantize_linear", quantized(21, ElementType.I16)));
  }

  private static TinyModel skip(String type, String inputs, String outputs) {
    return new TinyModel(13)
        .input("x", 1, 2, 8)
        .input("y", 1, 2, 8)
        .constant("s", random(8))
        .constant("b", random(8))
        .constant("c", random(8))
        .microsoft(type, inputs, outputs, of("epsilon", 1e-5f));
  }

  private static TinyModel quantized(int opset, ElementType type) {
    return x(opset)
        .constant("s", Tensor.of(new float[] {0.1f, 0.2f, 0.3f}, 3))
        .constant("z", Tensor.ofLongs(type, new long[] {0, 1, 2}, 3))
        .node("QuantizeLinear", "x s z", "q", of("axis", 1))
        .node("DequantizeLinear", "q s z", "o", of("axis", 1))
        .output("o", "q");
  }

  private static TinyModel x(int opset) {
    return new TinyModel(opset).input("x", 2, 3);
  }

  private static TinyModel two() {
    return x(13).input("y", 3);
  }

  private static TinyModel image() {
    return new TinyModel(11).input("x", 1, 2, 5, 6);
  }

  private DynamicTest one(String ops, String type, org.spikezip.frontend.onnx.proto.AttributeProto... attributes) {
    return test(ops, x(13).node(type, "x", "o", attributes).output("o"));
  }

  private DynamicTest test(String ops, TinyModel model) {
    String type = model.proto().getGraph().getNode(0).getOpType();
    return DynamicTest.dynamicTest(type + " is " + ops, () -> check(ops, model));
  }

  private void check(String ops, TinyModel model) throws Exception {
    try (SourceModel source = new OnnxFrontend().open(model.write(folder))) {
      assertEquals(ops, ops(source.graph()));
      Map<String, Tensor> inputs = RandomInputs.of(source.graph(), 7);
      try (Executable original = source.original(List.of()).get();
          Executable ours = new OnnxBackend().compile(source.graph(), Options.NONE, null)) {
        double worst =
            FixtureRoundTripTest.difference(
                FixtureRoundTripTest.run(original, inputs), FixtureRoundTripTest.run(ours, inputs));
        assertTrue(worst < 2e-6, "differs by " + worst);
      }
    }
  }

  /** The operators of a graph in order, without inputs and constants. */
  static String ops(Graph graph) {
    return graph.nodes().stream()
        .filter(n -> !(n.op() instanceof Input || n.op() instanceof Constant))
        .map(OperatorRoundTripTest::name)
        .collect(Collectors.joining(" "));
  }

  private static String name(Node node) {
    return node.op() instanceof HostOp host ? "host:" + host.type() : node.op().name();
  }

  private static Tensor random(int... dims) {
    return RandomInputs.floats(new Random(dims.length), dims);
  }
}
