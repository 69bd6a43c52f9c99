package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Fact;

/** What the user gives. Its name is the node's name, its fact the node's. */
public record Input(Fact fact) implements Op {
  @Override
  public String name() {
    return "input";
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.STATIC;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    return List.of(fact);
  }
}
