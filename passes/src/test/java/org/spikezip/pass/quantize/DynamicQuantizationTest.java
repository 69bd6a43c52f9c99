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
import org.spikezip.ir.op.Bilinear;
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
            %5 "d" = dequantize_linear(%4, %4#1, %4#2) {axis=0, block_size=0}
            %6 "w" = dequantize_linear(%1, %2, %3) {axis=1, block_size=0}
            %7 "m" = matmul(%5, %6)
            %8 "b" = constant {value=f32[3] [0.5, -0.5, 0.25]}
            %9 "y" = add(%7, %8)
            return "y" = %9
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
        result.notes().contains("dynamic quantization made static by calibration, weights kept"));
    assertTrue(snr(qann) > 40, "signal to noise " + snr(qann));
  }

  @Test
  void theLevelsThatTheUserGaveAreTaken() {
    Graph qann = fixture().option("levels", "16").quantize(IrParser.parse(DYNAMIC)).graph();
    Quantizer quantizer = (Quantizer) qann.nodesOf(Quantizer.class).get(0).op();
    assertEquals(15, quantizer.max() - quantizer.min());
  }

  @Test
  void aProductOfTwoDynamicValues() {
    String text =
        """
        graph "dynamic" canonical {
          %0 "x" = input : f32[4,6]
          %1:3 "q" = host(%0) {domain="", node=0x, opset=11, type="DynamicQuantizeLinear"} : u8[4,6], f32[], u8[]
          %2 "d" = dequantize_linear(%1, %1#1, %1#2) {axis=0, block_size=0}
          %3 "t" = transpose(%2) {perm=[1, 0]}
          %4 "y" = matmul(%2, %3)
          return "y" = %4
        }
        """;
    Fixture fixture = Fixture.with(Fixture.samples("x", 30, 4, 6));
    Graph qann = fixture.quantize(IrParser.parse(text)).graph();
    assertEquals(1, qann.nodesOf(Bilinear.class).size());
    assertEquals(0, qann.nodesOf(HostOp.class).size());
  }

  @Test
  void otherParametersAreLeftAlone() {
    String text =
        DYNAMIC.replace("dequantize_linear(%4, %4#1, %4#2)", "dequantize_linear(%4, %4#1)");
    Graph graph = IrParser.parse(text);
    Graph after = new Rewriter(List.of(new DropDynamicQuantization())).run(graph).graph();
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
