package org.spikezip.pass.quantize;

import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Uses;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;
import org.spikezip.ir.rewrite.GraphPatch;
import org.spikezip.ir.rewrite.Rule;

/**
 * Takes operators that compute on integers apart into QDQ form.
 *
 * <pre>
 * %y = host(%a, %sa, %za, %b, %sb, %zb, %sy, %zy) {type="QLinearMatMul", …}
 * →
 * %p = matmul(dequantize_linear(%a, %sa, %za), dequantize_linear(%b, %sb, %zb))
 * %y = quantize_linear(%p, %sy, %zy)
 * </pre>
 *
 * <p>Also QLinearAdd, QLinearMul and QLinearSigmoid of com.microsoft. Source: ONNX QLinearMatMul-10
 * and -21, ONNX Runtime's contributed operators.
 */
final class LowerQLinear implements Rule {
  /** A scale and a zero point follow each operand and end the inputs. */
  private static final int OPERAND = 3;

  @Override
  public String name() {
    return "lower-qlinear";
  }

  @Override
  public Optional<GraphPatch> apply(Graph graph, Uses uses, Node node) {
    Optional<Op> op =
        node.op() instanceof HostOp host ? floatOp(host.domain(), host.type()) : Optional.empty();
    if (op.isEmpty()) {
      return Optional.empty();
    }
    int operands = op.get() instanceof Unary ? 1 : 2;
    int last = OPERAND * operands;
    // Only weights, which stand right in a product, have a scale a column.
    boolean product = op.get() instanceof MatMul;
    boolean columns = product && isRow(graph, node.input(OPERAND + 1), node.input(OPERAND));
    boolean perTensor =
        isSingle(graph, node.input(1))
            && isSingle(graph, node.input(last))
            && (operands == 1 || columns || isSingle(graph, node.input(OPERAND + 1)));
    if (!perTensor) {
      return Optional.empty();
    }
    GraphPatch.Builder patch = GraphPatch.on(graph);
    Value a = dequantized(patch, node, 0, ".a");
    Value result =
        operands == 1
            ? patch.add(node.name() + ".float", op.get(), a)
            : patch.add(
                node.name() + ".float", op.get(), a, dequantized(patch, node, OPERAND, ".b"));
    Op quantize = new QuantizeLinear(-1, 0, node.fact().type());
    Value made = patch.add(node.name(), quantize, parameters(node, result, last)).get(0);
    return patch.fact(node.output()).compatible(patch.fact(made))
        ? Optional.of(patch.redirect(node.output(), made).because(""))
        : Optional.empty();
  }

  private static Optional<Op> floatOp(String domain, String type) {
    return switch (domain + ":" + type) {
      case ":QLinearMatMul" -> Optional.of(new MatMul());
      case "com.microsoft:QLinearAdd" -> Optional.of(new Binary(BinaryKind.ADD));
      case "com.microsoft:QLinearMul" -> Optional.of(new Binary(BinaryKind.MUL));
      case "com.microsoft:QLinearSigmoid" -> Optional.of(new Unary(UnaryKind.SIGMOID));
      default -> Optional.empty();
    };
  }

  private static Value dequantized(GraphPatch.Builder patch, Node node, int at, String suffix) {
    DequantizeLinear op = new DequantizeLinear(-1, 0);
    return patch.add(node.name() + suffix, op, parameters(node, node.input(at), at + 1)).get(0);
  }

  /** A value, the scale at an input of the node, and the zero point behind it if there is one. */
  private static List<Value> parameters(Node node, Value value, int scale) {
    return node.hasInput(scale + 1)
        ? List.of(value, node.input(scale), node.input(scale + 1))
        : List.of(value, node.input(scale));
  }

  private static boolean isSingle(Graph graph, Value scale) {
    return graph.fact(scale).shape().elements().equals(Dim.of(1));
  }

  private static boolean isRow(Graph graph, Value scale, Value matrix) {
    Shape row = graph.fact(scale).shape();
    Shape shape = graph.fact(matrix).shape();
    return row.known()
        && shape.known()
        && row.rank() == 1
        && shape.rank() >= 2
        && row.dim(0).equals(shape.dim(-1));
  }
}
