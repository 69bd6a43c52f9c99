package org.spikezip.backend.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;

/** Products, reductions, normalizations and quantizers, read and written again. */
class LinearRoundTripTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> linear() {
    Tensor weights = random(3, 4);
    Tensor turned = random(4, 3);
    Tensor bias = random(4);
    return Stream.of(
        test("matmul", x(13).constant("w", weights).node("MatMul", "x w", "o").output("o")),
        test(
            "matmul add",
            x(13)
                .constant("w", weights)
                .constant("b", bias)
                .node("Gemm", "x w b", "o")
                .output("o")),
        test(
            "transpose matmul mul mul add",
            x(13)
                .constant("w", turned)
                .constant("b", bias)
                .node(
                    "Gemm",
                    "x w b",
                    "o",
                    Attr.of("transB", true),
                    Attr.of("alpha", 0.5f),
                    Attr.of("beta", 2f))
                .output("o")),
        test(
            "transpose matmul",
            x(11)
                .constant("w", random(2, 4))
                .node("Gemm", "x w", "o", Attr.of("transA", true))
                .output("o")),
        test(
            "transpose matmul mul",
            x(13)
                .constant("w", turned)
                .microsoft(
                    "FusedMatMul", "x w", "o", Attr.of("transB", true), Attr.of("alpha", 0.3f))
                .output("o")),
        test(
            "conv",
            image()
                .constant("w", random(4, 1, 3, 3))
                .constant("b", bias)
                .node(
                    "Conv",
                    "x w b",
                    "o",
                    Attr.of("group", 2),
                    Attr.of("pads", List.of(1, 0, 2, 1)),
                    Attr.of("strides", List.of(2, 1)))
                .output("o")),
        test(
            "conv",
            image()
                .constant("w", random(4, 2, 2, 2))
                .node(
                    "Conv",
                    "x w",
                    "o",
                    Attr.of("auto_pad", "SAME_LOWER"),
                    Attr.of("strides", List.of(2, 2)))
                .output("o")),
        test(
            "conv",
            new TinyModel(13)
                .input("x", 1, 2, 9)
                .constant("w", random(3, 2, 4))
                .node("Conv", "x w", "o", Attr.of("dilations", List.of(2)))
                .output("o")),
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
        test(
            "reduce", x(13).node("ReduceMean", "x", "o", Attr.of("axes", List.of(-1))).output("o")),
        test(
            "reduce",
            x(18)
                .numbers("a", 0)
                .node("ReduceMax", "x a", "o", Attr.of("keepdims", false))
                .output("o")),
        test("reduce", x(13).numbers("a", 1).node("ReduceSum", "x a", "o").output("o")),
        test(
            "",
            x(13).node("ReduceSum", "x", "o", Attr.of("noop_with_empty_axes", true)).output("o")),
        test("mul reduce sqrt", x(13).node("ReduceL2", "x", "o").output("o")),
        test("abs reduce", x(13).node("ReduceL1", "x", "o").output("o")));
  }

  @TestFactory
  Stream<DynamicTest> norms() {
    return Stream.of(
        test("softmax", x(13).node("Softmax", "x", "o", Attr.of("axis", 0)).output("o")),
        test("softmax", x(11).node("Softmax", "x", "o").output("o")),
        test(
            "reshape softmax shape reshape",
            image().node("Softmax", "x", "o", Attr.of("axis", 1)).output("o")),
        test("log_softmax", x(13).node("LogSoftmax", "x", "o").output("o")),
        test(
            "layer_norm",
            x(17)
                .constant("s", random(3))
                .constant("b", random(3))
                .node("LayerNormalization", "x s b", "o")
                .output("o")),
        test(
            "layer_norm",
            x(11)
                .constant("s", random(3))
                .constant("b", random(3))
                .node("LayerNormalization", "x s b", "o")
                .output("o")),
        test(
            "rms_norm",
            x(23).constant("s", random(3)).node("RMSNormalization", "x s", "o").output("o")),
        test(
            "rms_norm",
            x(13)
                .constant("s", random(3))
                .node("SimplifiedLayerNormalization", "x s", "o")
                .output("o")),
        test(
            "add add layer_norm",
            skip("SkipLayerNormalization", "x y s b c", "o _ _ sum").output("o", "sum")),
        test(
            "add add rms_norm",
            skip("SkipSimplifiedLayerNormalization", "x y s c", "o").output("o")),
        test("quantize_linear dequantize_linear", quantized(13, ElementType.I8)),
        test("quantize_linear dequantize_linear", quantized(21, ElementType.I16)));
  }

  private DynamicTest test(String ops, TinyModel model) {
    return RoundTrip.test(folder, ops, model, 2e-6);
  }

  private static TinyModel skip(String type, String inputs, String outputs) {
    return new TinyModel(13)
        .input("x", 1, 2, 8)
        .input("y", 1, 2, 8)
        .constant("s", random(8))
        .constant("b", random(8))
        .constant("c", random(8))
        .microsoft(type, inputs, outputs, Attr.of("epsilon", 1e-5f));
  }

  private static TinyModel quantized(int opset, ElementType type) {
    return x(opset)
        .constant("s", Tensor.of(new float[] {0.1f, 0.2f, 0.3f}, 3))
        .constant("z", Tensor.ofLongs(type, new long[] {0, 1, 2}, 3))
        .node("QuantizeLinear", "x s z", "q", Attr.of("axis", 1))
        .node("DequantizeLinear", "q s z", "o", Attr.of("axis", 1))
        .output("o", "q");
  }

  private static TinyModel x(int opset) {
    return new TinyModel(opset).input("x", 2, 3);
  }

  private static TinyModel image() {
    return new TinyModel(11).input("x", 1, 2, 5, 6);
  }

  private static Tensor random(int... dims) {
    return RandomInputs.floats(new Random(dims.length), dims);
  }
}
