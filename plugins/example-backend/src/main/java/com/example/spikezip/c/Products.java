package com.example.spikezip.c;

import java.util.Arrays;
import org.spikezip.ir.Node;
import org.spikezip.ir.Value;

/** Products of codes: exact sums, then one rounding to float, one of the scale, one of the bias. */
final class Products {
  private Products() {}

  static String synapse(Node node, CNetwork net) {
    int[] weights = net.part().dims(node.input(1));
    int k = weights[0];
    int n = weights[1];
    int rows = k == 0 ? 0 : net.part().size(node.input(0)) / k;
    String bias = node.hasInput(3) ? " + " + parameter(node.input(3), new int[] {n}, "j", net) : "";
    return """
    for (int row = 0; row < %1$d; row++) {
      int64_t sums[%3$d] = {0};
      for (int k = 0; k < %2$d; k++) {
        int64_t code = %4$s[row * %2$d + k];
        if (code != 0) for (int j = 0; j < %3$d; j++) sums[j] += code * %5$s[k * %3$d + j];
      }
      for (int j = 0; j < %3$d; j++) {
        %6$s[row * %3$d + j] = (float) sums[j] * %7$s%8$s;
      }
    }
    """
        .formatted(
            rows,
            k,
            n,
            net.use(node.input(0)),
            net.weights(node.input(1)),
            net.use(node.output()),
            parameter(node.input(2), new int[] {n}, "j", net),
            bias);
  }

  static String bilinear(Node node, CNetwork net) {
    int[] a = net.part().dims(node.input(0));
    int[] b = net.part().dims(node.input(1));
    int[] out = net.part().dims(node.output());
    int m = a[a.length - 2];
    int k = a[a.length - 1];
    int n = b[b.length - 1];
    int[] pairs = Arrays.copyOf(out, out.length - 2);
    return """
    for (int pair = 0; pair < %1$d; pair++) {
      const int32_t *a = %2$s + (%3$s) * %6$d * %7$d;
      const int32_t *b = %4$s + (%5$s) * %7$d * %8$d;
      for (int row = 0; row < %6$d; row++) {
        int64_t sums[%8$d] = {0};
        for (int k = 0; k < %7$d; k++) {
          int64_t code = a[row * %7$d + k];
          if (code != 0) for (int j = 0; j < %8$d; j++) sums[j] += code * b[k * %8$d + j];
        }
        for (int j = 0; j < %8$d; j++) {
          int i = (pair * %6$d + row) * %8$d + j;
          %9$s[i] = (float) sums[j] * %10$s;
        }
      }
    }
    """
        .formatted(
            CText.count(pairs),
            net.use(node.input(0)),
            CText.index("pair", Arrays.copyOf(a, a.length - 2), pairs),
            net.use(node.input(1)),
            CText.index("pair", Arrays.copyOf(b, b.length - 2), pairs),
            m,
            k,
            n,
            net.use(node.output()),
            parameter(node.input(2), out, "i", net));
  }

  private static String parameter(Value value, int[] to, String i, CNetwork net) {
    return net.use(value) + "[" + CText.index(i, net.part().dims(value), to) + "]";
  }
}
