package com.example.spikezip.c;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Node;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Pad;

/** Operators that only move elements: a table says where each comes from. */
final class Routes {
  private Routes() {}

  static String route(Node node, CNetwork net) {
    SpikingPart part = net.part();
    int moved = RouteMap.movedInputs(node.op(), node.inputs().size());
    List<Value> from = node.inputs().subList(0, moved);
    List<int[]> maps =
        RouteMap.of(
            node.op(),
            node.inputs().stream().map(v -> v.isAbsent() ? new int[0] : part.dims(v)).toList(),
            IntStream.range(0, node.inputs().size())
                .mapToObj(i -> i < moved ? HostOps.ABSENT : operand(node, i, part))
                .toList());
    StringBuilder text = new StringBuilder();
    String source = moved == 1 ? net.use(from.get(0)) : joined(node, from, net, text);
    for (int slot = 0; slot < maps.size(); slot++) {
      text.append(move(node, slot, maps.get(slot), source, net));
    }
    return text.toString();
  }

  /** Where to: known from the shapes alone, or there is no C for it. */
  private static Tensor operand(Node node, int index, SpikingPart part) {
    Value value = node.inputs().get(index);
    if (value.isAbsent()) {
      return HostOps.ABSENT;
    }
    return part.constant(value)
        .orElseThrow(
            () ->
                new SpikezipException(
                    ErrorCode.UNSUPPORTED,
                    "backend 'c': " + node.describe() + " goes where an input says",
                    "use another backend, such as cpu"));
  }

  private static String joined(Node node, List<Value> from, CNetwork net, StringBuilder text) {
    String name = "joined" + node.id();
    net.define(
        net.type(node.output()), name, from.stream().mapToInt(v -> net.part().size(v)).sum());
    int at = 0;
    for (Value value : from) {
      text.append("memcpy(%s + %d, %s, sizeof %3$s);\n".formatted(name, at, net.use(value)));
      at += net.part().size(value);
    }
    return name;
  }

  private static String move(Node node, int slot, int[] map, String source, CNetwork net) {
    Value out = node.output(slot);
    if (Arrays.equals(map, IntStream.range(0, map.length).toArray())) {
      return "memcpy(%s, %s, sizeof %1$s);\n".formatted(net.use(out), source);
    }
    String table = net.table("route" + node.id() + "_" + slot, map);
    boolean holes = Arrays.stream(map).anyMatch(i -> i < 0);
    String constant = CText.number(node.op() instanceof Pad pad ? pad.value() : 0f);
    return "for (int i = 0; i < %d; i++) %s[i] = %s;\n"
        .formatted(
            map.length,
            net.use(out),
            holes
                ? "%s[i] < 0 ? %s : %s[%1$s[i]]".formatted(table, constant, source)
                : source + "[" + table + "[i]]");
  }
}
