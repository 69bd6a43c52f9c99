package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.spikezip.frontend.torch.aten.TorchValue;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * Tensors that are written in place, wherever they are held: from then on they are what came out.
 * What is written through a view changes the tensor behind it too; that is not followed, so such a
 * tensor must not be used any more.
 */
final class Writes {
  /** What these give shares memory with what they take. */
  private static final Set<String> VIEWS =
      Set.of(
          "select",
          "slice",
          "narrow",
          "diagonal",
          "unbind",
          "split",
          "split_with_sizes",
          "chunk",
          "view",
          "view_as",
          "reshape",
          "reshape_as",
          "flatten",
          "unflatten",
          "transpose",
          "permute",
          "movedim",
          "swapaxes",
          "t",
          "squeeze",
          "unsqueeze",
          "expand",
          "expand_as",
          "alias");

  private static final Set<String> COPIES = Set.of("clone", "copy", "_to_copy");

  private final IdentityHashMap<Object, Object> written = new IdentityHashMap<>();
  private final IdentityHashMap<Object, Object> bases = new IdentityHashMap<>();
  private final IdentityHashMap<Object, String> stale = new IdentityHashMap<>();

  /**
   * What an argument is now; of lists, what their elements are.
   *
   * @throws SpikezipException UNSUPPORTED if it was written through a view
   */
  Object current(Object argument) {
    if (argument instanceof List<?> list) {
      List<Object> now = new ArrayList<>();
      list.forEach(element -> now.add(current(element)));
      return now;
    }
    if (stale.containsKey(argument)) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "uses a tensor of which a part or another view was written in place at "
              + stale.get(argument),
          "write it without changing tensors in place, for instance with torch.cat or torch.where");
    }
    return written.containsKey(argument) ? current(written.get(argument)) : argument;
  }

  Map<String, Object> current(Map<String, Object> named) {
    Map<String, Object> now = new LinkedHashMap<>();
    named.forEach((name, argument) -> now.put(name, current(argument)));
    return now;
  }

  /** Notes that a tensor was written in place. */
  void write(Object before, Object after, String where) {
    if (before == after) {
      return;
    }
    written.put(before, after);
    for (Object base = bases.get(before); base != null; base = bases.get(base)) {
      stale.put(base, where);
    }
  }

  /**
   * A result, as the first argument itself where the operator had nothing to do.
   *
   * @param operator without namespace and underscore
   * @param fold makes constants of results that are
   */
  Object result(String operator, Object first, Object result, UnaryOperator<Object> fold) {
    if (COPIES.contains(operator)) {
      return copy(fold.apply(result));
    }
    if (first instanceof TorchValue && first.equals(result)) {
      return first;
    }
    Object folded = fold.apply(result);
    if (VIEWS.contains(operator) && Values.isTensor(first) && folded != first) {
      bases.put(folded, first);
    }
    return folded;
  }

  /** The same numbers, held apart. */
  private static Object copy(Object tensor) {
    if (tensor instanceof TorchValue value) {
      return new TorchValue(value.value());
    }
    return tensor instanceof Tensor constant ? constant.reshape(constant.dims()) : tensor;
  }
}
