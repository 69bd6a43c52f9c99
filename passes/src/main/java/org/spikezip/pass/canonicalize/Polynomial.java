package org.spikezip.pass.canonicalize;

import java.util.Optional;
import java.util.OptionalDouble;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.UnaryKind;

/**
 * A value as a polynomial in two others, x and t, up to x³ and t¹, whatever the order in which an
 * exporter wrote its sums, products and powers. Only scalar constants count, so that the shape is
 * that of x.
 */
final class Polynomial {
  private static final int MOST_X = 3;
  private static final int MOST_DEPTH = 10;

  /** Coefficients: {@code c[i][j]} belongs to xⁱtʲ. */
  private final double[][] c;

  private Polynomial(double[][] c) {
    this.c = c;
  }

  /**
   * The polynomial that makes up {@code value}; empty if it is none.
   *
   * @param t {@link Value#ABSENT} if there is no second variable
   */
  static Optional<Polynomial> of(Graph graph, Value value, Value x, Value t) {
    return of(graph, value, x, t, MOST_DEPTH);
  }

  private static Optional<Polynomial> of(Graph graph, Value value, Value x, Value t, int depth) {
    if (value.equals(x)) {
      return Optional.of(monomial(1, 1, 0));
    }
    if (value.equals(t)) {
      return Optional.of(monomial(1, 0, 1));
    }
    OptionalDouble scalar = Patterns.scalar(graph, value);
    if (scalar.isPresent()) {
      boolean small = graph.fact(value).shape().rank() <= rank(graph, x);
      return small ? Optional.of(monomial(scalar.getAsDouble(), 0, 0)) : Optional.empty();
    }
    Node node = graph.node(value);
    if (depth == 0 || node.inputs().isEmpty()) {
      return Optional.empty();
    }
    if (node.op() instanceof Cast && node.fact().type() == ElementType.F32) {
      Value before = Patterns.uncast(graph, value);
      return before.equals(value) ? Optional.empty() : of(graph, before, x, t, depth - 1);
    }
    if (node.op() instanceof Unary u && u.kind() == UnaryKind.NEG) {
      return of(graph, node.input(0), x, t, depth - 1).map(p -> p.times(monomial(-1, 0, 0)).get());
    }
    return node.op() instanceof Binary b ? binary(graph, node, b, x, t, depth) : Optional.empty();
  }

  private static Optional<Polynomial> binary(
      Graph graph, Node node, Binary op, Value x, Value t, int depth) {
    Optional<Polynomial> left = of(graph, node.input(0), x, t, depth - 1);
    if (left.isEmpty()) {
      return Optional.empty();
    }
    Optional<Polynomial> right = of(graph, node.input(1), x, t, depth - 1);
    if (right.isEmpty()) {
      return Optional.empty();
    }
    Polynomial a = left.get();
    Polynomial b = right.get();
    return switch (op.kind()) {
      case ADD -> Optional.of(a.plus(b, 1));
      case SUB -> Optional.of(a.plus(b, -1));
      case MUL -> a.times(b);
      case DIV -> b.isConstant() ? a.times(monomial(1 / b.c[0][0], 0, 0)) : Optional.empty();
      case POW -> b.isConstant() ? a.power(b.c[0][0]) : Optional.empty();
      default -> Optional.empty();
    };
  }

  private static int rank(Graph graph, Value x) {
    return graph.fact(x).shape().known() ? graph.fact(x).shape().rank() : 0;
  }

  private static Polynomial monomial(double coefficient, int i, int j) {
    double[][] c = new double[MOST_X + 1][2];
    c[i][j] = coefficient;
    return new Polynomial(c);
  }

  private Polynomial plus(Polynomial other, int sign) {
    double[][] sum = new double[MOST_X + 1][2];
    for (int i = 0; i <= MOST_X; i++) {
      for (int j = 0; j < 2; j++) {
        sum[i][j] = c[i][j] + sign * other.c[i][j];
      }
    }
    return new Polynomial(sum);
  }

  private Optional<Polynomial> times(Polynomial other) {
    double[][] product = new double[MOST_X + 1][2];
    for (int i = 0; i <= MOST_X; i++) {
      for (int j = 0; j < 2; j++) {
        for (int k = 0; k <= MOST_X; k++) {
          for (int l = 0; l < 2; l++) {
            double term = c[i][j] * other.c[k][l];
            if (term != 0 && (i + k > MOST_X || j + l > 1)) {
              return Optional.empty();
            }
            if (term != 0) {
              product[i + k][j + l] += term;
            }
          }
        }
      }
    }
    return Optional.of(new Polynomial(product));
  }

  private Optional<Polynomial> power(double exponent) {
    if (exponent != 1 && exponent != 2 && exponent != 3) {
      return Optional.empty();
    }
    Optional<Polynomial> power = Optional.of(this);
    for (int i = 1; i < exponent && power.isPresent(); i++) {
      power = power.get().times(this);
    }
    return power;
  }

  private boolean isConstant() {
    return is(c[0][0], 0, 0, 0, 0);
  }

  /** Whether it is this polynomial in x alone, lowest power first. */
  boolean is(double... inX) {
    return near(inX, new double[0]);
  }

  /** Whether it is a polynomial in x plus t times another. */
  boolean is(double[] inX, double[] timesT) {
    return near(inX, timesT);
  }

  /**
   * Whether the coefficients agree to 1.5·10⁻⁵ of their size: models have constants such as 0.7071
   * and 1.4142 rounded to this many digits.
   */
  private boolean near(double[] inX, double[] timesT) {
    for (int i = 0; i <= MOST_X; i++) {
      double plain = i < inX.length ? inX[i] : 0;
      double withT = i < timesT.length ? timesT[i] : 0;
      if (Math.abs(c[i][0] - plain) > 1.5e-5 * Math.abs(plain)
          || Math.abs(c[i][1] - withT) > 1.5e-5 * Math.abs(withT)) {
        return false;
      }
    }
    return true;
  }
}
