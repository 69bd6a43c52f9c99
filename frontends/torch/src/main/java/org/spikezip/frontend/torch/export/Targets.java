package org.spikezip.frontend.torch.export;

import java.util.Map;
import java.util.Set;
import org.spikezip.frontend.torch.aten.Schemas;

/** The names that exported programs give to operators, and ours. */
final class Targets {
  private static final String OPERATORS = "torch.ops.";
  private static final String HIGHER_ORDER = "torch.ops.higher_order.";

  /** Python's operators on sizes, by what TorchScript calls them. */
  private static final Map<String, String> PYTHON =
      Map.ofEntries(
          Map.entry("_operator.add", "add"),
          Map.entry("_operator.sub", "sub"),
          Map.entry("_operator.mul", "mul"),
          Map.entry("_operator.floordiv", "floordiv"),
          Map.entry("_operator.mod", "remainder"),
          Map.entry("_operator.truediv", "div"),
          Map.entry("_operator.pow", "pow"),
          Map.entry("_operator.neg", "neg"),
          Map.entry("_operator.eq", "eq"),
          Map.entry("_operator.ne", "ne"),
          Map.entry("_operator.lt", "lt"),
          Map.entry("_operator.le", "le"),
          Map.entry("_operator.gt", "gt"),
          Map.entry("_operator.ge", "ge"),
          Map.entry("torch.sym_max", "max"),
          Map.entry("torch.sym_min", "min"),
          Map.entry("torch.sym_float", "Float"),
          Map.entry("torch.sym_int", "Int"));

  /** What only checks sizes. */
  private static final Set<String> CHECKS =
      Set.of(
          "aten::_assert_scalar",
          "aten::sym_constrain_range_for_size",
          "aten::sym_constrain_range",
          "aten::_assert_async",
          "aten::_assert_tensor_metadata");

  /** What may share the memory of its first argument. */
  private static final Set<String> VIEWS =
      Set.of(
          "alias",
          "as_strided",
          "chunk",
          "contiguous",
          "detach",
          "diagonal",
          "expand",
          "expand_as",
          "flatten",
          "movedim",
          "narrow",
          "numpy_T",
          "permute",
          "reshape",
          "select",
          "slice",
          "split",
          "split_with_sizes",
          "squeeze",
          "swapaxes",
          "t",
          "to",
          "transpose",
          "unbind",
          "unflatten",
          "unsqueeze",
          "view",
          "view_as");

  private Targets() {}

  /**
   * An operator.
   *
   * @param name such as {@code aten::add}
   * @param overload such as {@code Tensor}, or empty
   */
  record Target(String name, String overload) {
    boolean isCheck() {
      return CHECKS.contains(name);
    }

    boolean isView() {
      return name.startsWith("aten::") && VIEWS.contains(name.substring("aten::".length()));
    }

    boolean isInPlace() {
      return !Schemas.plain(name).equals(name);
    }

    /** {@code aten::add.Tensor} */
    @Override
    public String toString() {
      return overload.isEmpty() ? name : name + "." + overload;
    }
  }

  /** Such as {@code cond}; null if it is an ordinary operator. */
  static String higherOrder(String target) {
    return target.startsWith(HIGHER_ORDER) ? target.substring(HIGHER_ORDER.length()) : null;
  }

  /** {@code torch.ops.aten.add.Tensor} as {@code aten::add.Tensor}. */
  static Target of(String target) {
    String python = PYTHON.get(target);
    if (python != null) {
      return new Target("aten::" + python, "int");
    }
    String[] parts =
        target.startsWith(OPERATORS)
            ? target.substring(OPERATORS.length()).split("\\.", -1)
            : new String[0];
    if (parts.length < 2) {
      return new Target(target, "");
    }
    String overload = parts.length < 3 || parts[2].equals("default") ? "" : parts[2];
    return new Target(parts[0] + "::" + parts[1], overload);
  }
}
