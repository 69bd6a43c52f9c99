package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.rewrite.Rewriter;
import org.spikezip.ir.text.IrParser;
import org.spikezip.ir.text.IrPrinter;

class LowerQLinearTest {
  /** {@code %3} is the quantized x. */
  private static final String HEAD =
      """
      graph "qlinear" canonical {
        %0 "x" = input : f32[batch,6]
        %1 "s" = constant {value=f32[] [0.02]}
        %2 "z" = constant {value=u8[] [100]}
        %3 "xq" = quantize_linear(%0, %1, %2) {axis=1, block_size=0, type="u8"}
        %4 "W" = constant {value=i8[6,6] random(5)}
        %5 "sw" = constant {value=f32[6] [0.01, 0.02, 0.03, 0.01, 0.02, 0.03]}
        %6 "zw" = constant {value=i8[6] [0, 0, 0, 0, 0, 0]}
        %7 "sy" = constant {value=f32[] [0.125]}
      """;

  @Test
  void aProductWithWeights() {
    String text =
        HEAD
            + """
              %8 "p" = host(%3, %1, %2, %4, %5, %6, %7, %2) {domain="", node=0x, opset=13, type="QLinearMatMul"} : u8[batch,6]
              %9 "y" = dequantize_linear(%8, %7, %2) {axis=1, block_size=0}
              return "y" = %9
            }
            """;
    Graph lowered = lowered(text);
    String expected =
        """
        graph "qlinear" canonical {
          %0 "x" = input : f32[batch,6]
          %1 "s" = constant {value=f32[] [0.02]}
          %2 "z" = constant {value=u8[] [100]}
          %3 "xq" = quantize_linear(%0, %1, %2) {axis=1, block_size=0, type="u8"}
          %4 "p.a" = dequantize_linear(%3, %1, %2) {axis=-1, block_size=0}
          %5 "W" = constant {value=i8[6,6] random(5)}
          %6 "sw" = constant {value=f32[6] [0.01, 0.02, 0.03, 0.01, 0.02, 0.03]}
          %7 "zw" = constant {value=i8[6] [0, 0, 0, 0, 0, 0]}
          %8 "p.b" = dequantize_linear(%5, %6, %7) {axis=-1, block_size=0}
          %9 "p.float" = matmul(%4, %8)
          %10 "sy" = constant {value=f32[] [0.125]}
          %11 "p" = quantize_linear(%9, %10, %2) {axis=-1, block_size=0, type="u8"}
          %12 "y" = dequantize_linear(%11, %10, %2) {axis=1, block_size=0}
          return "y" = %12
        }
        """;
    assertEquals(IrPrinter.print(IrParser.parse(expected)), IrPrinter.print(lowered));
    Graph qann = Fixture.withoutData().quantize(IrParser.parse(text)).graph();
    assertEquals(1, qann.nodesOf(Synapse.class).size());
    assertEquals(
        List.of("xq", "p"), qann.nodesOf(Quantizer.class).stream().map(Node::name).toList());
    assertEquals("source", qann.metadata().get("quantize.origin"));
    assertSame(lowered, qann);
  }

  @Test
  void aProductOfTwoAndASumAndASigmoid() {
    String text =
        """
        graph "qlinear" canonical {
          %0 "x" = input : f32[6,6]
          %1 "s" = constant {value=f32[] [0.02]}
          %2 "z" = constant {value=u8[] [100]}
          %3 "xq" = quantize_linear(%0, %1, %2) {axis=1, block_size=0, type="u8"}
          %4 "sy" = constant {value=f32[] [0.0625]}
          %5 "p" = host(%3, %1, %2, %3, %1, %2, %4, %2) {domain="", node=0x, opset=13, type="QLinearMatMul"} : u8[6,6]
          %6 "a" = host(%5, %4, %2, %3, %1, %2, %4, %2) {domain="com.microsoft", node=0x, opset=1, type="QLinearAdd"} : u8[6,6]
          %7 "m" = host(%6, %4, %2, %5, %4, %2, %4, %2) {domain="com.microsoft", node=0x, opset=1, type="QLinearMul"} : u8[6,6]
          %8 "g" = host(%7, %4, %2, %1) {domain="com.microsoft", node=0x, opset=1, type="QLinearSigmoid"} : u8[6,6]
          %9 "y" = dequantize_linear(%8, %1) {axis=1, block_size=0}
          return "y" = %9
        }
        """;
    Graph qann = Fixture.withoutData().quantize(IrParser.parse(text)).graph();
    assertEquals(0, qann.nodesOf(HostOp.class).size());
    assertEquals(1, qann.nodesOf(Bilinear.class).size());
    assertEquals(5, qann.nodesOf(Quantizer.class).size());
    assertSame(lowered(text), qann);
  }

  @Test
  void aScaleARowIsLeftAlone() {
    String text =
        HEAD
            + """
              %8 "p" = host(%4, %5, %6, %4, %1, %2, %7, %2) {domain="", node=0x, opset=13, type="QLinearMatMul"} : u8[6,6]
              return "y" = %8
            }
            """;
    assertEquals(IrPrinter.print(IrParser.parse(text)), IrPrinter.print(lowered(text)));
  }

  private static Graph lowered(String text) {
    return new Rewriter(List.of(new LowerQLinear())).run(IrParser.parse(text)).graph();
  }

  /** Runs both; the network must give the same numbers. */
  private static void assertSame(Graph lowered, Graph qann) {
    for (int seed = 0; seed < 20; seed++) {
      Map<String, Tensor> sample = Map.of("x", Fixture.random(seed, 6, 6));
      assertArrayEquals(
          Fixture.evaluate(lowered, sample).get("y").floats(),
          Fixture.evaluate(qann, sample).get("y").floats());
    }
  }
}
