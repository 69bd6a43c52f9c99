package org.spikezip.frontend.onnx.importer;

import com.google.protobuf.InvalidProtocolBufferException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.HostOp;

/**
 * Sees in a multiplication by scales the end of a product of dynamically quantized values.
 *
 * <pre>
 * q, s, z = DynamicQuantizeLinear(x)
 * y = Mul(Cast(MatMulInteger(q, W, z, zW)), Mul(s, sW))
 * →
 * y = MatMul(DequantizeLinear(q, s, z), DequantizeLinear(W, sW, zW))
 * </pre>
 *
 * <p>The same of ConvInteger. Source: ONNX DynamicQuantizeLinear-11, MatMulInteger-10,
 * ConvInteger-10, as ONNX Runtime's {@code quantize_dynamic} writes them.
 *
 * @param plain converts any other multiplication
 */
record IntegerProducts(Converter plain) implements Converter {
  @Override
  public List<Value> convert(OnnxNode n) {
    for (int side = 0; n.inputs() == 2 && side < 2; side++) {
      Optional<List<Value>> made = product(n, n.require(side), n.require(1 - side));
      if (made.isPresent()) {
        return made.get();
      }
    }
    return plain.convert(n);
  }

  private static Optional<List<Value>> product(OnnxNode n, Value number, Value scales) {
    Node cast = n.node(number);
    if (!(cast.op() instanceof Cast c) || c.to() != ElementType.F32) {
      return Optional.empty();
    }
    Node integers = n.node(cast.input(0));
    String type = hostType(integers);
    if (!type.equals("MatMulInteger") && !type.equals("ConvInteger")) {
      return Optional.empty();
    }
    Node dynamic = n.node(integers.input(0));
    boolean fits =
        hostType(dynamic).equals("DynamicQuantizeLinear")
            && integers.input(0).equals(dynamic.output(0))
            && integers.hasInput(2)
            && integers.input(2).equals(dynamic.output(2));
    return fits
        ? besides(n.node(scales), dynamic.output(1)).flatMap(s -> product(n, integers, dynamic, s))
        : Optional.empty();
  }

  private static Optional<List<Value>> product(
      OnnxNode n, Node integers, Node dynamic, Value scale) {
    Value w = integers.input(1);
    Value zero = integers.hasInput(3) ? integers.input(3) : Value.ABSENT;
    boolean matrix = hostType(integers).equals("MatMulInteger");
    Shape shape = n.fact(w).shape();
    Dim columns = matrix && shape.known() && shape.rank() >= 2 ? shape.dim(-1) : Dim.of(1);
    if (!fits(n, scale, columns) || (!zero.isAbsent() && !fits(n, zero, columns))) {
      return Optional.empty();
    }
    QuantizedOperands q = new QuantizedOperands(n);
    List<Value> operands = new ArrayList<>();
    operands.add(q.dequantized("a", dynamic.output(0), dynamic.output(1), dynamic.output(2), 0));
    operands.add(q.dequantized("b", w, scale, zero, -1));
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(matrix ? "MatMul" : "Conv");
    node.addOutput(n.label()).addAllAttribute(source((HostOp) integers.op()).getAttributeList());
    return Optional.of(n.call(node.build(), operands));
  }

  private static NodeProto source(HostOp op) {
    try {
      return NodeProto.parseFrom(op.node().bytes());
    } catch (InvalidProtocolBufferException e) {
      throw new SpikezipException(ErrorCode.INTERNAL, "a node that was read cannot be read", "", e);
    }
  }

  /** One number, or a constant row of one a column. */
  private static boolean fits(OnnxNode n, Value parameter, Dim columns) {
    Shape shape = n.fact(parameter).shape();
    return shape.known()
        && shape.rank() <= 1
        && (shape.elements().equals(Dim.of(1))
            || (shape.elements().equals(columns) && n.constant(parameter).isPresent()));
  }

  private static String hostType(Node node) {
    return node.op() instanceof HostOp host && host.domain().isEmpty() ? host.type() : "";
  }

  /** What a product of scales has beside this one. */
  private static Optional<Value> besides(Node scales, Value scale) {
    if (!(scales.op() instanceof Binary b) || b.kind() != BinaryKind.MUL) {
      return Optional.empty();
    }
    return scales.input(0).equals(scale)
        ? Optional.of(scales.input(1))
        : scales.input(1).equals(scale) ? Optional.of(scales.input(0)) : Optional.empty();
  }
}
