package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/**
 * Any operator that is not canonical, carried as the source wrote it and evaluated by ONNX Runtime.
 *
 * @param domain operator set, such as {@code com.microsoft}; empty for ONNX
 * @param type operator name in that set
 * @param opset version of the set that the model imports
 * @param node the serialized ONNX NodeProto; its input and output names mean nothing here
 * @param declared what the source says of its outputs
 */
public record HostOp(
    String domain, String type, int opset, Attribute.Opaque node, List<Fact> declared)
    implements Op {
  public HostOp {
    declared = List.copyOf(declared);
  }

  @Override
  public String name() {
    return "host";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE
        .with("domain", domain)
        .with("type", type)
        .with("opset", opset)
        .with("node", node);
  }

  @Override
  public OpClass opClass() {
    return OpClass.HOST;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    return declared;
  }
}
