package org.spikezip.ir.op;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.text.IrParser;

/**
 * Rows of {@code operator attributes | inputs | outputs}; an input is a type, a constant or {@code
 * _}. After the outputs may stand {@code = elements}; {@code !} begins an error.
 */
class InferenceTest {
  private static final String QUANTIZER = "{min=-8, max=7, rounding=\"half_even\"}";
  private static final String NEURON = "{min=-8, max=7, rounding=\"half_even\", depth=1}";
  private static final String CONV = "{strides=[2, 2], pads=[1, 1, 1, 1], dilations=[1, 1], ";

  private static final String TABLE =
      """
      matmul | f32[2,3]; f32[3,4] | f32[2,4]
      matmul | f32[n,h,s,8]; f32[n,h,8,t] | f32[n,h,s,t]
      matmul | f32[5,2,3]; f32[3,4] | f32[5,2,4]
      matmul | f32[3]; f32[3,4] | f32[4]
      matmul | f32[2,3]; f32[3] | f32[2]
      matmul | f32[3]; f32[3] | f32[]
      matmul | f32[*]; f32[3] | f32[*]
      matmul | f32[2,3]; f32[4,2] | !the inner dimensions of [2,3] and [4,2] differ
      matmul | f32[]; f32[4] | !a matrix product needs at least vectors, found [] and [4]
      matmul | f32[2,3]; f16[3,4] | !both operands must have one element type, found f32[2,3] and f16[3,4]
      add | f32[n,1,4]; f32[3,1] | f32[n,3,4]
      add | f32[n]; f32[4] | f32[4]
      add | f32[n]; f32[m] | f32[?]
      add | f32[*]; f32[m] | f32[*]
      add | f32[2]; f32[3] | !shapes [2] and [3] do not broadcast
      add | f32[2]; i64[2] | !both operands must have one element type, found f32[2] and i64[2]
      add | f32[2] | !takes 2 inputs, found 1
      add | i64[2] [3, 4]; i64[] [1] | i64[2] = [4, 5]
      mul | i64[1] [3]; i64[2] [4, 5] | i64[2] = [12, 15]
      div | i64[1] [7]; i64[1] [2] | i64[1] = [3]
      equal | i64[2] [3, 4]; i64[] [3] | bool[2] = [1, 0]
      equal | f32[2]; f32[] | bool[2]
      less | f32[2]; f32[] | bool[2]
      and | bool[2]; bool[3,1] | bool[3,2]
      and | f32[2]; f32[2] | !an operand must be bool, found f32[2]
      gelu | f32[n,4] | f32[n,4]
      is_nan | f32[n,4] | bool[n,4]
      not | bool[2] | bool[2]
      where | bool[n,1]; f32[4]; f32[] | f32[n,4]
      where | bool[2] [1, 0]; i64[2] [3, 4]; i64[2] [5, 6] | i64[2] = [3, 6]
      where | bool[2] [1, 0]; i64[2] [3, 4]; i64[2] | i64[2]
      where | f32[2]; f32[2]; f32[2] | !the condition must be bool, found f32[2]
      cast {to="i64"} | f32[n] | i64[n]
      cast {to="i32"} | i64[2] [3, 4] | i32[2] = [3, 4]
      clip {min=0.0, max=6.0} | f32[n] | f32[n]
      softmax {axis=-1} | f32[n,4] | f32[n,4]
      log_softmax {axis=1} | f32[n,4] | f32[n,4]
      layer_norm {axis=-1, epsilon=1e-12} | f32[n,4]; f32[4]; f32[4] | f32[n,4]
      layer_norm {axis=-1, epsilon=1e-12} | f32[n,4] | !takes 2 to 3 inputs, found 1
      rms_norm {axis=-1, epsilon=1e-6} | f32[n,4]; f32[4] | f32[n,4]
      reduce {kind="mean", axes=[-1], keep_dims=1} | f32[n,s,4] | f32[n,s,1]
      reduce {kind="sum", axes=[0, 2], keep_dims=0} | f32[n,s,4] | f32[s]
      reduce {kind="max", axes=[], keep_dims=0} | f32[n,s,4] | f32[]
      reduce {kind="prod", axes=[0], keep_dims=0} | i64[3] [2, 3, 4] | i64[] = [24]
      reduce {kind="sum", axes=[3], keep_dims=0} | f32[n] | !axis 3 is outside of shape [n]
      reshape {allow_zero=0} | f32[n,s,12]; i64[4] [0, 0, 3, 4] | f32[n,s,3,4]
      reshape {allow_zero=0} | f32[n,s,12]; i64[3] [0, -1, 4] | f32[n,(s*3),4]
      reshape {allow_zero=0} | f32[n,3,4]; i64[2] [0, -1] | f32[n,12]
      reshape {allow_zero=0} | f32[2,6]; i64[2] [-1, 4] | f32[3,4]
      reshape {allow_zero=1} | f32[0,6]; i64[2] [0, 6] | f32[0,6]
      reshape {allow_zero=0} | f32[2,6]; i64[2] [5, 2] | !cannot reshape [2,6] to [5,2]
      reshape {allow_zero=0} | f32[2,6]; i64[2] [-1, 5] | !cannot reshape [2,6] to rows of 5
      reshape {allow_zero=0} | f32[2,6]; i64[3] | f32[?,?,?]
      reshape {allow_zero=0} | f32[2,6]; i64[n] | f32[*]
      reshape {allow_zero=0} | f32[2,6]; i64[9999999999] | !a shape has up to 64 axes, found i64[9999999999]
      transpose {perm=[0, 2, 1]} | f32[n,2,3] | f32[n,3,2]
      transpose {perm=[1, 0]} | f32[*] | f32[?,?]
      transpose {perm=[1, 0]} | f32[2] | !permutation [1, 0] does not fit f32[2]
      transpose {perm=[1, 1]} | f32[2,3] | !permutation [1, 1] does not fit f32[2,3]
      slice | f32[n,10]; i64[1] [2]; i64[1] [9]; i64[1] [1]; i64[1] [3] | f32[n,3]
      slice | f32[10]; i64[1] [-1]; i64[1] [-9999]; i64[1] [0]; i64[1] [-1] | f32[10]
      slice | f32[10]; i64[1] [5]; i64[1] [2] | f32[0]
      slice | f32[n,10]; i64[1] [0]; i64[1] [-1]; i64[1] [0] | f32[(n-1),10]
      slice | f32[n,10]; i64[1] [0]; i64[1] [9223372036854775807]; i64[1] [0] | f32[n,10]
      slice | f32[n,10]; i64[1]; i64[1]; i64[1] [0] | f32[?,10]
      slice | i64[4] [5, 6, 7, 8]; i64[1] [1]; i64[1] [-1] | i64[2] = [6, 7]
      slice | f32[10]; i64[1] [5]; i64[1] [2]; i64[1] [0]; i64[1] [0] | !the step must not be 0
      concat {axis=1} | f32[n,2]; f32[n,3] | f32[n,5]
      concat {axis=0} | i64[1] [2]; i64[2] [3, 4] | i64[3] = [2, 3, 4]
      concat {axis=0} | i32[2]<-8..7>; i32[1]<0..15> | i32[3]<-8..15>
      concat {axis=0} | i32[2]<-8..7>; i32[1] | !cannot mix codes and numbers: i32[2]<-8..7> and i32[1]
      concat {axis=1} | f32[3,2]; f32[4,2] | !cannot put f32[4,2] after f32[3,2] along axis 1
      split {axis=1, sizes=[1, 3]} | f32[n,4] | f32[n,1], f32[n,3]
      split {axis=1, sizes=[1, 2]} | f32[n,4] | !parts of [1, 2] do not make up axis 1 of f32[n,4]
      gather {axis=0} | f32[30,8]; i64[n,s] | f32[n,s,8]
      gather {axis=0} | i64[3] [5, 6, 7]; i64[] [-1] | i64[] = [7]
      gather {axis=0} | i64[3] [5, 6, 7]; i64[] [3] | !index 3 is outside of i64[3]
      gather_elements {axis=1} | f32[n,4]; i64[n,2] | f32[n,2]
      expand | f32[n,1]; i64[2] [1, 4] | f32[n,4]
      expand | f32[2]; i64[m] | f32[*]
      squeeze {axes=[1]} | f32[n,1,4] | f32[n,4]
      squeeze {axes=[0]} | i64[1] [7] | i64[] = [7]
      squeeze {axes=[1]} | f32[n,2] | !cannot drop axis 1 of f32[n,2]
      unsqueeze {axes=[0, -1]} | f32[n] | f32[1,n,1]
      unsqueeze {axes=[0]} | i64[] [7] | i64[1] = [7]
      unsqueeze {axes=[5]} | f32[n] | !cannot add axes [5] to f32[n]
      range | i64[] [2]; i64[] [9]; i64[] [3] | i64[3]
      range | i64[] [9]; i64[] [2]; i64[] [-3] | i64[3]
      range | i64[]; i64[] [2]; i64[] [1] | i64[?]
      fill {value=f32[1] [0.0]} | i64[2] [3, 4] | f32[3,4]
      pad {pads=[0, 1, 0, 2], value=0.0} | f32[n,4] | f32[n,7]
      pad {pads=[0, 1], value=0.0} | f32[n,4] | !pads [0, 1] do not fit f32[n,4]
      trilu {upper=1, k=0} | f32[4,4] | f32[4,4]
      shape | f32[n,4] | i64[2] = [n, 4]
      shape | f32[*] | i64[?]
      conv CONVgroup=1} | f32[n,3,8,8]; f32[16,3,3,3] | f32[n,16,4,4]
      conv CONVgroup=3} | f32[n,3,h,8]; f32[3,1,3,3] | f32[n,3,?,4]
      conv CONVgroup=1} | f32[n,4,8,8]; f32[16,3,3,3] | !input [n,4,8,8] has not the channels of weights [16,3,3,3] in 1 groups
      patches CONVkernel=[3, 3]} | f32[n,3,8,8] | f32[n,16,27]
      patches CONVkernel=[30, 3]} | f32[n,3,8,8] | !a window of 30 does not fit into 8 with padding 2
      quantize_linear {axis=1, block_size=0, type="i8"} | f32[n,4]; f32[]; i8[] | i8[n,4]
      dequantize_linear {axis=1, block_size=0} | i8[n,4]; f32[] | f32[n,4]
      quantizer QUANTIZER | f32[n,4]; f32[4]; i32[]; i32[1] | i32[n,4]<-8..7>
      quantizer QUANTIZER | f32[n,4]; f32[3]; i32[]; i32[1] | !shapes [n,4] and [3] do not broadcast
      quantizer QUANTIZER | f32[n,4]; f32[5,1,1]; i32[]; i32[] | !parameter f32[5,1,1] does not broadcast to [n,4]
      quantizer {min=7, max=-8, rounding="half_up"} | f32[4]; f32[]; i32[]; i32[] | !does not accept [f32[4], f32[], i32[], i32[]]: empty code range 7..-8
      neuron NEURON | f32[n,4]; f32[4]; i32[]; i32[1]; i32[] | i32[n,4]<-8..7>
      decode | i32[n,4]<-8..7>; f32[4] | f32[n,4]
      decode | i32[n,4]; f32[4] | !needs codes of neurons, found i32[n,4]
      synapse | i32[n,4]<-8..7>; i8[4,6]; f32[6]; f32[6] | f32[n,6]
      synapse | i32[n,4]<-8..7>; i8[4,6]; f32[6]; _ | f32[n,6]
      synapse | i32[n,4]<-8..7>; f32[4,6]; f32[6] | !weights must be integers, found f32[4,6]
      synapse | i32[n,4]<-8..7>; i8[1,4,6]; f32[6] | !weights must be a matrix, found i8[1,4,6]
      bilinear | i32[n,2,4]<-8..7>; i32[n,4,3]<0..15>; f32[] | f32[n,2,3]
      host {domain="", type="T", opset=17, node=0x00} : f32[n,7] | f32[n]; _ | f32[n,7]
      """
          .replace("QUANTIZER", QUANTIZER)
          .replace("NEURON", NEURON)
          .replace("CONV", CONV);

  static List<String> rows() {
    return TABLE.lines().toList();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void infers(String row) {
    String[] columns = row.split(" \\| ", -1);
    String text = text(columns[0], columns[1].split("; ", -1));
    if (columns[2].startsWith("!")) {
      SpikezipException e = assertThrows(SpikezipException.class, () -> IrParser.parse(text));
      assertEquals(columns[2].substring(1), e.getMessage().split("\"\": ", 2)[1]);
      assertEquals(ErrorCode.MALFORMED, e.code());
      return;
    }
    Graph graph = IrParser.parse(text);
    Node last = graph.node(graph.nodes().size() - 1);
    String elements = last.outputs().get(0).elements().map(e -> " = " + e).orElse("");
    String types = String.join(", ", last.outputs().stream().map(Object::toString).toList());
    assertEquals(columns[2], types + elements);
    assertEquals(
        last.op(),
        OpSet.canonical().create(last.op().name(), last.op().attributes(), last.outputs()));
  }

  private static String text(String op, String[] inputs) {
    StringBuilder text = new StringBuilder("graph \"g\" imported {\n");
    List<String> operands = new ArrayList<>();
    for (String input : inputs) {
      if (input.equals("_")) {
        operands.add("_");
        continue;
      }
      int id = operands.size();
      operands.add("%" + id);
      text.append("%" + id + " \"i" + id + "\" = ");
      text.append(input.contains(" ") ? "constant {value=" + input + "}\n" : "input : " + input);
      text.append('\n');
    }
    int end = op.indexOf(' ') < 0 ? op.length() : op.indexOf(' ');
    String count = op.startsWith("split") ? ":2" : "";
    return text.append("%99" + count + " = " + op.substring(0, end))
        .append("(" + String.join(", ", operands) + ")")
        .append(op.substring(end))
        .append("\n}")
        .toString();
  }

  @Test
  void everyOperatorHasARow() {
    Set<String> missing = new TreeSet<>(OpSet.canonical().names());
    rows().forEach(row -> missing.remove(row.split("[ |]", 2)[0]));
    missing.removeAll(List.of("input", "constant"));
    for (UnaryKind kind : UnaryKind.values()) {
      missing.remove(kind.symbol());
    }
    for (BinaryKind kind : BinaryKind.values()) {
      missing.remove(kind.symbol());
    }
    assertEquals(Set.of(), missing);
  }

  @Test
  void manyElementsAndAxesAreNotKept() {
    StringBuilder text =
        new StringBuilder("graph \"g\" imported {\n%0 = constant {value=i64[2] [1, 2]}\n");
    for (int i = 1; i <= 40; i++) {
      text.append("%" + i + " = concat(%" + (i - 1) + ", %" + (i - 1) + ") {axis=0}\n");
    }
    Graph graph = IrParser.parse(text.append("}").toString());
    assertEquals("i64[2199023255552]", graph.node(40).fact().toString());
    StringBuilder deep = new StringBuilder("graph \"g\" imported {\n%0 = input : i64[1,1]\n");
    for (int i = 1; i <= 40; i++) {
      deep.append("%" + i + " = gather(%" + (i - 1) + ", %" + (i - 1) + ") {axis=0}\n");
    }
    assertThrows(SpikezipException.class, () -> IrParser.parse(deep.append("}").toString()));
  }

  @Test
  void namesUnknownOperatorsAndTwins() {
    OpSet operators = OpSet.canonical();
    assertEquals(
        ErrorCode.UNSUPPORTED,
        assertThrows(
                SpikezipException.class, () -> operators.create("no", Attributes.NONE, List.of()))
            .code());
    assertThrows(
        SpikezipException.class, () -> operators.with(Map.of("matmul", (a, f) -> new MatMul())));
    assertThrows(
        SpikezipException.class, () -> operators.create("input", Attributes.NONE, List.of()));
  }
}
