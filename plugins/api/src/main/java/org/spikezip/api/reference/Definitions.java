package org.spikezip.api.reference;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Bilinear;
import org.spikezip.ir.op.Binary;
import org.spikezip.ir.op.Cast;
import org.spikezip.ir.op.Clip;
import org.spikezip.ir.op.Constant;
import org.spikezip.ir.op.Conv;
import org.spikezip.ir.op.Decode;
import org.spikezip.ir.op.DequantizeLinear;
import org.spikezip.ir.op.Fill;
import org.spikezip.ir.op.LayerNorm;
import org.spikezip.ir.op.LogSoftmax;
import org.spikezip.ir.op.MatMul;
import org.spikezip.ir.op.Neuron;
import org.spikezip.ir.op.Op;
import org.spikezip.ir.op.QuantizeLinear;
import org.spikezip.ir.op.Quantizer;
import org.spikezip.ir.op.Range;
import org.spikezip.ir.op.Reduce;
import org.spikezip.ir.op.RmsNorm;
import org.spikezip.ir.op.ShapeOf;
import org.spikezip.ir.op.Softmax;
import org.spikezip.ir.op.Synapse;
import org.spikezip.ir.op.Trilu;
import org.spikezip.ir.op.Unary;
import org.spikezip.ir.op.Where;

/** What each canonical operator computes. */
final class Definitions {
  private static final Map<Class<? extends Op>, Definition<Op>> DEFINITIONS = all();

  private Definitions() {}

  /** The one output of an operator. */
  private interface Definition<O> {
    Tensor evaluate(O op, List<Tensor> inputs);
  }

  /**
   * The outputs of an operator.
   *
   * @throws SpikezipException if it is not canonical or does not accept these inputs
   */
  static List<Tensor> evaluate(Op op, List<Tensor> inputs) {
    try {
      if (RouteMap.isRoute(op)) {
        return Routes.move(op, inputs);
      }
      Definition<Op> definition = DEFINITIONS.get(op.getClass());
      if (definition == null) {
        throw Operands.unsupported("operator '" + op.name() + "' has no definition");
      }
      return List.of(definition.evaluate(op, inputs));
    } catch (ArithmeticException e) {
      throw Operands.malformed(op.name() + " of " + inputs + ": " + e.getMessage());
    }
  }

  private static Map<Class<? extends Op>, Definition<Op>> all() {
    Map<Class<? extends Op>, Definition<Op>> all = new HashMap<>();
    define(all, Constant.class, 0, 0, (op, inputs) -> op.value());
    define(all, Unary.class, 1, 1, Elementwise::unary);
    define(all, Clip.class, 1, 1, Elementwise::clip);
    define(all, Where.class, 3, 3, Elementwise::where);
    define(all, Trilu.class, 1, 1, Elementwise::trilu);
    define(all, Binary.class, 2, 2, Binaries::binary);
    define(all, Cast.class, 1, 1, Casts::cast);
    define(all, MatMul.class, 2, 2, Products::matMul);
    define(all, Conv.class, 2, 3, Products::conv);
    define(all, Synapse.class, 3, 4, CodeProducts::synapse);
    define(all, Bilinear.class, 3, 3, CodeProducts::bilinear);
    define(all, Reduce.class, 1, 1, Reductions::reduce);
    define(all, Softmax.class, 1, 1, Norms::softmax);
    define(all, LogSoftmax.class, 1, 1, Norms::logSoftmax);
    define(all, LayerNorm.class, 2, 3, Norms::layerNorm);
    define(all, RmsNorm.class, 2, 2, Norms::rmsNorm);
    define(all, ShapeOf.class, 1, 1, Sequences::shape);
    define(all, Range.class, 3, 3, Sequences::range);
    define(all, Fill.class, 1, 1, Sequences::fill);
    define(all, QuantizeLinear.class, 2, 3, Quantization::quantizeLinear);
    define(all, DequantizeLinear.class, 2, 3, Quantization::dequantizeLinear);
    define(all, Quantizer.class, 4, 5, Quantization::quantizer);
    define(all, Neuron.class, 5, 5, Quantization::neuron);
    define(all, Decode.class, 2, 2, Quantization::decode);
    return Map.copyOf(all);
  }

  private static <O extends Op> void define(
      Map<Class<? extends Op>, Definition<Op>> all,
      Class<O> type,
      int minInputs,
      int maxInputs,
      Definition<O> definition) {
    all.put(
        type,
        (op, inputs) -> {
          Operands.arity(op, inputs.size(), minInputs, maxInputs);
          return definition.evaluate(type.cast(op), inputs);
        });
  }
}
