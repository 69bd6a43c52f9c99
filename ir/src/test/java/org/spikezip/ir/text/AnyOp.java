package org.spikezip.ir.text;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.OpClass;
import org.spikezip.ir.op.OpSet;

/** An operator of a plugin: any attributes, and the outputs that were written. */
public record AnyOp(String name, Attributes attributes, List<Fact> outputs) implements Op {
  public static OpSet.Maker maker(String name) {
    return (attributes, outputs) -> new AnyOp(name, attributes, List.copyOf(outputs));
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    return outputs;
  }
}
