package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;

/**
 * Product of codes {@code [.., K]} with constant integer weights {@code [K, N]} (i8, i16 or i32):
 * the sum of products, times scale {@code [N]}, plus bias {@code [N]} (optional). The sum is exact:
 * int32 where it always fits, else int64; it is converted to float once, then multiplied, then
 * added.
 */
public record Synapse() implements Op {
  static Synapse read(Attributes attributes) {
    return new Synapse();
  }

  @Override
  public String name() {
    return "synapse";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.SYNAPSE;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 3, 4);
    Infer.codes(inputs.get(0));
    if (!inputs.get(1).type().isInteger()) {
      throw Infer.error("weights must be integers, found " + inputs.get(1));
    }
    if (inputs.get(1).shape().known() && inputs.get(1).shape().rank() != 2) {
      throw Infer.error("weights must be a matrix, found " + inputs.get(1));
    }
    Infer.type(inputs.get(2), ElementType.F32, "the scale");
    return List.of(
        Fact.of(ElementType.F32, MatMul.shape(inputs.get(0).shape(), inputs.get(1).shape())));
  }
}
