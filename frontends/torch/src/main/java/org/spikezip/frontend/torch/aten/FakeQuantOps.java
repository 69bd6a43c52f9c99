package org.spikezip.frontend.torch.aten;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/** Fake quantization, and the quantization of exported programs, whose codes are plain tensors. */
final class FakeQuantOps {
  static final Map<String, Converter> ALL = new HashMap<>();
  private static final String DECOMPOSED = "quantized_decomposed::";

  static {
    ALL.put("fake_quantize_per_tensor_affine", n -> n.tensors(perTensor(n)));
    ALL.put("fake_quantize_per_channel_affine", n -> n.tensors(perChannel(n)));
    // The mask of what was not clipped is for training.
    ALL.put(
        "fake_quantize_per_tensor_affine_cachemask",
        n -> Arrays.asList(n.tensors(perTensor(n)).get(0), null));
    ALL.put(
        "fake_quantize_per_channel_affine_cachemask",
        n -> Arrays.asList(n.tensors(perChannel(n)).get(0), null));
    ALL.put("fused_moving_avg_obs_fake_quant", FakeQuantOps::observed);
    ALL.put("_fused_moving_avg_obs_fq_helper", n -> Arrays.asList(observed(n).get(0), null));
    ALL.put(DECOMPOSED + "quantize_per_tensor", n -> quantize(n, tensorGrid(n)));
    ALL.put(DECOMPOSED + "quantize_per_channel", n -> quantize(n, channelGrid(n)));
    ALL.put(DECOMPOSED + "dequantize_per_tensor", n -> dequantize(n, tensorGrid(n)));
    ALL.put(DECOMPOSED + "dequantize_per_channel", n -> dequantize(n, channelGrid(n)));
  }

  private FakeQuantOps() {}

  private static Value perTensor(AtenNode n) {
    Affine grid = Affine.of(n, n.argument(1), n.argument(2), 0, n.integer(3), n.integer(4));
    return grid.rounded(n, n.argument(0));
  }

  private static Value perChannel(AtenNode n) {
    int axis = n.axis(0, 3);
    Affine grid = Affine.of(n, n.argument(1), n.argument(2), axis, n.integer(4), n.integer(5));
    return grid.rounded(n, n.argument(0));
  }

  /** With the scale that training left; what an observer saw last is not looked at. */
  private static List<Object> observed(AtenNode n) {
    if (!isOn(n, 2)) {
      return java.util.Collections.singletonList(n.argument(0));
    }
    int axis = n.flag(11) ? n.axis(0, 10) : 0;
    Affine grid = Affine.of(n, n.argument(5), n.argument(6), axis, n.integer(8), n.integer(9));
    return n.tensors(grid.rounded(n, n.argument(0)));
  }

  private static boolean isOn(AtenNode n, int index) {
    if (n.argument(index) instanceof Tensor t && t.size() == 1 && !t.type().isFloat()) {
      return t.longs()[0] != 0;
    }
    throw n.unsupported("whether a fake quantizer is on must be constant");
  }

  private static Affine tensorGrid(AtenNode n) {
    return Affine.of(n, n.argument(1), n.argument(2), 0, n.integer(3), n.integer(4));
  }

  private static Affine channelGrid(AtenNode n) {
    int axis = n.axis(0, 3);
    return Affine.of(n, n.argument(1), n.argument(2), axis, n.integer(4), n.integer(5));
  }

  private static int dtype(AtenNode n) {
    return n.call().name().endsWith("per_channel") ? 6 : 5;
  }

  private static List<Object> quantize(AtenNode n, Affine grid) {
    ElementType type = n.elementType(dtype(n)).orElseThrow();
    return n.argument(0) instanceof Tensor constant
        ? List.of(grid.codes(constant, type))
        : n.tensors(grid.quantized(n, n.value(0), type));
  }

  private static List<Object> dequantize(AtenNode n, Affine grid) {
    return n.tensors(grid.dequantized(n, n.value(0)));
  }
}
