package org.spikezip.api;

import java.util.List;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.HostOp;

/**
 * Evaluates operators that are not canonical, in another runtime. Thread-safe; gives the same bits
 * for the same inputs.
 */
public interface HostOps {
  /**
   * Evaluates one operator.
   *
   * @param inputs in the order of the operator; an absent one is {@link #ABSENT}
   * @return its outputs, in order
   * @throws SpikezipException UNSUPPORTED if the runtime does not know it, MALFORMED if it rejects
   *     the inputs
   */
  List<Tensor> evaluate(HostOp op, List<Tensor> inputs);

  /** Knows no operator: every one is UNSUPPORTED. */
  HostOps NONE =
      (op, inputs) -> {
        throw new SpikezipException(
            ErrorCode.UNSUPPORTED, "no runtime for host operators here, found " + op.type());
      };

  /** Stands for an input left out; compared by identity. */
  Tensor ABSENT = Tensor.of(new boolean[0], 0);
}
