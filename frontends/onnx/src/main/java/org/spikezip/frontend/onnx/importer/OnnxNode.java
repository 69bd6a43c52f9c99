package org.spikezip.frontend.onnx.importer;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.GraphBuilder;
import org.spikezip.ir.Node;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Op;

/**
 * A node of the source on its way into the graph: its inputs, what is known of them, and how to add
 * what replaces it. Nodes that make an output carry its name in the source; those on the way there
 * carry it with a suffix.
 */
final class OnnxNode {
  private static final int MAX_RANK = 64;

  private final NodeProto proto;
  private final OpsetImports opsets;
  private final OnnxAttributes attributes;
  private final Scope scope;
  private final GraphBuilder builder;
  private final Calls calls;

  OnnxNode(
      NodeProto proto,
      OpsetImports opsets,
      OnnxAttributes attributes,
      Scope scope,
      GraphBuilder builder,
      Calls calls) {
    this.proto = proto;
    this.opsets = opsets;
    this.attributes = attributes;
    this.scope = scope;
    this.builder = builder;
    this.calls = calls;
  }

  /** Version of this node's operator set that the model imports. */
  int opset() {
    return opsetOf(OpsetImports.normalize(proto.getDomain()));
  }

  /** Version of an operator set that the model imports. */
  int opsetOf(String domain) {
    return opsets.version(domain);
  }

  OnnxAttributes attributes() {
    return attributes;
  }

  int inputs() {
    return proto.getInputCount();
  }

  int outputs() {
    return proto.getOutputCount();
  }

  boolean hasInput(int index) {
    return index < proto.getInputCount() && !proto.getInput(index).isEmpty();
  }

  /** One input, or {@link Value#ABSENT}. */
  Value input(int index) {
    return hasInput(index) ? scope.value(proto.getInput(index)) : Value.ABSENT;
  }

  Value require(int index) {
    if (!hasInput(index)) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "input " + index + " is missing; found " + proto.getInputList());
    }
    return input(index);
  }

  Fact fact(int index) {
    return builder.fact(require(index));
  }

  Fact fact(Value value) {
    return builder.fact(value);
  }

  /** The node that makes a value. */
  Node node(Value value) {
    return builder.node(value);
  }

  Shape shape(int index) {
    return fact(index).shape();
  }

  /** The tensor behind an input, if that is known now. Adds nothing to the graph. */
  Optional<Tensor> constant(int index) {
    return hasInput(index) ? scope.constant(proto.getInput(index)) : Optional.empty();
  }

  /** The tensor behind a value, if that is known now. */
  Optional<Tensor> constant(Value value) {
    return node(value).op() instanceof Constant c ? Optional.of(c.value()) : Optional.empty();
  }

  /** The integers of an input that is a constant, or a vector computed from fixed shapes. */
  Optional<List<Long>> numbers(int index) {
    if (!hasInput(index)) {
      return Optional.empty();
    }
    Optional<Tensor> constant = constant(index);
    if (constant.isPresent()) {
      return constant
          .filter(t -> t.type().isInteger() && t.size() <= MAX_RANK)
          .map(t -> java.util.Arrays.stream(t.longs()).boxed().toList());
    }
    return fact(index)
        .elements()
        .filter(e -> e.stream().allMatch(Dim::isFixed))
        .map(e -> e.stream().map(Dim::size).toList());
  }

  /** As {@link #numbers}, of numbers that count axes or positions. */
  Optional<List<Integer>> wholes(int index) {
    return numbers(index).map(n -> n.stream().map(OnnxNode::clamp).toList());
  }

  private static int clamp(long x) {
    return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, x));
  }

  /** An input that gives a shape or a part of one: its length is a number of axes. */
  Value shapeVector(int index) {
    Value value = require(index);
    Shape shape = fact(value).shape();
    boolean vector = !shape.known() || shape.rank() <= 1;
    if (!vector || (shape.known() && shape.isFixed() && shape.elements().size() > MAX_RANK)) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "input " + index + " must be a vector of dimensions, found " + fact(value));
    }
    return value;
  }

  /** Whether anything takes this output. */
  boolean usesOutput(int index) {
    return index < proto.getOutputCount() && scope.isUsed(proto.getOutput(index));
  }

  /** Whether anything takes an output beyond the first ones. */
  boolean usesOutputsFrom(int index) {
    for (int i = index; i < proto.getOutputCount(); i++) {
      if (usesOutput(i)) {
        return true;
      }
    }
    return false;
  }

  /** Adds the node that makes the first output. */
  Value result(Op op, Value... operands) {
    return builder.add(label(), op, operands);
  }

  /** Adds a node that makes all outputs. */
  List<Value> results(Op op, Value... operands) {
    return builder.add(label(), op, List.of(operands));
  }

  /** Adds a node on the way to an output. */
  Value add(String suffix, Op op, Value... operands) {
    return builder.add(label() + "/" + suffix, op, operands);
  }

  /** Adds a node on the way to an output, of several outputs. */
  List<Value> addAll(String suffix, Op op, Value... operands) {
    return builder.add(label() + "/" + suffix, op, List.of(operands));
  }

  /**
   * Adds what stands for another operator of ONNX.
   *
   * @param suffix of the name of its output; empty for all outputs of this node
   * @param kept which attributes of this node it has too
   */
  List<Value> call(
      String suffix, String domain, String type, List<Value> operands, String... kept) {
    NodeProto.Builder node = NodeProto.newBuilder().setDomain(domain).setOpType(type);
    if (suffix.isEmpty()) {
      node.addAllOutput(proto.getOutputList());
    } else {
      node.addOutput(label() + "/" + suffix);
    }
    for (String attribute : kept) {
      attributes.get(attribute).ifPresent(node::addAttribute);
    }
    return call(node.build(), operands);
  }

  /** Adds what stands for this node of ONNX; its inputs are the operands. */
  List<Value> call(NodeProto node, List<Value> operands) {
    return calls.add(node, operands);
  }

  Value constant(String suffix, Tensor tensor) {
    return builder.constant(label() + "/" + suffix, tensor);
  }

  Value vector(String suffix, List<Integer> values) {
    return constant(
        suffix, Tensor.of(values.stream().mapToLong(Integer::longValue).toArray(), values.size()));
  }

  /** A number of this element type. */
  Value scalar(String suffix, ElementType type, double value) {
    if (type == ElementType.F32) {
      return constant(suffix, Tensor.scalar((float) value));
    }
    if (type == ElementType.F64) {
      ByteBuffer bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, value);
      return constant(suffix, Tensor.of(type, new int[0], bytes));
    }
    if (type.isFloat()) {
      return add(suffix, new Cast(type), constant(suffix, Tensor.scalar((float) value)));
    }
    return constant(suffix, Tensor.ofLongs(type, new long[] {(long) value}));
  }

  /** The source's name of the first output. */
  String label() {
    return proto.getOutputList().stream().filter(o -> !o.isEmpty()).findFirst().orElse("");
  }
}
