package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.frontend.onnx.TensorReader;
import org.spikezip.frontend.onnx.proto.GraphProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.frontend.onnx.proto.ValueInfoProto;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.HostOp;
import org.spikezip.ir.op.Op;

/**
 * Carries nodes without a canonical form along as operators of the host. Their inputs are those of
 * the node, then what its subgraphs take from outside ({@link Captures}).
 */
final class HostNodes {
  private final TensorReader tensors;
  private final GraphBuilder builder;
  private final Scope scope;
  private final OpsetImports opsets;
  private final Map<String, ValueInfoProto> infos = new HashMap<>();
  private final HostProbe probe;

  HostNodes(
      GraphProto source,
      TensorReader tensors,
      GraphBuilder builder,
      Scope scope,
      OpsetImports opsets) {
    this.tensors = tensors;
    this.builder = builder;
    this.scope = scope;
    this.opsets = opsets;
    this.probe = new HostProbe(opsets);
    source.getValueInfoList().forEach(info -> infos.put(info.getName(), info));
    source.getOutputList().forEach(info -> infos.put(info.getName(), info));
  }

  /**
   * Adds a node as it is.
   *
   * @throws org.spikezip.ir.SpikezipException UNSUPPORTED if ONNX Runtime does not know it either
   */
  List<Value> add(NodeProto node, String domain) {
    NodeProto kept = SelfContained.of(node, tensors);
    List<String> names = new ArrayList<>(kept.getInputList());
    names.addAll(Captures.of(kept));
    List<Value> inputs = new ArrayList<>();
    List<HostProbe.Operand> operands = new ArrayList<>();
    for (String name : names) {
      Value value = name.isEmpty() ? Value.ABSENT : scope.value(name);
      inputs.add(value);
      if (!name.isEmpty()) {
        operands.add(new HostProbe.Operand(name, builder.fact(value), scope.constant(name)));
      }
    }
    Map<String, Fact> inferred = probe.infer(kept, domain, operands);
    List<Fact> facts = new ArrayList<>();
    for (String output : kept.getOutputList()) {
      facts.add(output.isEmpty() ? Op.ABSENT : fact(output, inferred, inputs));
    }
    if (domain.isEmpty() && kept.getOpType().equals("DynamicQuantizeLinear")) {
      // ONNX Runtime loses the names of open dimensions, and tells no scalars.
      facts = dynamicallyQuantized(inputs.get(0));
    }
    HostOp op =
        new HostOp(
            domain,
            kept.getOpType(),
            opsets.version(domain),
            new Attribute.Opaque(kept.toByteArray()),
            facts);
    String label = kept.getOutputList().stream().filter(o -> !o.isEmpty()).findFirst().orElse("");
    return builder.add(label, op, inputs);
  }

  /** Integers of the same shape, scale and zero point. */
  private List<Fact> dynamicallyQuantized(Value x) {
    return List.of(
        Fact.of(ElementType.U8, builder.fact(x).shape()),
        Fact.of(ElementType.F32, Shape.of(List.of())),
        Fact.of(ElementType.U8, Shape.of(List.of())));
  }

  /** What ONNX Runtime infers, then what the model declares, then the type of the first input. */
  private Fact fact(String output, Map<String, Fact> inferred, List<Value> inputs) {
    Optional<Fact> declared = Optional.ofNullable(infos.get(output)).flatMap(ValueInfos::declared);
    Fact found = inferred.get(output);
    if (found == null) {
      return declared.orElseGet(
          () ->
              Fact.of(
                  inputs.isEmpty() ? ElementType.F32 : builder.fact(inputs.get(0)).type(),
                  Shape.UNKNOWN));
    }
    boolean better =
        declared.isPresent()
            && declared.get().type() == found.type()
            && declared.get().shape().known()
            && (!found.shape().known() || found.shape().rank() == declared.get().shape().rank());
    return better ? declared.get() : found;
  }
}
