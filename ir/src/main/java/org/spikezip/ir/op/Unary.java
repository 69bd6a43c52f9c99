package org.spikezip.ir.op;

import java.util.List;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;

/**
 * A function of one number, applied to each element. Source: the ONNX operators of the same names;
 * {@code gelu} is the form by Erf, {@code gelu_tanh} the one by Tanh, {@code silu} is x·sigmoid(x).
 */
public record Unary(UnaryKind kind) implements Op {
  @Override
  public String name() {
    return kind.symbol();
  }

  @Override
  public Attributes attributes() {
    return Attributes.NONE;
  }

  @Override
  public OpClass opClass() {
    return OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 1, 1);
    Fact x = inputs.get(0);
    ElementType type = kind == UnaryKind.IS_NAN ? ElementType.BOOL : x.type();
    return List.of(Fact.of(type, x.shape()));
  }
}
