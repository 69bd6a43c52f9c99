package org.spikezip.backend.onnx;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.spikezip.api.SourceModel;
import org.spikezip.frontend.onnx.OnnxFrontend;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;

/** Fused attention is taken apart, and computes what ONNX Runtime's kernels compute. */
class AttentionRoundTripTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> attention() {
    return Stream.of(
        test("onnx 4d", onnx(2, 2).node("Attention", "q k v", "o").output("o")),
        test(
            "onnx causal",
            onnx(2, 2).node("Attention", "q k v", "o", Attr.of("is_causal", true)).output("o")),
        test(
            "onnx grouped",
            onnx(4, 2).node("Attention", "q k v", "o pk pv").output("o", "pk", "pv")),
        test(
            "onnx 3d, float mask",
            new TinyModel(23)
                .input("q", -1, -2, 8)
                .input("k", -1, -2, 8)
                .input("v", -1, -2, 8)
                .input("m", 4, 4)
                .node(
                    "Attention",
                    "q k v m",
                    "o",
                    Attr.of("q_num_heads", 2),
                    Attr.of("kv_num_heads", 2),
                    Attr.of("scale", 0.3f))
                .output("o")),
        test(
            "onnx boolean mask",
            onnx(2, 2)
                .input("m", ElementType.BOOL, 3, 4)
                .node("Attention", "q k v m", "o")
                .output("o")),
        test(
            "microsoft",
            packed().microsoft("Attention", "x w b", "o", Attr.of("num_heads", 2)).output("o")),
        test(
            "microsoft mask",
            packed()
                .input("m", ElementType.I32, -1, -2)
                .microsoft("Attention", "x w b m", "o", Attr.of("num_heads", 2))
                .output("o")),
        test(
            "microsoft lengths",
            packed()
                .input("m", ElementType.I32, -1)
                .microsoft("Attention", "x w b m", "o", Attr.of("num_heads", 2))
                .output("o")),
        test(
            "microsoft causal",
            packed()
                .microsoft(
                    "Attention",
                    "x w b",
                    "o",
                    Attr.of("num_heads", 2),
                    Attr.of("unidirectional", true))
                .output("o")),
        test(
            "multi-head",
            multi()
                .microsoft("MultiHeadAttention", "q k v b", "o", Attr.of("num_heads", 2))
                .output("o")),
        test(
            "multi-head mask",
            multi()
                .input("m", ElementType.I32, -1, -3)
                .microsoft("MultiHeadAttention", "q k v b m", "o", Attr.of("num_heads", 2))
                .output("o")),
        test("rotary", rotary().node("RotaryEmbedding", "x c s", "o").output("o")),
        test(
            "rotary interleaved",
            rotary()
                .node("RotaryEmbedding", "x c s", "o", Attr.of("interleaved", true))
                .output("o")),
        test(
            "rotary partial, flat, with positions",
            new TinyModel(23)
                .input("x", -1, -2, 12)
                .input("p", ElementType.I64, -1, -2)
                .constant("c", random(9, 2))
                .constant("s", random(9, 2))
                .node(
                    "RotaryEmbedding",
                    "x c s p",
                    "o",
                    Attr.of("num_heads", 2),
                    Attr.of("rotary_embedding_dim", 4))
                .output("o")),
        test(
            "embedding",
            new TinyModel(13)
                .input("ids", ElementType.I32, -1, -2)
                .input("seg", ElementType.I32, -1, -2)
                .constant("w", random(9, 8))
                .constant("p", random(9, 8))
                .constant("t", random(2, 8))
                .constant("g", random(8))
                .constant("b", random(8))
                .microsoft("EmbedLayerNormalization", "ids seg w p t g b", "o m")
                .output("o")));
  }

  private static TinyModel onnx(int heads, int kvHeads) {
    return new TinyModel(23)
        .input("q", -1, heads, 3, 8)
        .input("k", -1, kvHeads, 4, 8)
        .input("v", -1, kvHeads, 4, 8);
  }

  private static TinyModel packed() {
    return new TinyModel(13)
        .input("x", -1, -2, 8)
        .constant("w", random(8, 24))
        .constant("b", random(24));
  }

  private static TinyModel multi() {
    return new TinyModel(13)
        .input("q", -1, -2, 8)
        .input("k", -1, -3, 8)
        .input("v", -1, -3, 8)
        .constant("b", random(24));
  }

  private static TinyModel rotary() {
    return new TinyModel(23).input("x", -1, 2, 4, 8).input("c", -1, 4, 4).input("s", -1, 4, 4);
  }

  private DynamicTest test(String name, TinyModel model) {
    return DynamicTest.dynamicTest(name, () -> check(model));
  }

  private void check(TinyModel model) throws Exception {
    try (SourceModel source = new OnnxFrontend().open(model.write(folder))) {
      List<?> hosts = source.graph().nodesOf(HostOp.class);
      assertTrue(hosts.isEmpty(), () -> "host: " + hosts);
      RoundTrip.check(source, 1e-4);
    }
  }

  private static Tensor random(int... dims) {
    return RandomInputs.floats(new Random(dims[0]), dims);
  }
}
