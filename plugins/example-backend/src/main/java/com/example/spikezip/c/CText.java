package com.example.spikezip.c;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.spikezip.ir.Tensor;

/** Numbers and indices as C. */
final class CText {
  private static final int NUMBERS_A_LINE = 16;

  private CText() {}

  /** A float with all its bits. */
  static String number(float x) {
    if (Float.isNaN(x)) {
      return "NAN";
    }
    if (Float.isInfinite(x)) {
      return x > 0 ? "INFINITY" : "-INFINITY";
    }
    return x == Math.rint(x) && Math.abs(x) < 1e6f && Float.floatToRawIntBits(x) != 1 << 31
        ? (int) x + ".0f"
        : Float.toHexString(x) + "f";
  }

  /** The definition of a constant array. */
  static String array(String type, String name, List<String> numbers) {
    StringBuilder text =
        new StringBuilder("static const " + type + " " + name + "[" + numbers.size() + "] = {");
    for (int i = 0; i < numbers.size(); i++) {
      text.append(i % NUMBERS_A_LINE == 0 ? "\n  " : " ").append(numbers.get(i)).append(',');
    }
    return text.append("\n};\n").toString();
  }

  static List<String> numbers(Tensor tensor) {
    if (tensor.type().isFloat()) {
      List<String> numbers = new ArrayList<>();
      for (float x : tensor.floats()) {
        numbers.add(number(x));
      }
      return numbers;
    }
    return Arrays.stream(tensor.longs()).mapToObj(Long::toString).toList();
  }

  static List<String> numbers(int[] values) {
    return Arrays.stream(values).mapToObj(Integer::toString).toList();
  }

  /**
   * Where the element of a value lies that belongs to element {@code i} of what it is broadcast to.
   *
   * @param i a C expression
   */
  static String index(String i, int[] from, int[] to) {
    int n = count(from);
    if (n == 1) {
      return "0";
    }
    if (n == count(to)) {
      return i;
    }
    List<String> terms = new ArrayList<>();
    int stride = 1;
    int below = 1;
    for (int back = 1; back <= from.length; back++) {
      int size = from[from.length - back];
      int all = to[to.length - back];
      if (size > 1) {
        String place = below == 1 ? i : "(" + i + ") / " + below;
        terms.add(0, "(" + place + ") % " + all + (stride == 1 ? "" : " * " + stride));
      }
      stride *= size;
      below *= all;
    }
    return String.join(" + ", terms);
  }

  static int count(int... dims) {
    return Arrays.stream(dims).reduce(1, (a, b) -> a * b);
  }

  /** What follows from an axis on, the end excluded. */
  static int count(int[] dims, int from, int to) {
    return IntStream.range(from, to).map(i -> dims[i]).reduce(1, (a, b) -> a * b);
  }

  static String text(String string) {
    return "\""
        + string
            .chars()
            .mapToObj(
                c ->
                    c >= ' ' && c < 127 && c != '"' && c != '\\' && c != '?'
                        ? String.valueOf((char) c)
                        : "_")
            .collect(Collectors.joining())
        + "\"";
  }
}
