package org.spikezip.backend.onnx;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.ir.Tensor;

/** Functions of single elements, read and written again. */
class FunctionRoundTripTest {
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
        test("mul add clip mul", x(14).node("HardSwish", "x", "o").output("o")),
        one("less mul where", "LeakyRelu", Attr.of("alpha", 0.3f)),
        one("host:Elu", "Elu"),
        test("is_nan not", two().node("IsNaN", "x", "a").node("Not", "a", "o").output("o")),
        test("gelu", x(20).node("Gelu", "x", "o").output("o")),
        test("gelu_tanh", x(20).node("Gelu", "x", "o", Attr.of("approximate", "tanh")).output("o")),
        test("silu", x(24).node("Swish", "x", "o").output("o")),
        test("mul sigmoid mul", x(24).node("Swish", "x", "o", Attr.of("alpha", 2f)).output("o")),
        test("gelu", x(13).microsoft("Gelu", "x", "o").output("o")),
        test("add gelu", two().microsoft("BiasGelu", "x y", "o").output("o")),
        test("add gelu_tanh", two().microsoft("FastGelu", "x y", "o").output("o")),
        test("mul sigmoid mul", x(13).microsoft("QuickGelu", "x", "o").output("o")),
        test("add", two().node("Add", "x y", "o").output("o")),
        test("abs pow", two().node("Abs", "x", "a").node("Pow", "a y", "o").output("o")),
        test("cast pow", x(13).numbers("e", 2).node("Pow", "x e", "o").output("o")),
        test("mod", two().node("Mod", "x y", "o", Attr.of("fmod", true)).output("o")),
        test("min min", two().node("Min", "x y x", "o").output("o")),
        test("add add div", two().node("Mean", "x y x", "o").output("o")),
        test(
            "less_or_equal where",
            two().node("LessOrEqual", "x y", "c").node("Where", "c x y", "o").output("o")),
        test(
            "cast cast",
            x(15)
                .node("Cast", "x", "i", Attr.of("to", 7))
                .node("CastLike", "i x", "o")
                .output("o")),
        test("clip", x(9).node("Clip", "x", "o", Attr.of("min", -0.5f)).output("o")),
        test(
            "clip", x(13).constant("a", Tensor.scalar(-1f)).node("Clip", "x a _", "o").output("o")),
        test("max min", x(13).input("a").input("b").node("Clip", "x a b", "o").output("o")));
  }

  private DynamicTest test(String ops, TinyModel model) {
    return RoundTrip.test(folder, ops, model, 2e-6);
  }

  private DynamicTest one(String ops, String type, AttributeProto... attributes) {
    return test(ops, x(13).node(type, "x", "o", attributes).output("o"));
  }

  private static TinyModel x(int opset) {
    return new TinyModel(opset).input("x", 2, 3);
  }

  private static TinyModel two() {
    return x(13).input("y", 3);
  }
}
