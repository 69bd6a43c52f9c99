package org.spikezip.ir.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Stage;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.OpSet;

class IrTextTest {
  private static final String MLP =
      """
      graph "mlp" canonical {
        meta "source.sha256" = "ab\\"\\\\\\n\\u0001é"
        %0 "x" = input : f32[batch,4]
        %1 "w" = constant {value=f32[4,2] [1.0, -2.5, 1.0E-5, 3.0E8, 0.1, -0.0, NaN, Infinity]}
        %2 "y" = matmul(%0, %1) : f32[batch,2]
        %3:2 "s" = split(%2) {axis=1, sizes=[1, 1]} : f32[batch,1], f32[batch,1]
        return "y" = %3#1, "z" = %2
      }
      """;

  @Test
  void printsWhatItParsed() {
    assertEquals(MLP, IrPrinter.print(IrParser.parse(MLP)));
  }

  @Test
  void renumbersAndInfers() {
    String loose =
        """
        graph "mlp" canonical { // blanks and comments do not count
          meta "source.sha256" = "ab\\"\\\\\\n\\u0001\\u00e9"
          %70 "x" = input:f32[batch , 4] %1 "w" = constant() {value = f32[4,2]
            [1, -2.5, 1e-5, 3e+8, .1, -0.0, NaN, Infinity] }
          %2 "y" = matmul(%70,%1)
          %9:2 "s" = split(%2) {sizes=[1, 1], axis=1}
          return "y" = %9#1, "z" = %2
        }\
        """;
    assertEquals(MLP, IrPrinter.print(IrParser.parse(loose)));
  }

  @Test
  void keepsEveryKindOfAttribute() {
    String text =
        """
        graph "" imported {
          %0 "a" = all {data=i4[3] [-8, 0, 7], empty=floats[], none=strings[], odd=[], opaque=0x00ff, "q p"=1, real=1.0, reals=[0.5, 2.0], text="t", texts=["a", "b"], void=0x, wholes=[-1, 9223372036854775807]} : f32[*], i32["a b",(n+1),?,0]<-16..15>
        }
        """
            .replace("%0 \"a\"", "%0:2 \"a\"");
    OpSet ops = OpSet.canonical().with(Map.of("all", AnyOp.maker("all")));
    assertEquals(text, IrPrinter.print(IrParser.parse(text, ops)));
  }

  @Test
  void keepsEveryElementType() {
    String text =
        """
        graph "types" imported {
          %0 "" = constant {value=f64[2] [0.1, 1.7976931348623157E308]}
          %1 "" = constant {value=f16[3] [0.5, 6.1035156E-5, Infinity]}
          %2 "" = constant {value=bf16[2] [1.0, 3.0040553E38]}
          %3 "" = constant {value=u4[3] [0, 15, 7]}
          %4 "" = constant {value=u64[1] [18446744073709551615]}
          %5 "" = constant {value=u32[1] [4294967295]}
          %6 "" = constant {value=bool[2] [1, 0]}
          %7 "" = constant {value=i64[0] []}
          %8 "" = constant {value=i16[] [-32768]}
        }
        """;
    Graph once = IrParser.parse(text);
    assertEquals(once, IrParser.parse(IrPrinter.print(once)));
    assertEquals(text, IrPrinter.print(once));
  }

  @Test
  void standsForLargeTensorsByHash() {
    Graph graph = IrParser.parse(constant("f32[32,32] random(7)"));
    Tensor tensor = graph.constant(graph.node(0).output()).orElseThrow();
    String text = IrPrinter.print(graph);
    assertEquals(constant("f32[32,32] #" + IrPrinter.hash(tensor)), text);
    Graph again =
        IrParser.parse(
            text,
            OpSet.canonical(),
            h -> h.equals(IrPrinter.hash(tensor)) ? Optional.of(tensor) : Optional.empty());
    assertEquals(graph, again);
    SpikezipException e = assertThrows(SpikezipException.class, () -> IrParser.parse(text));
    assertEquals(ErrorCode.MALFORMED, e.code());
    assertEquals(graph, IrParser.parse(IrPrinter.printWhole(graph)));
    assertEquals("f32[2] [1.0, -2.5]", IrPrinter.printWhole(Tensor.of(new float[] {1, -2.5f}, 2)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "f32[3] splat(0.5)  | [0.5, 0.5, 0.5]",
        "f32[3] iota        | [0.0, 1.0, 2.0]",
        "i8[2,2] iota       | [0, 1, 2, 3]",
        "i64[2] splat(-1)   | [-1, -1]",
        "f32[2] random(7)   | [-0.7588314, 0.3255974]",
        "i8[4] random(7)    | [-7, 2, 5, 3]",
        "u8[4] random(7)    | [9, 2, 5, 3]",
        "bool[4] random(7)  | [1, 0, 0, 0]",
      })
  void makesTensors(String value, String elements) {
    String printed = IrPrinter.print(IrParser.parse(constant(value)));
    assertEquals(elements, printed.substring(printed.indexOf("] [") + 2, printed.indexOf('}')));
  }

  private static String constant(String value) {
    return "graph \"c\" canonical {\n  %0 \"c\" = constant {value=" + value + "}\n}\n";
  }

  @Test
  void printsOneNode() {
    GraphBuilder builder = new GraphBuilder("g");
    builder.constant("c", Tensor.scalar(2L));
    Graph graph = builder.build(Stage.IMPORTED);
    assertEquals("%0 \"c\" = constant {value=i64[] [2]}", IrPrinter.print(graph.node(0)));
  }
}
