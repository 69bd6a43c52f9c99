package org.spikezip.pass.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.spikezip.api.PassResult;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.rewrite.Rewriter;
import org.spikezip.ir.text.IrParser;
import org.spikezip.ir.text.IrPrinter;

class DynamicQuantizationTest {
  private static final String WEIGHTS =
      """
      graph "dynamic" canonical {
        %0 "x" = input : f32[batch,6]
        %1 "W" = constant {value=u8[6,3] random(5)}
        %2 "s" = constant {value=f32[3] [0.01, 0.02, 0.03]}
        %3 "z" = constant {value=u8[3] [120, 130, 128]}
      """;

  /** As ONNX Runtime's quantize_dynamic writes it. */
  private static final String DYNAMIC =
      WEIGHTS
          + """
            %4:3 "q" = host(%0) {domain="", node=0x, opset=11, type="DynamicQuantizeLinear"} : u8[batch,6], f32[], u8[]
            %5 "p" = host(%4, %1, %4#2, %3) {domain="", node=0x, opset=11, type="MatMulInteger"} : i32[batch,3]
            %6 "f" = cast(%5) {to="f32"}
            %7 "both" = mul(%4#1, %2)
            %8 "m" = mul(%6, %7)
            %9 "b" = constant {value=f32[3] [0.5, -0.5, 0.25]}
            %10 "y" = add(%8, %9)
            return "y" = %10
          }
          """;

  private static final String FLOAT =
      WEIGHTS
          + """
            %4 "w" = dequantize_linear(%1, %2, %3) {axis=1, block_size=0}
            %5 "m" = matmul(%0, %4)
            %6 "b" = constant {value=f32[3] [0.5, -0.5, 0.25]}
            %7 "y" = add(%5, %6)
            return "y" = %7
          }
          """;

  @Test
  void weightsAreKeptAndActivationsCalibrated() {
    PassResult result = quantize(DYNAMIC);
    Graph qann = result.graph();
    Node synapse = qann.nodesOf(Synapse.class).get(0);
    assertEquals("y", synapse.name());
    int[] found = qann.constant(synapse.input(1)).orElseThrow().ints();
    Graph source = IrParser.parse(DYNAMIC);
    Tensor w = source.constant(source.nodes().get(1).output()).orElseThrow();
    int[] zeros = {120, 130, 128};
    int[] expected = w.ints();
    for (int i = 0; i < expected.length; i++) {
      expected[i] -= zeros[i % 3];
    }
    assertArrayEquals(expected, found);
    Quantizer quantizer = (Quantizer) qann.nodesOf(Quantizer.class).get(0).op();
    assertEquals(255, quantizer.max() - quantizer.min());
    assertEquals(0, qann.nodesOf(HostOp.class).size());
    assertFalse(qann.metadata().containsKey("quantize.origin"));
    assertTrue(
        result
            .notes()
            .contains(
                "dynamic quantization made static by calibration, weights kept (1 products)"));
    assertTrue(snr(qann) > 40, "signal to noise " + snr(qann));
  }

  @Test
  void theLevelsThatTheUserGaveAreTaken() {
    Graph qann = fixture().option("levels", "16").quantize(IrParser.parse(DYNAMIC)).graph();
    Quantizer quantizer = (Quantizer) qann.nodesOf(Quantizer.class).get(0).op();
    assertEquals(15, quantizer.max() - quantizer.min());
  }

  @Test
  void theFusedForm() {
    String text =
        WEIGHTS
            + """
              %4 "b" = constant {value=f32[3] [0.5, -0.5, 0.25]}
              %5 "y" = host(%0, %1, %2, %3, %4) {domain="com.microsoft", node=0x, opset=1, type="DynamicQuantizeMatMul"} : f32[batch,3]
              return "y" = %5
            }
            """;
    Graph qann = quantize(text).graph();
    assertEquals(1, qann.nodesOf(Synapse.class).size());
    assertEquals(0, qann.nodesOf(HostOp.class).size());
    assertTrue(snr(qann) > 40, "signal to noise " + snr(qann));
  }

  @Test
  void theHalfFusedForm() {
    String text =
        WEIGHTS
            + """
              %4 "b" = constant {value=f32[3] [0.5, -0.5, 0.25]}
              %5:3 "q" = host(%0) {domain="", node=0x, opset=11, type="DynamicQuantizeLinear"} : u8[batch,6], f32[], u8[]
              %6 "y" = host(%5, %1, %5#1, %2, %5#2, %3, %4) {domain="com.microsoft", node=0x, opset=1, type="MatMulIntegerToFloat"} : f32[batch,3]
              return "y" = %6
            }
            """;
    Graph qann = quantize(text).graph();
    assertEquals(0, qann.nodesOf(HostOp.class).size());
    assertTrue(snr(qann) > 40, "signal to noise " + snr(qann));
  }

  @Test
  void oneScaleAndNoZeroPoint() {
    String text =
        """
        graph "dynamic" canonical {
          %0 "x" = input : f32[batch,6]
          %1 "W" = constant {value=i8[6,3] random(5)}
          %2 "s" = constant {value=f32[] [0.01]}
          %3:3 "q" = host(%0) {domain="", node=0x, opset=11, type="DynamicQuantizeLinear"} : u8[batch,6], f32[], u8[]
          %4 "p" = host(%3, %1, %3#2) {domain="", node=0x, opset=11, type="MatMulInteger"} : i32[batch,3]
          %5 "f" = cast(%4) {to="f32"}
          %6 "both" = mul(%2, %3#1)
          %7 "y" = mul(%6, %5)
          return "y" = %7
        }
        """;
    assertEquals(1, quantize(text).graph().nodesOf(Synapse.class).size());
  }

  @Test
  void otherScalesAreLeftAlone() {
    String text = DYNAMIC.replace("%7 \"both\" = mul(%4#1, %2)", "%7 \"both\" = mul(%2, %2)");
    Graph graph = IrParser.parse(text);
    Graph after = new Rewriter(List.of(new LowerMatMulInteger())).run(graph).graph();
    assertEquals(IrPrinter.print(graph), IrPrinter.print(after));
  }

  private static PassResult quantize(String text) {
    return fixture().quantize(IrParser.parse(text));
  }

  private static Fixture fixture() {
    return Fixture.with(Fixture.samples("x", 30, 3, 6));
  }

  private static double snr(Graph qann) {
    Map<String, Tensor> sample = Map.of("x", Fixture.random(99, 20, 6));
    return Fixture.snr(
        Fixture.evaluate(IrParser.parse(FLOAT), sample).get("y"),
        Fixture.evaluate(qann, sample).get("y"));
  }
}
