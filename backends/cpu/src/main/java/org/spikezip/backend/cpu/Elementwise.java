package org.spikezip.backend.cpu;

import java.util.function.IntConsumer;
import org.spikezip.api.function.BinaryFunction;
import org.spikezip.api.function.UnaryFunction;
import org.spikezip.backend.cpu.kernel.FunctionKernels;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.UnaryKind;

/** Row functions of elementwise operators; booleans are 0 and 1. */
final class Elementwise {
  /** An operand and how the rows of the result read it. */
  record Operand(FloatCell cell, Broadcast rows) {
    float[] data() {
      return cell.data;
    }

    /** Where the row begins. */
    int base(int row) {
      return rows.base(row);
    }

    float at(int row, int j) {
      return cell.data[rows.base(row) + j * rows.stride()];
    }
  }

  /** A function of two numbers. */
  private interface FloatBinary {
    float apply(float a, float b);
  }

  private Elementwise() {}

  static IntConsumer unary(UnaryKind kind, FloatCell in, FloatCell out, FunctionKernels kernels) {
    int width = out.width();
    if (kind == UnaryKind.NOT) {
      return row -> {
        for (int i = row * width; i < (row + 1) * width; i++) {
          out.data[i] = 1 - in.data[i];
        }
      };
    }
    if (kind == UnaryKind.IS_NAN) {
      return row -> {
        for (int i = row * width; i < (row + 1) * width; i++) {
          out.data[i] = truth(Float.isNaN(in.data[i]));
        }
      };
    }
    UnaryFunction function = UnaryFunction.valueOf(kind.name());
    return row -> kernels.unary(function, in.data, row * width, out.data, row * width, width);
  }

  static IntConsumer binary(
      BinaryKind kind, Operand a, Operand b, FloatCell out, FunctionKernels kernels) {
    boolean rows = a.rows().stride() == 1 && b.rows().stride() == 1;
    if (rows && kind == BinaryKind.ADD) {
      return row ->
          kernels.add(
              a.data(),
              a.base(row),
              b.data(),
              b.base(row),
              out.data,
              row * out.width(),
              out.width());
    }
    if (rows && kind == BinaryKind.MUL) {
      return row ->
          kernels.multiply(
              a.data(),
              a.base(row),
              b.data(),
              b.base(row),
              out.data,
              row * out.width(),
              out.width());
    }
    if (kind == BinaryKind.MUL && a.rows().stride() == 1 && b.rows().stride() == 0) {
      return row ->
          kernels.scale(
              a.data(), a.base(row), b.at(row, 0), out.data, row * out.width(), out.width());
    }
    return switch (kind) {
      case ADD -> each(a, b, out, Float::sum);
      case MUL -> each(a, b, out, (x, y) -> x * y);
      case SUB -> each(a, b, out, (x, y) -> x - y);
      case DIV -> each(a, b, out, (x, y) -> x / y);
      case EQUAL -> each(a, b, out, (x, y) -> truth(x == y));
      case LESS -> each(a, b, out, (x, y) -> truth(x < y));
      case LESS_OR_EQUAL -> each(a, b, out, (x, y) -> truth(x <= y));
      case GREATER -> each(a, b, out, (x, y) -> truth(x > y));
      case GREATER_OR_EQUAL -> each(a, b, out, (x, y) -> truth(x >= y));
      case AND -> each(a, b, out, (x, y) -> truth(x != 0 && y != 0));
      case OR -> each(a, b, out, (x, y) -> truth(x != 0 || y != 0));
      case XOR -> each(a, b, out, (x, y) -> truth((x != 0) != (y != 0)));
      default -> each(a, b, out, BinaryFunction.valueOf(kind.name())::apply);
    };
  }

  private static IntConsumer each(Operand a, Operand b, FloatCell out, FloatBinary function) {
    int width = out.width();
    return row -> {
      for (int j = 0; j < width; j++) {
        out.data[row * width + j] = function.apply(a.at(row, j), b.at(row, j));
      }
    };
  }

  static IntConsumer where(Operand condition, Operand yes, Operand no, FloatCell out) {
    int width = out.width();
    return row -> {
      for (int j = 0; j < width; j++) {
        out.data[row * width + j] = condition.at(row, j) != 0 ? yes.at(row, j) : no.at(row, j);
      }
    };
  }

  static IntConsumer clip(float min, float max, FloatCell in, FloatCell out) {
    int width = out.width();
    return row -> {
      for (int i = row * width; i < (row + 1) * width; i++) {
        out.data[i] = Math.min(max, Math.max(min, in.data[i]));
      }
    };
  }

  /** Between floats and booleans: a boolean is whether the float is not 0. */
  static IntConsumer cast(FloatCell in, FloatCell out) {
    int width = out.width();
    boolean toTruth = out.type() == ElementType.BOOL;
    return row -> {
      for (int i = row * width; i < (row + 1) * width; i++) {
        out.data[i] = toTruth ? truth(in.data[i] != 0) : in.data[i];
      }
    };
  }

  private static float truth(boolean holds) {
    return holds ? 1 : 0;
  }
}
