package com.example.spikezip.c;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.spikezip.api.HostOps;
import org.spikezip.api.reference.RouteMap;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Transpose;

/** Functions of whole rows. */
final class Rows {
  private Rows() {}

  static String softmax(Node node, CNetwork net) {
    int[] dims = net.part().dims(node.output());
    int axis = axis(((Softmax) node.op()).axis(), dims);
    int n = dims[axis];
    int stride = CText.count(dims, axis + 1, dims.length);
    return """
    for (int row = 0; row < %1$d; row++) {
      int at = row / %2$d * %3$d + row %% %2$d;
      row_softmax(%4$s + at, %5$s + at, %6$d, %2$d);
    }
    """
        .formatted(
            CText.count(dims) / n,
            stride,
            n * stride,
            net.use(node.input(0)),
            net.use(node.output()),
            n);
  }

  static String layerNorm(Node node, CNetwork net) {
    LayerNorm op = (LayerNorm) node.op();
    int[] dims = net.part().dims(node.output());
    int axis = axis(op.axis(), dims);
    String beta = node.hasInput(2) ? parameter(node.input(2), dims, axis, net) : "0.0f";
    return """
    for (int row = 0; row < %1$d; row++) {
      const float *x = %3$s + row * %2$d;
      float mean = row_sum(x, %2$d, 1) / (float) %2$d;
      float inverse = sz_rsqrt(row_squares(x, %2$d, mean) / (float) %2$d + %4$s);
      for (int j = 0; j < %2$d; j++) {
        %5$s[row * %2$d + j] = ((x[j] - mean) * inverse) * %6$s + %7$s;
      }
    }
    """
        .formatted(
            CText.count(dims, 0, axis),
            CText.count(dims, axis, dims.length),
            net.use(node.input(0)),
            CText.number(op.epsilon()),
            net.use(node.output()),
            parameter(node.input(1), dims, axis, net),
            beta);
  }

  static String rmsNorm(Node node, CNetwork net) {
    RmsNorm op = (RmsNorm) node.op();
    int[] dims = net.part().dims(node.output());
    int axis = axis(op.axis(), dims);
    return """
    for (int row = 0; row < %1$d; row++) {
      const float *x = %3$s + row * %2$d;
      float inverse = sz_rsqrt(row_squares(x, %2$d, 0.0f) / (float) %2$d + %4$s);
      for (int j = 0; j < %2$d; j++) %5$s[row * %2$d + j] = (x[j] * inverse) * %6$s;
    }
    """
        .formatted(
            CText.count(dims, 0, axis),
            CText.count(dims, axis, dims.length),
            net.use(node.input(0)),
            CText.number(op.epsilon()),
            net.use(node.output()),
            parameter(node.input(1), dims, axis, net));
  }

  /** The same numbers for every row, or a row of its own for each. */
  private static String parameter(Value value, int[] dims, int axis, CNetwork net) {
    int[] own = net.part().dims(value);
    int[] row = Arrays.copyOfRange(dims, axis, dims.length);
    String index =
        own.length <= row.length
            ? CText.index("j", own, row)
            : CText.index("row * " + CText.count(row) + " + j", own, dims);
    return net.use(value) + "[" + index + "]";
  }

  static String reduce(Node node, CNetwork net) {
    Reduce op = (Reduce) node.op();
    int[] dims = net.part().dims(node.input(0));
    List<Integer> reduced =
        op.axes().isEmpty()
            ? IntStream.range(0, dims.length).boxed().toList()
            : op.axes().stream().map(a -> axis(a, dims)).sorted().toList();
    List<Integer> order = new ArrayList<>();
    IntStream.range(0, dims.length).filter(a -> !reduced.contains(a)).forEach(order::add);
    order.addAll(reduced);
    int n = reduced.stream().mapToInt(a -> dims[a]).reduce(1, (a, b) -> a * b);
    int[] source = RouteMap.of(new Transpose(order), List.of(dims), List.of(HostOps.ABSENT)).get(0);
    net.define("float", "rows" + node.id(), source.length);
    String row = "rows" + node.id() + " + row * " + n + ", " + n + ", 1)";
    String result =
        op.kind() == ReduceKind.MAX
            ? "row_max(" + row
            : "row_sum(" + row + (op.kind() == ReduceKind.MEAN ? " / (float) " + n : "");
    return """
    for (int i = 0; i < %1$d; i++) rows%2$d[i] = %3$s[%4$s[i]];
    for (int row = 0; row < %5$d; row++) %6$s[row] = %7$s;
    """
        .formatted(
            source.length,
            node.id(),
            net.use(node.input(0)),
            net.table("order" + node.id(), source),
            net.part().size(node.output()),
            net.use(node.output()),
            result);
  }

  private static int axis(int axis, int[] dims) {
    return axis < 0 ? axis + dims.length : axis;
  }
}
