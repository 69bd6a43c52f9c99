package org.spikezip.integration.node;

import java.util.Map;
import org.spikezip.api.Executable;
import org.spikezip.api.Options;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.reference.ReferenceEvaluator;
import org.spikezip.host.Spikezip;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;

/** A way to evaluate an imported graph. */
enum Way {
  /** Our own definitions; what is not canonical as a host operator. */
  REFERENCE {
    @Override
    Map<String, Tensor> evaluate(Spikezip spikezip, Graph graph, Map<String, Tensor> inputs) {
      return new ReferenceEvaluator(spikezip.hostOps()).evaluate(graph, inputs).outputs();
    }
  },

  /** Translated back to ONNX, in ONNX Runtime. */
  RUNTIME {
    @Override
    Map<String, Tensor> evaluate(Spikezip spikezip, Graph graph, Map<String, Tensor> inputs) {
      try (Executable executable = spikezip.loadFloat(graph, Options.NONE)) {
        return executable.run(inputs, RunOptions.DEFAULT, RunListener.NONE).outputs();
      }
    }
  };

  abstract Map<String, Tensor> evaluate(Spikezip spikezip, Graph graph, Map<String, Tensor> inputs);
}
