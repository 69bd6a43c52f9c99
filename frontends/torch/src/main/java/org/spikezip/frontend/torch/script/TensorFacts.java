package org.spikezip.frontend.torch.script;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Set;
import org.spikezip.frontend.torch.aten.AtenContext;
import org.spikezip.frontend.torch.aten.QuantizedTensor;
import org.spikezip.frontend.torch.aten.ScalarType;
import org.spikezip.frontend.torch.aten.SymInt;
import org.spikezip.frontend.torch.aten.TorchValue;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;
import org.spikezip.ir.op.Cast;

/** What code asks of tensors without computing on them, and numbers that are tensors. */
final class TensorFacts {
  private static final Set<String> ALWAYS_FALSE =
      Set.of(
          "is_nested",
          "requires_grad",
          "is_cuda",
          "is_xpu",
          "is_mps",
          "is_meta",
          "is_mkldnn",
          "is_sparse",
          "is_sparse_csr",
          "is_ipu",
          "is_vulkan",
          "is_mtia",
          "is_maia",
          "is_xla");

  private final AtenContext context;
  private final ConstantFold folding;

  TensorFacts(AtenContext context) {
    this.context = context;
    this.folding = new ConstantFold(context.builder());
  }

  /** The answer of an operator of {@code prim} that has a tensor as its first argument. */
  Object ask(String name, Object value) {
    if (name.equals("NumToTensor")) {
      return tensor(value);
    }
    if (name.equals("type") && value instanceof String) {
      return value;
    }
    if (!Values.isTensor(value)) {
      return Builtin.NOT_MINE;
    }
    if (ALWAYS_FALSE.contains(name)) {
      return false;
    }
    return switch (name) {
      case "dtype" -> (long) type(value).code();
      case "device" -> "cpu";
      case "layout" -> 0L;
      case "data", "detach" -> value;
      case "is_cpu" -> true;
      case "is_quantized" -> value instanceof QuantizedTensor;
      default -> Builtin.NOT_MINE;
    };
  }

  private ScalarType type(Object value) {
    if (value instanceof QuantizedTensor quantized) {
      ElementType codes = context.fact(quantized.codes()).type();
      return codes == ElementType.U8
          ? ScalarType.QUINT8
          : codes == ElementType.I8 ? ScalarType.QINT8 : ScalarType.QINT32;
    }
    return ScalarType.of(context.fact(value).type())
        .orElseThrow(
            () -> new SpikezipException(ErrorCode.UNSUPPORTED, "has no element type of PyTorch"));
  }

  /** A number as a tensor without axes. */
  private static Object tensor(Object number) {
    if (number instanceof SymInt size) {
      return new TorchValue(size.value());
    }
    if (number instanceof Long whole) {
      return Tensor.scalar(whole.longValue());
    }
    if (number instanceof Double real) {
      ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      return Tensor.of(ElementType.F64, new int[0], bytes.putDouble(0, real));
    }
    return number instanceof Boolean truth
        ? Tensor.ofLongs(ElementType.BOOL, new long[] {truth ? 1 : 0})
        : number;
  }

  /** The number in a tensor of one element; empty if only the data tells it. */
  Optional<Object> number(Object tensor) {
    if (tensor instanceof Tensor known) {
      return known.size() == 1 ? Optional.of(element(known)) : Optional.empty();
    }
    if (!(tensor instanceof TorchValue value)) {
      return Optional.empty();
    }
    Fact fact = context.fact(tensor);
    Optional<Tensor> folded = folding.fold(value.value()).filter(t -> t.size() == 1);
    if (folded.isPresent()) {
      return Optional.of(element(folded.get()));
    }
    boolean size = fact.elements().filter(e -> e.size() == 1).isPresent();
    return size && fact.shape().rank() == 0 ? Optional.of(size(value, fact)) : Optional.empty();
  }

  /** A value that depends on no input as a constant, as far as it is small. */
  Object folded(Object result) {
    return result instanceof TorchValue tensor
        ? folding.fold(tensor.value()).<Object>map(t -> t).orElse(tensor)
        : result;
  }

  private Object size(TorchValue tensor, Fact fact) {
    Dim dim = fact.elements().get().get(0);
    Value value =
        fact.type() == ElementType.I64
            ? tensor.value()
            : context.builder().add("size", new Cast(ElementType.I64), tensor.value());
    return new SymInt(dim, value);
  }

  private static Object element(Tensor tensor) {
    if (tensor.type() == ElementType.F64) {
      return tensor.bytes().getDouble(0);
    }
    if (tensor.type().isFloat()) {
      return (double) tensor.floats()[0];
    }
    long number = tensor.longs()[0];
    return tensor.type() == ElementType.BOOL ? (Object) (number != 0) : (Object) number;
  }
}
