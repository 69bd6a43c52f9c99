package org.spikezip.conformance;

import java.util.List;
import org.spikezip.api.HostOps;
import org.spikezip.ir.Attribute;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;

/**
 * The host operators of random networks: {@code Reverse} and {@code CumSum}, along the last axis.
 */
public final class KitHostOps implements HostOps {
  static final String DOMAIN = "org.spikezip.conformance";
  static final List<String> TYPES = List.of("Reverse", "CumSum");

  /** The operator of this type, whose result is like its operand. */
  static HostOp op(String type, Fact operand) {
    return new HostOp(DOMAIN, type, 1, new Attribute.Opaque(new byte[] {}), List.of(operand));
  }

  @Override
  public List<Tensor> evaluate(HostOp op, List<Tensor> inputs) {
    if (!op.domain().equals(DOMAIN)) {
      throw new SpikezipException(ErrorCode.UNSUPPORTED, "unknown host operator " + op.type());
    }
    Tensor x = inputs.get(0);
    float[] values = x.floats();
    int width = x.dim(-1);
    float[] made = new float[values.length];
    for (int row = 0; row < values.length; row += width) {
      float sum = 0;
      for (int i = 0; i < width; i++) {
        sum += values[row + i];
        made[row + i] = op.type().equals("CumSum") ? sum : values[row + width - 1 - i];
      }
    }
    return List.of(Tensor.of(made, x.dims()));
  }
}
