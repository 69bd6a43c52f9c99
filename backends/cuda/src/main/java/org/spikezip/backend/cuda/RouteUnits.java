package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Node;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Pad;

/** Places routes. One that leaves all elements where they are costs nothing. */
final class RouteUnits {
  /** An element that another operand's launch writes. */
  private static final int ELSEWHERE = -2;

  private final PlanBuilder plan;
  private final Node node;

  RouteUnits(PlanBuilder plan, Node node) {
    this.plan = plan;
    this.node = node;
  }

  /** Adds the node to the plan; false if it is no route, or where it moves what is not known. */
  boolean place() {
    if (!RouteMap.isRoute(node.op()) || !moves()) {
      return false;
    }
    int moved = RouteMap.movedInputs(node.op(), node.inputs().size());
    List<int[]> sources =
        RouteMap.of(
            node.op(), node.inputs().stream().map(plan.cells::dims).toList(), integers(moved));
    List<Fact> facts = plan.infer(node);
    List<Value> inputs = node.inputs().subList(0, moved);
    boolean ofCodes = plan.cells.cell(node.input(0)).filter(CodeCell.class::isInstance).isPresent();
    for (int slot = 0; slot < sources.size(); slot++) {
      int[] dims = facts.get(slot).shape().sizes().orElseThrow();
      if (ofCodes) {
        placeCodes(slot, inputs.stream().map(plan.cells::codes).toList(), sources.get(slot), dims);
      } else {
        placeFloats(
            slot,
            inputs.stream().map(plan.cells::floats).toList(),
            sources.get(slot),
            dims,
            facts.get(slot));
      }
    }
    return true;
  }

  private boolean moves() {
    int moved = RouteMap.movedInputs(node.op(), node.inputs().size());
    for (int i = 0; i < node.inputs().size(); i++) {
      Value input = node.input(i);
      boolean fits =
          i < moved
              ? plan.cells.isFloat(input)
                  || plan.cells.cell(input).filter(CodeCell.class::isInstance).isPresent()
              : input.isAbsent()
                  || (plan.cells.isStatic(input) && !plan.staticPart.dependsOnInput(input));
      if (!fits) {
        return false;
      }
    }
    return true;
  }

  private List<Tensor> integers(int moved) {
    List<Tensor> operands = new ArrayList<>();
    for (int i = 0; i < node.inputs().size(); i++) {
      boolean known = i >= moved && !node.input(i).isAbsent();
      operands.add(known ? plan.statics.get(0).get(node.input(i)) : HostOps.ABSENT);
    }
    return operands;
  }

  private static boolean isIdentity(int[] source, int elements) {
    boolean same = source.length == elements;
    for (int e = 0; same && e < source.length; e++) {
      same = source[e] == e;
    }
    return same;
  }

  private void placeFloats(
      int slot, List<FloatCell> operands, int[] source, int[] dims, Fact fact) {
    Value value = node.output(slot);
    FloatCell first = operands.get(0);
    if (operands.size() == 1 && isIdentity(source, first.elements())) {
      plan.cells.put(value, first.as(dims));
      return;
    }
    FloatCell out = plan.cells.floats(value, fact.type(), dims, Cell.width(dims));
    if (operands.size() == 1 && hasWholeRows(source, out.width())) {
      copyRows(first, source, out);
      return;
    }
    float constant = node.op() instanceof Pad pad ? pad.value() : 0f;
    List<int[]> parts = parts(operands, source);
    for (int i = 0; i < operands.size(); i++) {
      Result result = plan.cells.result(out);
      Operand operand = Operand.plain(operands.get(i), out.width());
      Region from = plan.memory.constant("a route", parts.get(i));
      plan.add(
          new DeviceUnit(
              node.id(),
              false,
              (launcher, gate) ->
                  launcher
                      .withState("move_floats")
                      .with(operand.argument())
                      .with(from.pointer())
                      .with(constant)
                      .with(result.argument(gate))
                      .overRows(result.total(), Launcher.WARP)));
    }
  }

  /** Whether each row of the result lies in one piece in the operand. */
  private static boolean hasWholeRows(int[] source, int width) {
    boolean whole = source.length > 0;
    for (int e = 0; whole && e < source.length; e++) {
      int first = source[e - e % width];
      whole = first >= 0 && source[e] == first + e % width;
    }
    return whole;
  }

  private void copyRows(FloatCell from, int[] source, FloatCell out) {
    int width = out.width();
    int[] base = new int[source.length / width];
    Arrays.setAll(base, row -> source[row * width]);
    Operand operand =
        new Operand(from, Optional.of(plan.memory.constant("rows of a route", base)), width, 1);
    Result result = plan.cells.result(out);
    plan.add(
        new DeviceUnit(
            node.id(),
            false,
            (launcher, gate) ->
                launcher
                    .withState("copy_rows")
                    .with(operand.argument())
                    .with(result.argument(gate))
                    .overRows(result.total(), Launcher.WARP)));
  }

  private void placeCodes(int slot, List<CodeCell> operands, int[] source, int[] dims) {
    Value value = node.output(slot);
    CodeCell first = operands.get(0);
    if (operands.size() == 1 && isIdentity(source, first.elements())) {
      plan.cells.put(value, first.as(dims));
      return;
    }
    CodeCell out =
        plan.cells.codes(
            value, node.outputs().get(slot).codes().orElseThrow(), rest(operands, source), dims);
    List<int[]> parts = parts(operands, source);
    for (int i = 0; i < operands.size(); i++) {
      CodeCell operand = operands.get(i);
      Result result = plan.cells.result(out);
      Operand moved = Operand.plain(operand, out.width());
      Region from = plan.memory.constant("a route", parts.get(i));
      Argument bytes = new Argument.Int32(operand.bytes());
      plan.add(
          new DeviceUnit(
              node.id(),
              true,
              (launcher, gate) ->
                  launcher
                      .withState(out.bytes() == 1 ? "move_bytes" : "move_ints")
                      .with(moved.argument())
                      .with(bytes)
                      .with(from.pointer())
                      .with(result.argument(gate))
                      .with(plan.counters.pointer(out))
                      .overRows(result.total(), Launcher.WARP)));
    }
  }

  /** The resting codes after such a move. */
  private static int[] rest(List<CodeCell> operands, int[] source) {
    int[] all = operands.stream().flatMapToInt(o -> Arrays.stream(o.rest())).toArray();
    return Arrays.stream(source).map(e -> e < 0 ? 0 : all[e]).toArray();
  }

  /** For each operand which of its elements go where. */
  private static List<int[]> parts(List<? extends Cell> operands, int[] source) {
    List<int[]> parts = new ArrayList<>();
    int begin = 0;
    for (Cell operand : operands) {
      int from = begin;
      int end = begin + operand.elements();
      boolean first = begin == 0;
      parts.add(
          Arrays.stream(source)
              .map(e -> e >= from && e < end ? e - from : e < 0 && first ? e : ELSEWHERE)
              .toArray());
      begin = end;
    }
    return parts;
  }
}
