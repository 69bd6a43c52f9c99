package org.spikezip.backend.onnx;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.ir.Tensor;

/** Operators that move values or compute shapes, read and written again. */
class ShapeRoundTripTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> shapes() {
    return Stream.of(
        test("reshape", x(13).numbers("s", 3, -1).node("Reshape", "x s", "o").output("o")),
        test("reshape", x(13).node("Flatten", "x", "o").output("o")),
        test(
            "shape slice reduce concat reshape",
            new TinyModel(13)
                .input("x", -1, -2, -3)
                .node("Flatten", "x", "o", Attr.of("axis", 2))
                .output("o")),
        test("transpose", x(13).node("Transpose", "x", "o").output("o")),
        test(
            "unsqueeze",
            x(11).node("Unsqueeze", "x", "o", Attr.of("axes", List.of(0, 3))).output("o")),
        test("unsqueeze", x(13).numbers("a", 1).node("Unsqueeze", "x a", "o").output("o")),
        test(
            "squeeze", new TinyModel(11).input("x", 1, 3, 1).node("Squeeze", "x", "o").output("o")),
        test("shape", x(13).node("Shape", "x", "o").output("o")),
        test("shape slice", x(15).node("Shape", "x", "o", Attr.of("start", 1)).output("o")),
        test("shape reduce", x(13).node("Size", "x", "o").output("o")),
        test("concat", x(13).node("Concat", "x x", "o", Attr.of("axis", -1)).output("o")),
        test(
            "split",
            x(11)
                .node("Split", "x", "o p", Attr.of("axis", 1), Attr.of("split", List.of(1, 2)))
                .output("o", "p")),
        test("split", x(13).numbers("s", 1, 1).node("Split", "x s", "o p").output("o", "p")),
        test(
            "split",
            x(18)
                .node("Split", "x", "o p", Attr.of("axis", 1), Attr.of("num_outputs", 2))
                .output("o", "p")),
        test(
            "slice",
            x(9).node(
                    "Slice",
                    "x",
                    "o",
                    Attr.of("starts", List.of(1)),
                    Attr.of("ends", List.of(9)),
                    Attr.of("axes", List.of(1)))
                .output("o")),
        test(
            "slice",
            x(13)
                .numbers("a", 2)
                .numbers("b", -9)
                .numbers("c", 1)
                .numbers("d", -1)
                .node("Slice", "x a b c d", "o")
                .output("o")),
        test("gather", x(13).numbers("i", 1, -1).node("Gather", "x i", "o").output("o")),
        test(
            "gather_elements",
            x(13)
                .constant("i", Tensor.of(new long[] {1, 0}, 1, 2))
                .node("GatherElements", "x i", "o")
                .output("o")),
        test("expand", x(13).numbers("s", 4, 1, 3).node("Expand", "x s", "o").output("o")),
        test("fill", x(13).numbers("s", 2, 2).node("ConstantOfShape", "s", "o").output("o")),
        test(
            "range",
            x(13)
                .constant("a", Tensor.scalar(1L))
                .constant("b", Tensor.scalar(9L))
                .constant("c", Tensor.scalar(3L))
                .node("Range", "a b c", "o")
                .output("o")),
        test(
            "pad",
            x(9).node("Pad", "x", "o", Attr.of("pads", List.of(1, 0, 0, 2)), Attr.of("value", 7f))
                .output("o")),
        test(
            "pad",
            x(18)
                .numbers("p", 1, 2)
                .constant("v", Tensor.scalar(3f))
                .numbers("a", -1)
                .node("Pad", "x p v a", "o")
                .output("o")),
        test(
            "host:Pad",
            x(13)
                .numbers("p", 0, 1, 0, 1)
                .node("Pad", "x p", "o", Attr.of("mode", "reflect"))
                .output("o")),
        test(
            "trilu",
            x(14)
                .constant("k", Tensor.scalar(-1L))
                .node("Trilu", "x k", "o", Attr.of("upper", 0))
                .output("o")),
        test("", x(13).node("Dropout", "x", "o m").output("o")),
        test("", x(13).node("Identity", "x", "o").output("o")),
        test(
            "", x(13).node("Constant", "", "o", Attr.of("value_ints", List.of(4, 5))).output("o")));
  }

  private DynamicTest test(String ops, TinyModel model) {
    return RoundTrip.test(folder, ops, model, 2e-6);
  }

  private static TinyModel x(int opset) {
    return new TinyModel(opset).input("x", 2, 3);
  }
}
