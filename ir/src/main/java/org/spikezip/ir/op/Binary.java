package org.spikezip.ir.op;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.spikezip.ir.Attributes;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Fact;

/**
 * A function of two numbers, applied to each pair of elements, with NumPy's broadcasting. Source:
 * the ONNX operators of the same names.
 */
public record Binary(BinaryKind kind) implements Op {
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
    return kind == BinaryKind.ADD || kind == BinaryKind.SUB ? OpClass.SUM : OpClass.DIFFERENTIAL;
  }

  @Override
  public List<Fact> infer(List<Fact> inputs) {
    Infer.arity(inputs, 2, 2);
    Fact a = inputs.get(0);
    Fact b = inputs.get(1);
    if (kind.isLogic()) {
      Infer.type(a, ElementType.BOOL, "an operand");
    }
    Infer.sameType(a, b);
    boolean truth = kind.isComparison() || kind.isLogic();
    Fact fact = Fact.of(truth ? ElementType.BOOL : a.type(), Infer.broadcast(a.shape(), b.shape()));
    return List.of(elements(a, b).map(fact::withElements).orElse(fact));
  }

  private Optional<List<Dim>> elements(Fact a, Fact b) {
    if (a.elements().isEmpty() || b.elements().isEmpty()) {
      return Optional.empty();
    }
    List<Dim> left = a.elements().get();
    List<Dim> right = b.elements().get();
    int n = Math.max(left.size(), right.size());
    List<Dim> result = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      Dim x = left.get(left.size() == 1 ? 0 : i);
      Dim y = right.get(right.size() == 1 ? 0 : i);
      switch (kind) {
        case ADD -> result.add(x.plus(y));
        case SUB -> result.add(x.minus(y));
        case MUL -> result.add(x.times(y));
        case DIV -> result.add(x.dividedBy(y));
        case EQUAL -> result.add(x.isEqualTo(y));
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(result);
  }
}
