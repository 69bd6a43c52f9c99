package org.spikezip.frontend.torch.pickle;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * Reads a pickle as data. Its values are {@code Long}, {@code Double}, {@code Boolean}, {@code
 * String}, {@code null}, {@code List}, {@link PickledTuple}, {@code Map}, {@link Global}, {@link
 * PickledObject} and {@link PersistentId}. They may refer to each other in circles.
 */
public final class PickleReader {
  /** Where a MARK stands on the stack. */
  private static final Object MARK = new Object();

  private final PickleInput input;
  private final Predicate<Global> allowed;
  private final List<Object> stack = new ArrayList<>();
  private final Map<Long, Object> memo = new HashMap<>();

  private PickleReader(ByteBuffer bytes, Predicate<Global> allowed) {
    this.input = new PickleInput(bytes);
    this.allowed = allowed;
  }

  /**
   * Reads one pickle.
   *
   * @param name for messages
   * @param allowed which classes and functions it may name
   * @throws SpikezipException MALFORMED if it is damaged, UNSUPPORTED if it names anything else
   */
  public static Object read(String name, ByteBuffer bytes, Predicate<Global> allowed) {
    try {
      return new PickleReader(bytes, allowed).run();
    } catch (SpikezipException e) {
      throw e.in("the pickle '" + name + "'");
    }
  }

  private Object run() {
    while (true) {
      int position = input.position();
      int opcode = input.unsigned8();
      if (opcode == '.') {
        return pop();
      }
      if (!literal(opcode) && !container(opcode) && !reference(opcode)) {
        throw PickleInput.damaged(
            "has the unknown opcode 0x" + Integer.toHexString(opcode) + " at byte " + position);
      }
    }
  }

  private boolean literal(int opcode) {
    switch (opcode) {
      case 0x80 -> requireProtocol(input.unsigned8());
      case 'N' -> stack.add(null);
      case 0x88 -> stack.add(true);
      case 0x89 -> stack.add(false);
      case 'J' -> stack.add((long) input.int32());
      case 'K' -> stack.add((long) input.unsigned8());
      case 'M' -> stack.add((long) input.unsigned16());
      case 0x8a -> stack.add(input.longOf(input.unsigned8()));
      case 'G' -> stack.add(input.float64());
      case 'X' -> stack.add(input.text(input.unsigned32()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean container(int opcode) {
    switch (opcode) {
      case '(' -> stack.add(MARK);
      case ')' -> stack.add(new PickledTuple(List.of()));
      case 't' -> stack.add(new PickledTuple(popToMark()));
      case 0x85 -> stack.add(new PickledTuple(pop(1)));
      case 0x86 -> stack.add(new PickledTuple(pop(2)));
      case 0x87 -> stack.add(new PickledTuple(pop(3)));
      case ']' -> stack.add(new ArrayList<>());
      case 'a' -> append(pop(1));
      case 'e' -> append(popToMark());
      case '}' -> stack.add(new LinkedHashMap<>());
      case 's' -> put(pop(2));
      case 'u' -> put(popToMark());
      default -> {
        return false;
      }
    }
    return true;
  }

  private boolean reference(int opcode) {
    switch (opcode) {
      case 'q' -> memo.put((long) input.unsigned8(), peek());
      case 'r' -> memo.put(input.unsigned32(), peek());
      case 'h' -> stack.add(recall(input.unsigned8()));
      case 'j' -> stack.add(recall(input.unsigned32()));
      case 'c' -> stack.add(global());
      case 'R', 0x81 -> call();
      case 'b' -> build();
      case 'Q' -> stack.add(new PersistentId(pop()));
      default -> {
        return false;
      }
    }
    return true;
  }

  private static void requireProtocol(int version) {
    if (version != 2) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED, "is of protocol " + version + ", PyTorch writes 2");
    }
  }

  private Global global() {
    Global global = new Global(input.line(), input.line());
    if (!allowed.test(global)) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "names " + global + ", which no model needs; nothing was run",
          "do not load this file with other tools unless you trust where it is from");
    }
    return global;
  }

  private void call() {
    Object arguments = pop();
    Object callee = pop();
    if (!(callee instanceof Global global) || !(arguments instanceof PickledTuple tuple)) {
      throw PickleInput.damaged("calls something that is no function");
    }
    stack.add(new PickledObject(global, tuple.elements()));
  }

  private void build() {
    Object state = pop();
    if (!(peek() instanceof PickledObject object)) {
      throw PickleInput.damaged("fills something that is no object");
    }
    object.build(state);
  }

  @SuppressWarnings("unchecked")
  private void append(List<Object> elements) {
    if (!(peek() instanceof List<?> list)) {
      throw PickleInput.damaged("appends to something that is no list");
    }
    ((List<Object>) list).addAll(elements);
  }

  /** An OrderedDict is filled like a dict, after a call that makes it. */
  @SuppressWarnings("unchecked")
  private void put(List<Object> pairs) {
    Object target = peek();
    if (target instanceof PickledObject object) {
      target = object.entries();
    }
    if (!(target instanceof Map<?, ?> map) || pairs.size() % 2 != 0) {
      throw PickleInput.damaged("adds entries to something that is no dict");
    }
    for (int i = 0; i < pairs.size(); i += 2) {
      if (!isKey(pairs.get(i))) {
        throw PickleInput.damaged("has a dict whose keys are neither text nor numbers");
      }
      ((Map<Object, Object>) map).put(pairs.get(i), pairs.get(i + 1));
    }
  }

  private static boolean isKey(Object key) {
    return key instanceof String
        || key instanceof Long
        || key instanceof Double
        || key instanceof Boolean;
  }

  private Object recall(long index) {
    if (!memo.containsKey(index)) {
      throw PickleInput.damaged("recalls " + index + ", which it never kept");
    }
    return memo.get(index);
  }

  private Object peek() {
    if (stack.isEmpty() || stack.get(stack.size() - 1) == MARK) {
      throw PickleInput.damaged("takes from an empty stack");
    }
    return stack.get(stack.size() - 1);
  }

  private Object pop() {
    Object top = peek();
    stack.remove(stack.size() - 1);
    return top;
  }

  private List<Object> pop(int count) {
    int start = stack.size() - count;
    if (start < 0 || stack.subList(start, stack.size()).contains(MARK)) {
      throw PickleInput.damaged("takes from an empty stack");
    }
    return take(start);
  }

  private List<Object> popToMark() {
    int mark = stack.size() - 1;
    while (mark >= 0 && stack.get(mark) != MARK) {
      mark--;
    }
    if (mark < 0) {
      throw PickleInput.damaged("takes from an empty stack");
    }
    List<Object> taken = take(mark + 1);
    stack.remove(mark);
    return taken;
  }

  private List<Object> take(int start) {
    List<Object> top = stack.subList(start, stack.size());
    List<Object> taken = new ArrayList<>(top);
    top.clear();
    return taken;
  }
}
