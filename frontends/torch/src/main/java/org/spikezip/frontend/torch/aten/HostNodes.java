package org.spikezip.frontend.torch.aten;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.HostOp;

/** Operators without a canonical form but with an ONNX one, which the host evaluates. */
final class HostNodes {
  private static final int OPSET = 14;

  private HostNodes() {}

  /** Adds an ONNX operator of opset 14 with whole numbers as attributes and one result. */
  static Value add(
      AtenNode n,
      String type,
      Map<String, Long> attributes,
      ElementType element,
      Shape shape,
      Value... operands) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(type).addOutput("result");
    for (int i = 0; i < operands.length; i++) {
      node.addInput("operand" + i);
    }
    new TreeMap<>(attributes)
        .forEach(
            (name, value) ->
                node.addAttribute(
                    AttributeProto.newBuilder()
                        .setName(name)
                        .setType(AttributeProto.AttributeType.INT)
                        .setI(value)));
    Attribute.Opaque bytes = new Attribute.Opaque(node.build().toByteArray());
    HostOp op = new HostOp("", type, OPSET, bytes, List.of(Fact.of(element, shape)));
    return n.result(op, operands);
  }
}
