package org.spikezip.frontend.onnx.importer;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.Dim;
import org.spikezip.ir.Shape;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Patches;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.ReduceKind;
import org.spikezip.ir.op.Reshape;
import org.spikezip.ir.op.Transpose;

/**
 * AveragePool as the mean of each window. Left to the host: sizes rounded up, padding that does not
 * count, automatic padding, and open sizes.
 */
final class PoolConverters {
  static final Map<String, Converter> ONNX = new HashMap<>();

  static {
    ONNX.put("AveragePool", PoolConverters::average);
  }

  private PoolConverters() {}

  private static List<Value> average(OnnxNode n) {
    List<Integer> kernel = n.attributes().wholes("kernel_shape").orElse(List.of());
    int spatial = kernel.size();
    List<Integer> ones = Collections.nCopies(spatial, 1);
    List<Integer> strides = n.attributes().wholes("strides").orElse(ones);
    List<Integer> dilations = n.attributes().wholes("dilations").orElse(ones);
    List<Integer> pads = n.attributes().wholes("pads").orElse(Collections.nCopies(2 * spatial, 0));
    boolean counts = n.attributes().flag("count_include_pad", false);
    Shape x = n.shape(0);
    boolean plain =
        spatial > 0
            && x.known()
            && x.rank() == spatial + 2
            && x.dims().subList(1, x.rank()).stream().allMatch(Dim::isFixed)
            && strides.size() == spatial
            && dilations.size() == spatial
            && pads.size() == 2 * spatial
            && (counts || pads.stream().allMatch(p -> p == 0))
            && n.attributes().text("auto_pad", "NOTSET").equals("NOTSET")
            && !n.attributes().flag("ceil_mode", false);
    if (!plain || !isWithin(x, kernel, strides, pads, dilations)) {
      return Converter.LEAVE;
    }
    int channels = (int) x.dim(1).size();
    Patches patches = new Patches(kernel, strides, pads, dilations);
    Value windows = n.add("windows", patches, n.require(0));
    Value apart = n.vector("parts", List.of(0, 0, channels, -1));
    Value parted = n.add("parted", new Reshape(false), windows, apart);
    Value means = n.add("means", new Reduce(ReduceKind.MEAN, List.of(3), false), parted);
    Value turned = n.add("channels", new Transpose(List.of(0, 2, 1)), means);
    List<Integer> target = new ArrayList<>(List.of(0, channels));
    for (int i = 0; i < spatial; i++) {
      target.add(windows(x, kernel, strides, pads, dilations, i));
    }
    return List.of(n.result(new Reshape(false), turned, n.vector("shape", target)));
  }

  private static boolean isWithin(
      Shape x,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> pads,
      List<Integer> dilations) {
    for (int i = 0; i < kernel.size(); i++) {
      if (strides.get(i) < 1
          || dilations.get(i) < 1
          || kernel.get(i) < 1
          || pads.get(i) < 0
          || windows(x, kernel, strides, pads, dilations, i) < 1) {
        return false;
      }
    }
    return true;
  }

  /** How many windows there are along a spatial axis. */
  private static int windows(
      Shape x,
      List<Integer> kernel,
      List<Integer> strides,
      List<Integer> pads,
      List<Integer> dilations,
      int axis) {
    long padded = x.dim(axis + 2).size() + pads.get(axis) + pads.get(axis + kernel.size());
    long reach = (kernel.get(axis) - 1L) * dilations.get(axis) + 1;
    return (int) Math.floorDiv(padded - reach, (long) strides.get(axis)) + 1;
  }
}
