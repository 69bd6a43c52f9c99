package org.spikezip.frontend.torch.aten;

import java.util.List;
import org.spikezip.ir.ElementType;

/**
 * The element type of an operation on several operands: torch's rules of type promotion. Tensors
 * with axes decide; scalar tensors, then plain numbers, only count where theirs is a higher kind
 * (boolean, integer, float).
 */
final class Promotion {
  /** How much a type has to say. */
  enum Rank {
    NUMBER,
    SCALAR_TENSOR,
    TENSOR
  }

  /** One operand. */
  record Operand(ElementType type, Rank rank) {}

  private static final List<ElementType> LADDER =
      List.of(
          ElementType.BOOL,
          ElementType.U8,
          ElementType.I8,
          ElementType.I16,
          ElementType.I32,
          ElementType.I64,
          ElementType.F16,
          ElementType.BF16,
          ElementType.F32,
          ElementType.F64);

  private Promotion() {}

  static ElementType of(List<Operand> operands) {
    ElementType result = null;
    for (Rank rank : List.of(Rank.TENSOR, Rank.SCALAR_TENSOR, Rank.NUMBER)) {
      ElementType most = null;
      for (Operand operand : operands) {
        if (operand.rank() == rank) {
          most = most == null ? operand.type() : higher(most, operand.type());
        }
      }
      if (most != null && (result == null || kind(most) > kind(result))) {
        result = most;
      }
    }
    return result;
  }

  private static ElementType higher(ElementType a, ElementType b) {
    if (a == b) {
      return a;
    }
    if (isPair(a, b, ElementType.U8, ElementType.I8)) {
      return ElementType.I16;
    }
    if (isPair(a, b, ElementType.F16, ElementType.BF16)) {
      return ElementType.F32;
    }
    return LADDER.indexOf(a) > LADDER.indexOf(b) ? a : b;
  }

  private static boolean isPair(ElementType a, ElementType b, ElementType x, ElementType y) {
    return (a == x && b == y) || (a == y && b == x);
  }

  private static int kind(ElementType type) {
    return type == ElementType.BOOL ? 0 : type.isInteger() ? 1 : 2;
  }
}
