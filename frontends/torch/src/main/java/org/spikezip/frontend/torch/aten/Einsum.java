package org.spikezip.frontend.torch.aten;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Transpose;

/**
 * A product of two tensors in Einstein's notation, as one matrix product: letters of both and the
 * result are batches, letters of both only are summed over.
 */
final class Einsum {
  private final AtenNode n;
  private final String left;
  private final String right;
  private final String result;

  private Einsum(AtenNode n, String left, String right, String result) {
    this.n = n;
    this.left = left;
    this.right = right;
    this.result = result;
  }

  static Value of(AtenNode n) {
    String equation = n.text(0).replace(" ", "");
    String[] sides = equation.split("->", -1);
    String[] operands = sides[0].split(",", -1);
    boolean plain = equation.matches("[a-zA-Z]+,[a-zA-Z]+->[a-zA-Z]*") && n.list(1).size() == 2;
    if (!plain || repeats(operands[0]) || repeats(operands[1])) {
      throw n.unsupported(
          "einsum \"" + n.text(0) + "\"; only products of two tensors are, with '->'");
    }
    return new Einsum(n, operands[0], operands[1], sides[1]).build();
  }

  private static boolean repeats(String letters) {
    return letters.chars().distinct().count() != letters.length();
  }

  private Value build() {
    String batch = letters(left, right, true, true);
    String rows = letters(left, right, false, true);
    String summed = letters(left, right, true, false);
    String columns = letters(right, left, false, true);
    if (rows.length() + batch.length() + summed.length() != left.length()
        || columns.length() + batch.length() + summed.length() != right.length()) {
      throw n.unsupported("einsum \"" + n.text(0) + "\" sums over a letter of one operand");
    }
    Value a = n.value(n.list(1).get(0), "a");
    Value b = n.value(n.list(1).get(1), "b");
    Value x = matrix("a", a, left, batch, rows, summed);
    Value y = matrix("b", b, right, batch, summed, columns);
    Value product = n.add("product", new MatMul(), x, y);
    List<Object> sizes = new ArrayList<>();
    sizes.addAll(sizes(a, left, batch + rows));
    sizes.addAll(sizes(b, right, columns));
    Value apart = new Sizes(n).reshaped("apart", product, sizes);
    return n.result(new Transpose(order(batch + rows + columns, result)), apart);
  }

  /** The letters of one operand that the other has or lacks, and the result has or lacks. */
  private String letters(String of, String other, boolean inOther, boolean inResult) {
    StringBuilder found = new StringBuilder();
    for (int i = 0; i < of.length(); i++) {
      char c = of.charAt(i);
      if ((other.indexOf(c) >= 0) == inOther && (result.indexOf(c) >= 0) == inResult) {
        found.append(c);
      }
    }
    return found.toString();
  }

  /**
   * An operand as {@code [batch…, first, second]}, the last two being products of their letters.
   */
  private Value matrix(
      String suffix, Value x, String have, String batch, String first, String second) {
    String wanted = batch + first + second;
    Value ordered = n.add(suffix + "_ordered", new Transpose(order(have, wanted)), x);
    if (first.length() == 1 && second.length() == 1) {
      return ordered;
    }
    List<Object> sizes = new ArrayList<>(sizes(x, have, batch));
    sizes.add(first.isEmpty() ? (Object) 1L : product(suffix + "_first", x, have, first));
    sizes.add(second.isEmpty() ? (Object) 1L : product(suffix + "_second", x, have, second));
    return new Sizes(n).reshaped(suffix + "_matrix", ordered, sizes);
  }

  private Object product(String suffix, Value x, String have, String letters) {
    return new Sizes(n).product(sizes(x, have, letters), suffix);
  }

  private List<Object> sizes(Value x, String have, String letters) {
    List<Object> sizes = new ArrayList<>();
    for (int i = 0; i < letters.length(); i++) {
      char c = letters.charAt(i);
      sizes.add(n.size(x, have.indexOf(c), "size_" + c));
    }
    return sizes;
  }

  private List<Integer> order(String have, String wanted) {
    Set<Integer> perm = new LinkedHashSet<>();
    for (int i = 0; i < wanted.length(); i++) {
      perm.add(have.indexOf(wanted.charAt(i)));
    }
    if (perm.size() != have.length() || perm.contains(-1)) {
      throw n.malformed("einsum \"" + n.text(0) + "\" does not fit its operands");
    }
    return List.copyOf(perm);
  }
}
