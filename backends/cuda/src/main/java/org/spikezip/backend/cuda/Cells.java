package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.api.reference.StaticPart;
import org.spikezip.ir.CodeRange;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Graph;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** The cells of a plan, by value; and what must be set when it begins anew. */
final class Cells {
  private final Graph graph;
  private final StaticPart staticPart;
  private final Map<Value, Tensor> statics;
  private final PlanMemory memory;
  private final Counters counters;
  private final Map<Value, Cell> cells = new HashMap<>();
  private final Map<Value, FloatCell> fixed = new HashMap<>();
  private final Map<Value, FedCell> fed = new LinkedHashMap<>();
  private final Map<Value, Tensor[]> onHost = new HashMap<>();
  private final List<Region> neverSeen = new ArrayList<>();
  private final List<Region> zero = new ArrayList<>();
  private final Map<CodeCell, Region> rests = new LinkedHashMap<>();

  /**
   * No cells.
   *
   * @param statics the static values of the first sample, for their shapes
   */
  Cells(
      Graph graph,
      StaticPart staticPart,
      Map<Value, Tensor> statics,
      PlanMemory memory,
      Counters counters) {
    this.graph = graph;
    this.staticPart = staticPart;
    this.statics = statics;
    this.memory = memory;
    this.counters = counters;
  }

  /** A new cell of floats for a value, with a stamp for every {@code stretch} elements. */
  FloatCell floats(Value value, ElementType type, int[] dims, int stretch) {
    FloatCell cell = floatCell("floats of " + value, type, dims, stretch);
    neverSeen.add(cell.stamps());
    cells.put(value, cell);
    return cell;
  }

  private FloatCell floatCell(String what, ElementType type, int[] dims, int stretch) {
    int each = Math.max(1, stretch);
    return new FloatCell(
        type,
        memory.perSample(what, 4L * Cell.count(dims)),
        memory.perSample("stamps of " + what, 4L * Cell.stretches(dims, each)),
        dims,
        each);
  }

  /** A new cell of codes for a value, with a stamp for every row. */
  CodeCell codes(Value value, CodeRange range, int[] rest, int[] dims) {
    int stretch = Math.max(1, Cell.width(dims));
    int bytes = CodeCell.bytes(range);
    CodeCell cell =
        new CodeCell(
            range,
            rest,
            memory.perSample("codes of " + value, (long) bytes * Cell.count(dims)),
            memory.perSample("stamps of " + value, 4L * Cell.stretches(dims, stretch)),
            counters.add(),
            dims,
            stretch);
    zero.add(cell.stamps());
    rests.put(
        cell,
        bytes == 1
            ? memory.constant("resting codes", narrowed(rest))
            : memory.constant("resting codes", rest));
    cells.put(value, cell);
    return cell;
  }

  private static byte[] narrowed(int[] rest) {
    byte[] bytes = new byte[rest.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) rest[i];
    }
    return bytes;
  }

  /** A cell for a value that this machine computes. */
  FedCell fed(Value value, ElementType type, int[] dims) {
    FedCell made =
        new FedCell(
            floatCell("floats of " + value, type, dims, Cell.width(dims)), memory.samples());
    zero.add(made.cell().stamps());
    return made;
  }

  /** Lets a value be this cell. */
  void put(Value value, Cell cell) {
    cells.put(value, cell);
  }

  /** Lets a value be tensors on this machine, one for each sample. */
  void putOnHost(Value value, Tensor[] tensors) {
    onHost.put(value, tensors);
  }

  /** The tensors of a value that is not on the device. */
  Optional<Tensor[]> onHost(Value value) {
    return Optional.ofNullable(onHost.get(value));
  }

  /** What a row of a result has seen. */
  Result result(Cell cell) {
    return result(cell, cell.stretch());
  }

  private Result result(Cell cell, int width) {
    Region seen = memory.perSample("what rows have seen", 4L * Cell.stretches(cell.dims(), width));
    neverSeen.add(seen);
    return new Result(cell, seen, width, memory.samples());
  }

  /** Numbers that begin with 0. */
  Region zeros(String what, long bytes) {
    Region region = memory.perSample(what, bytes);
    zero.add(region);
    return region;
  }

  boolean isStatic(Value value) {
    return statics.containsKey(value);
  }

  /** The cell of a value that spikes reach; empty for others. */
  Optional<Cell> cell(Value value) {
    return Optional.ofNullable(cells.get(value));
  }

  /** Whether the value is, or can be held as, floats on the device. */
  boolean isFloat(Value value) {
    return isStatic(value)
        ? FloatCell.canHold(statics.get(value).type())
        : cells.get(value) instanceof FloatCell;
  }

  /** The cell of a float value; a static one gets a cell that is filled before each run. */
  FloatCell floats(Value value) {
    if (isStatic(value)) {
      return staticPart.dependsOnInput(value)
          ? fed.computeIfAbsent(value, v -> fed(v, statics.get(v).type(), statics.get(v).dims()))
              .cell()
          : fixed.computeIfAbsent(value, this::fixed);
    }
    if (cells.get(value) instanceof FloatCell floats) {
      return floats;
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED, "expected floats, found " + graph.fact(value));
  }

  private FloatCell fixed(Value value) {
    Tensor tensor = statics.get(value);
    return new FloatCell(
        tensor.type(),
        memory.constant("constant " + value, FloatCell.floats(tensor)),
        memory.constant("stamp of " + value, new int[] {0}),
        tensor.dims(),
        Math.max(1, tensor.size()));
  }

  CodeCell codes(Value value) {
    if (cells.get(value) instanceof CodeCell codes) {
      return codes;
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED, "expected codes of neurons, found " + graph.fact(value));
  }

  /** The dims of a value; those of one left out are {@code [0]}. */
  int[] dims(Value value) {
    if (value.isAbsent()) {
      return new int[] {0};
    }
    if (isStatic(value)) {
      return statics.get(value).dims();
    }
    return cells.containsKey(value) ? cells.get(value).dims() : onHost.get(value)[0].dims();
  }

  /** The static values that are filled in before a run. */
  Map<Value, FedCell> fed() {
    return fed;
  }

  /** What is −1 everywhere before the first step. */
  List<Region> neverSeen() {
    return neverSeen;
  }

  /** What is 0 everywhere before the first step. */
  List<Region> zero() {
    return zero;
  }

  /** The resting codes of one sample, by the cell that begins with them. */
  Map<CodeCell, Region> rests() {
    return rests;
  }
}
