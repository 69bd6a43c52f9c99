package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.spikezip.frontend.torch.aten.ScalarType;
import org.spikezip.frontend.torch.pickle.Global;
import org.spikezip.frontend.torch.pickle.PersistentId;
import org.spikezip.frontend.torch.pickle.PickledTuple;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/**
 * How a pickle describes a tensor.
 *
 * @param key name of its storage
 * @param offset of its first element in the storage, in elements
 * @param strides in elements, one per size
 */
record StoredView(String key, ScalarType type, long offset, List<Long> sizes, List<Long> strides) {
  private static final Map<String, ScalarType> STORAGES =
      Map.ofEntries(
          Map.entry("FloatStorage", ScalarType.FLOAT32),
          Map.entry("DoubleStorage", ScalarType.FLOAT64),
          Map.entry("HalfStorage", ScalarType.FLOAT16),
          Map.entry("BFloat16Storage", ScalarType.BFLOAT16),
          Map.entry("LongStorage", ScalarType.INT64),
          Map.entry("IntStorage", ScalarType.INT32),
          Map.entry("ShortStorage", ScalarType.INT16),
          Map.entry("CharStorage", ScalarType.INT8),
          Map.entry("ByteStorage", ScalarType.UINT8),
          Map.entry("BoolStorage", ScalarType.BOOL),
          Map.entry("QInt8Storage", ScalarType.QINT8),
          Map.entry("QUInt8Storage", ScalarType.QUINT8),
          Map.entry("QInt32Storage", ScalarType.QINT32));

  /** The view of a call of {@code _rebuild_tensor_v2} or {@code _rebuild_qtensor}. */
  static StoredView of(List<Object> arguments) {
    if (arguments.size() < 4
        || !(arguments.get(0) instanceof PersistentId id)
        || !(id.id() instanceof PickledTuple storage)
        || storage.elements().size() < 5
        || !(storage.elements().get(1) instanceof Global type)
        || !(storage.elements().get(2) instanceof String key)
        || !(storage.elements().get(4) instanceof Long)
        || !(arguments.get(1) instanceof Long offset)) {
      throw malformed("a tensor is not described as PyTorch does");
    }
    ScalarType scalar = STORAGES.get(type.name());
    if (scalar == null) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "a tensor has elements of " + type + ", which are not supported",
          "convert the model to float32 before it is saved");
    }
    return new StoredView(key, scalar, offset, wholes(arguments.get(2)), wholes(arguments.get(3)));
  }

  private static List<Long> wholes(Object tuple) {
    List<Long> numbers = new ArrayList<>();
    if (tuple instanceof PickledTuple elements) {
      for (Object element : elements.elements()) {
        if (!(element instanceof Long number)) {
          throw malformed("a tensor has a size or a stride that is no whole number");
        }
        numbers.add(number);
      }
      return numbers;
    }
    throw malformed("a tensor has no sizes or no strides");
  }

  private static SpikezipException malformed(String what) {
    return new SpikezipException(ErrorCode.MALFORMED, what, "save the model again");
  }
}
