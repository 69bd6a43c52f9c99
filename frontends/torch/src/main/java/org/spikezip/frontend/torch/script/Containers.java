package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Lists, tuples, dicts and texts; lists and dicts are changed in place. */
final class Containers {
  static final Map<String, Builtin> ALL = new HashMap<>();

  private static final Object LAST = -1L;

  /** No model needs longer ones; a broken one could fill the memory with them. */
  private static final int MOST_ELEMENTS = 1 << 20;

  static {
    ALL.put("append", list((list, a) -> list.add(a.get(1))));
    ALL.put("extend", list((list, a) -> list.addAll(bounded(elements(a.get(1)), list.size()))));
    ALL.put("insert", list((list, a) -> list.add(position(list.size() + 1, a.get(1)), a.get(2))));
    ALL.put("clear", list((list, a) -> list.clear()));
    ALL.put("reverse", list((list, a) -> Collections.reverse(list)));
    ALL.put("pop", Containers::pop);
    ALL.put("_set_item", Containers::set);
    ALL.put("__getitem__", Containers::get);
    ALL.put("__contains__", Containers::contains);
    ALL.put("len", Containers::length);
    ALL.put("slice", Containers::slice);
    ALL.put("add", Containers::add);
    ALL.put("mul", Containers::multiply);
    ALL.put("copy", Containers::copy);
    ALL.put("list", Containers::copy);
    ALL.put("keys", a -> map(a).isEmpty() ? Builtin.NOT_MINE : new ArrayList<>(map(a).keySet()));
    ALL.put("values", a -> map(a).isEmpty() ? Builtin.NOT_MINE : new ArrayList<>(map(a).values()));
    ALL.put("items", Containers::items);
    ALL.put("format", Texts::format);
  }

  private Containers() {}

  private interface Change {
    void apply(List<Object> list, List<Object> arguments);
  }

  /** Changes a list and gives it back. */
  @SuppressWarnings("unchecked")
  private static Builtin list(Change change) {
    return arguments -> {
      if (!(first(arguments) instanceof List<?>)) {
        return Builtin.NOT_MINE;
      }
      List<Object> list = (List<Object>) first(arguments);
      change.apply(list, arguments);
      return list;
    };
  }

  private static Object first(List<Object> arguments) {
    return arguments.isEmpty() ? null : arguments.get(0);
  }

  private static List<Object> elements(Object value) {
    if (!Values.isSequence(value)) {
      throw malformed("expected a list, found " + Values.typeName(value));
    }
    return Values.elements(value);
  }

  @SuppressWarnings("unchecked")
  private static Map<Object, Object> map(List<Object> arguments) {
    return first(arguments) instanceof Map<?, ?> map ? (Map<Object, Object>) map : Map.of();
  }

  private static int position(int size, Object index) {
    if (!(index instanceof Long number)) {
      throw malformed("indexes with " + Values.typeName(index) + ", which is not known");
    }
    long front = number < 0 ? number + size : number;
    if (front < 0 || front >= size) {
      throw malformed("index " + number + " is outside of " + size + " elements");
    }
    return (int) front;
  }

  private static Object pop(List<Object> arguments) {
    if (!(first(arguments) instanceof List<?> list)) {
      return Builtin.NOT_MINE;
    }
    return list.remove(position(list.size(), arguments.size() > 1 ? arguments.get(1) : LAST));
  }

  @SuppressWarnings("unchecked")
  private static Object set(List<Object> arguments) {
    Object target = first(arguments);
    if (target instanceof Map<?, ?> map) {
      ((Map<Object, Object>) map).put(key(arguments.get(1)), arguments.get(2));
      return target;
    }
    if (target instanceof List<?> list) {
      int position = position(list.size(), arguments.get(1));
      ((List<Object>) list).set(position, arguments.get(2));
      return target;
    }
    return Builtin.NOT_MINE;
  }

  private static Object get(List<Object> arguments) {
    Object source = first(arguments);
    if (source instanceof Map<?, ?> map) {
      Object key = key(arguments.get(1));
      if (!map.containsKey(key)) {
        throw malformed("there is no key '" + key + "' among " + map.keySet());
      }
      return map.get(key);
    }
    if (source instanceof String text) {
      int position = position(text.length(), arguments.get(1));
      return text.substring(position, position + 1);
    }
    if (!Values.isSequence(source)) {
      return Builtin.NOT_MINE;
    }
    List<Object> elements = Values.elements(source);
    return elements.get(position(elements.size(), arguments.get(1)));
  }

  private static Object key(Object value) {
    boolean plain =
        value instanceof String
            || value instanceof Long
            || value instanceof Double
            || value instanceof Boolean;
    if (!plain) {
      throw malformed("uses " + Values.typeName(value) + " as a key");
    }
    return value;
  }

  private static Object contains(List<Object> arguments) {
    Object source = first(arguments);
    Object element = arguments.get(1);
    if (source instanceof Map<?, ?> map) {
      return map.containsKey(key(element));
    }
    if (source instanceof String text && element instanceof String part) {
      return text.contains(part);
    }
    return Values.isSequence(source)
        ? (Object) Values.elements(source).contains(element)
        : Builtin.NOT_MINE;
  }

  private static Object length(List<Object> arguments) {
    Object source = first(arguments);
    if (source instanceof Map<?, ?> map) {
      return (long) map.size();
    }
    if (source instanceof String text) {
      return (long) text.length();
    }
    return Values.isSequence(source)
        ? (Object) (long) Values.elements(source).size()
        : Builtin.NOT_MINE;
  }

  private static Object slice(List<Object> arguments) {
    if (!(first(arguments) instanceof List<?>)) {
      return Builtin.NOT_MINE;
    }
    return Slices.take(
        elements(first(arguments)),
        arguments.size() > 1 ? arguments.get(1) : null,
        arguments.size() > 2 ? arguments.get(2) : null,
        arguments.size() > 3 ? arguments.get(3) : null);
  }

  private static Object add(List<Object> arguments) {
    if (arguments.size() != 2) {
      return Builtin.NOT_MINE;
    }
    if (first(arguments) instanceof String a && arguments.get(1) instanceof String b) {
      return bounded(a.length() + b.length()) ? a + b : "";
    }
    if (!Values.isSequence(first(arguments)) || !Values.isSequence(arguments.get(1))) {
      return Builtin.NOT_MINE;
    }
    List<Object> sum = new ArrayList<>(elements(first(arguments)));
    sum.addAll(bounded(elements(arguments.get(1)), sum.size()));
    return first(arguments) instanceof TupleValue ? TupleValue.of(sum) : sum;
  }

  private static Object multiply(List<Object> arguments) {
    if (!(first(arguments) instanceof List<?>)) {
      return Builtin.NOT_MINE;
    }
    List<Object> once = elements(first(arguments));
    long times = Math.max(0, Slices.number(arguments.get(1)));
    bounded(times > MOST_ELEMENTS ? Integer.MAX_VALUE : times * once.size());
    List<Object> product = new ArrayList<>();
    for (long i = 0; i < times; i++) {
      product.addAll(once);
    }
    return product;
  }

  private static Object copy(List<Object> arguments) {
    if (first(arguments) instanceof Map<?, ?> map) {
      return new java.util.LinkedHashMap<>(map);
    }
    return Values.isSequence(first(arguments))
        ? new ArrayList<>(elements(first(arguments)))
        : Builtin.NOT_MINE;
  }

  private static Object items(List<Object> arguments) {
    List<Object> items = new ArrayList<>();
    map(arguments)
        .forEach((key, value) -> items.add(TupleValue.of(java.util.Arrays.asList(key, value))));
    return items.isEmpty() ? Builtin.NOT_MINE : items;
  }

  private static List<Object> bounded(List<Object> more, int already) {
    bounded((long) already + more.size());
    return new ArrayList<>(more);
  }

  static boolean bounded(long size) {
    if (size > MOST_ELEMENTS) {
      throw malformed("makes a list or text of more than " + MOST_ELEMENTS + " elements");
    }
    return true;
  }

  static SpikezipException malformed(String what) {
    return new SpikezipException(ErrorCode.MALFORMED, what);
  }
}
