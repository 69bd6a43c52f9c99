package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.BinaryKind;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Transpose;

/** Matrix products and convolutions. */
final class LinearConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();
  static final Map<String, Converter> MICROSOFT = new HashMap<>();

  static {
    ONNX.put("MatMul", n -> List.of(n.result(new MatMul(), n.require(0), n.require(1))));
    ONNX.put("Gemm", LinearConverters::gemm);
    ONNX.put("Conv", LinearConverters::conv);
    ONNX.put("BatchNormalization", LinearConverters::batchNorm);
    MICROSOFT.put("FusedMatMul", LinearConverters::fusedMatMul);
  }

  private LinearConverters() {}

  /** αAB + βC, either factor transposed. */
  private static List<Value> gemm(OnnxNode n) {
    ElementType type = n.fact(0).type();
    if (!type.isFloat()) {
      return Converter.LEAVE;
    }
    float alpha = n.attributes().real("alpha", 1);
    float beta = n.attributes().real("beta", 1);
    List<Integer> swap = List.of(1, 0);
    Value a = n.require(0);
    Value b = n.require(1);
    a = n.attributes().flag("transA", false) ? n.add("a", new Transpose(swap), a) : a;
    b = n.attributes().flag("transB", false) ? n.add("b", new Transpose(swap), b) : b;
    boolean adds = n.hasInput(2) && beta != 0;
    Value product;
    if (alpha == 1) {
      product = adds ? n.add("matmul", new MatMul(), a, b) : n.result(new MatMul(), a, b);
    } else {
      Value plain = n.add("matmul", new MatMul(), a, b);
      Value factor = n.scalar("alpha", type, alpha);
      Binary mul = new Binary(BinaryKind.MUL);
      product = adds ? n.add("scaled", mul, plain, factor) : n.result(mul, plain, factor);
    }
    if (!adds) {
      return List.of(product);
    }
    Value c = n.input(2);
    if (beta != 1) {
      c = n.add("c", new Binary(BinaryKind.MUL), c, n.scalar("beta", type, beta));
    }
    return List.of(n.result(new Binary(BinaryKind.ADD), product, c));
  }

  private static List<Value> fusedMatMul(OnnxNode n) {
    if (n.attributes().flag("transBatchA", false)
        || n.attributes().flag("transBatchB", false)
        || !n.shape(0).known()
        || !n.shape(1).known()
        || n.shape(0).rank() < 2
        || n.shape(1).rank() < 2) {
      return Converter.LEAVE;
    }
    Value a = n.attributes().flag("transA", false) ? swapLast(n, "a", 0) : n.require(0);
    Value b = n.attributes().flag("transB", false) ? swapLast(n, "b", 1) : n.require(1);
    float alpha = n.attributes().real("alpha", 1);
    if (alpha == 1) {
      return List.of(n.result(new MatMul(), a, b));
    }
    Value product = n.add("matmul", new MatMul(), a, b);
    Value factor = n.scalar("alpha", n.fact(0).type(), alpha);
    return List.of(n.result(new Binary(BinaryKind.MUL), product, factor));
  }

  private static Value swapLast(OnnxNode n, String suffix, int index) {
    List<Integer> perm = new ArrayList<>();
    int rank = n.shape(index).rank();
    for (int i = 0; i < rank; i++) {
      perm.add(i);
    }
    Collections.swap(perm, rank - 1, rank - 2);
    return n.add(suffix, new Transpose(perm), n.require(index));
  }

  private static List<Value> conv(OnnxNode n) {
    Shape x = n.shape(0);
    Shape weights = n.shape(1);
    if (!weights.known() || weights.rank() < 3) {
      return Converter.LEAVE;
    }
    int spatial = weights.rank() - 2;
    List<Integer> strides = perAxis(n, "strides", spatial);
    List<Integer> dilations = perAxis(n, "dilations", spatial);
    Optional<List<Integer>> pads =
        switch (n.attributes().text("auto_pad", "NOTSET")) {
          case "NOTSET" ->
              Optional.of(
                  n.attributes().wholes("pads").orElse(Collections.nCopies(2 * spatial, 0)));
          case "VALID" -> Optional.of(Collections.nCopies(2 * spatial, 0));
          case "SAME_UPPER" -> same(x, weights, strides, dilations, false);
          case "SAME_LOWER" -> same(x, weights, strides, dilations, true);
          default -> Optional.empty();
        };
    if (pads.isEmpty()
        || strides.size() != spatial
        || dilations.size() != spatial
        || pads.get().size() != 2 * spatial
        || strides.stream().anyMatch(s -> s < 1)) {
      return Converter.LEAVE;
    }
    Conv op = new Conv(strides, pads.get(), dilations, n.attributes().whole("group", 1));
    return List.of(
        n.hasInput(2)
            ? n.result(op, n.require(0), n.require(1), n.input(2))
            : n.result(op, n.require(0), n.require(1)));
  }

  private static List<Integer> perAxis(OnnxNode n, String name, int spatial) {
    return n.attributes().wholes(name).orElse(Collections.nCopies(spatial, 1));
  }

  /** As much padding as makes the output ⌈size/stride⌉; the odd one stands at the end or before. */
  private static Optional<List<Integer>> same(
      Shape x, Shape weights, List<Integer> strides, List<Integer> dilations, boolean oddBefore) {
    int spatial = strides.size();
    if (!x.known() || x.rank() != spatial + 2 || dilations.size() != spatial) {
      return Optional.empty();
    }
    List<Integer> pads = new ArrayList<>(Collections.nCopies(2 * spatial, 0));
    for (int i = 0; i < spatial; i++) {
      Dim size = x.dim(i + 2);
      Dim kernel = weights.dim(i + 2);
      if (!size.isFixed() || !kernel.isFixed() || strides.get(i) < 1) {
        return Optional.empty();
      }
      long windows = -Math.floorDiv(-size.size(), strides.get(i));
      long reach = (kernel.size() - 1) * dilations.get(i) + 1;
      int total = (int) Math.max(0, (windows - 1) * strides.get(i) + reach - size.size());
      pads.set(i, oddBefore ? total - total / 2 : total / 2);
      pads.set(i + spatial, total - pads.get(i));
    }
    return Optional.of(pads);
  }

  /** At inference, with constants: x·s + t with s = scale/√(variance + ε), t = bias − mean·s. */
  private static List<Value> batchNorm(OnnxNode n) {
    boolean constant = true;
    for (int i = 1; i <= 4; i++) {
      constant &= n.constant(i).filter(t -> t.type() == ElementType.F32).isPresent();
    }
    Shape x = n.shape(0);
    boolean inference =
        !n.attributes().flag("training_mode", false) && !n.usesOutputsFrom(1) && n.opset() >= 9;
    if (!constant || !inference || !x.known() || x.rank() < 2) {
      return Converter.LEAVE;
    }
    float epsilon = n.attributes().real("epsilon", 1e-5f);
    float[] scale = floats(n, 1);
    float[] shift = floats(n, 2);
    float[] mean = floats(n, 3);
    float[] variance = floats(n, 4);
    int channels = scale.length;
    if (shift.length != channels || mean.length != channels || variance.length != channels) {
      return Converter.LEAVE;
    }
    for (int c = 0; c < channels; c++) {
      scale[c] = (float) (scale[c] / Math.sqrt((double) variance[c] + epsilon));
      shift[c] = shift[c] - mean[c] * scale[c];
    }
    int[] dims = new int[x.rank() - 1];
    java.util.Arrays.fill(dims, 1);
    dims[0] = channels;
    Value factor = n.constant("scale", Tensor.of(scale, dims));
    Value scaled = n.add("scaled", new Binary(BinaryKind.MUL), n.require(0), factor);
    Value offset = n.constant("shift", Tensor.of(shift, dims));
    return List.of(n.result(new Binary(BinaryKind.ADD), scaled, offset));
  }

  private static float[] floats(OnnxNode n, int index) {
    return n.constant(index).map(Tensor::floats).orElse(new float[0]);
  }
}
