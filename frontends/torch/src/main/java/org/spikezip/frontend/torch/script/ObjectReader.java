package org.spikezip.frontend.torch.script;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.spikezip.frontend.torch.aten.PackedWeight;
import org.spikezip.frontend.torch.aten.QuantizedTensor;
import org.spikezip.frontend.torch.pickle.Global;
import org.spikezip.frontend.torch.pickle.PickleReader;
import org.spikezip.frontend.torch.pickle.PickledObject;
import org.spikezip.frontend.torch.pickle.PickledTuple;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Turns a pickle of an archive into the values that code works on. */
final class ObjectReader implements PickledTensors.Numbers {
  private static final int MOST_DEPTH = 200;
  private static final String LINEAR_PARAMETERS =
      "__torch__.torch.classes.quantized.LinearPackedParamsBase";

  private final PickledTensors tensors;
  private final IdentityHashMap<Object, Object> made = new IdentityHashMap<>();
  private int depth;

  private ObjectReader(PickledTensors tensors) {
    this.tensors = tensors;
  }

  /**
   * Reads {@code NAME.pkl}, whose storages lie in the folder {@code NAME}.
   *
   * @throws SpikezipException MALFORMED or UNSUPPORTED
   */
  static Object read(ZipArchive archive, String name) {
    return read(archive, name, new StoredTensors(archive, name));
  }

  /** Reads {@code NAME.pkl}, its tensors made in a way of the caller's. */
  static Object read(ZipArchive archive, String name, PickledTensors tensors) {
    String entry = name + ".pkl";
    Object pickled = PickleReader.read(entry, archive.read(entry), ObjectReader::allowed);
    try {
      return new ObjectReader(tensors).value(pickled);
    } catch (SpikezipException e) {
      throw e.in("'" + entry + "'");
    }
  }

  /** What a pickle of TorchScript may name. */
  private static boolean allowed(Global global) {
    return switch (global.module()) {
      case "torch" -> global.name().endsWith("Storage") || global.name().endsWith("_affine");
      case "torch._utils" ->
          global.name().equals("_rebuild_tensor_v2") || global.name().equals("_rebuild_qtensor");
      case "torch.jit._pickle" ->
          global.name().startsWith("build_") || global.name().equals("restore_type_tag");
      case "collections" -> global.name().equals("OrderedDict");
      default -> global.module().equals("__torch__") || global.module().startsWith("__torch__.");
    };
  }

  private Object value(Object pickled) {
    if (depth == MOST_DEPTH) {
      throw malformed("objects contain each other more than " + MOST_DEPTH + " deep");
    }
    depth++;
    try {
      if (pickled instanceof PickledTuple tuple) {
        return once(
            pickled, p -> TupleValue.of(tuple.elements().stream().map(this::value).toList()));
      }
      if (pickled instanceof List<?> list) {
        return fillOnce(pickled, new ArrayList<>(), made -> list.forEach(e -> made.add(value(e))));
      }
      if (pickled instanceof Map<?, ?> map) {
        return fillOnce(
            pickled,
            new LinkedHashMap<>(),
            made -> map.forEach((key, element) -> made.put(key, value(element))));
      }
      return pickled instanceof PickledObject object ? object(object) : plain(pickled);
    } finally {
      depth--;
    }
  }

  private static Object plain(Object pickled) {
    boolean plain =
        pickled == null
            || pickled instanceof Long
            || pickled instanceof Double
            || pickled instanceof Boolean
            || pickled instanceof String;
    if (!plain) {
      throw malformed("holds " + pickled + " where a value is expected");
    }
    return pickled;
  }

  private Object object(PickledObject object) {
    List<Object> arguments = object.arguments();
    return switch (object.callee().toString()) {
      case "torch._utils._rebuild_tensor_v2" -> once(object, o -> tensors.tensor(arguments));
      case "torch._utils._rebuild_qtensor" -> once(object, o -> tensors.quantized(arguments, this));
      case "collections.OrderedDict" -> value(object.entries());
      default -> {
        if (object.callee().module().equals("torch.jit._pickle")) {
          if (arguments.isEmpty()) {
            throw malformed("calls " + object.callee() + " without arguments");
          }
          yield value(arguments.get(0));
        }
        yield object.callee().toString().equals(LINEAR_PARAMETERS)
            ? once(object, o -> packed(object))
            : module(object);
      }
    };
  }

  private Object module(PickledObject object) {
    ScriptObject target = new ScriptObject(object.callee().toString());
    return fillOnce(
        object,
        target,
        made -> {
          if (object.state().orElse(null) instanceof Map<?, ?> attributes) {
            attributes.forEach((name, element) -> made.set(name.toString(), value(element)));
          } else if (object.state().isPresent()) {
            made.set("state", value(object.state().get()));
          }
        });
  }

  private PackedWeight packed(PickledObject object) {
    Object state = value(object.state().orElse(null));
    if (state instanceof TupleValue tuple
        && tuple.elements().size() >= 2
        && tuple.elements().get(0) instanceof QuantizedTensor weight) {
      return new PackedWeight(
          weight, Optional.ofNullable(tuple.elements().get(1)).map(Tensor.class::cast));
    }
    throw malformed("packed parameters hold a quantized weight and a bias, found " + state);
  }

  private Object once(Object pickled, Function<Object, Object> make) {
    Object known = made.get(pickled);
    if (known == null) {
      known = make.apply(pickled);
      made.put(pickled, known);
    }
    return known;
  }

  /** What contains itself is filled after it is known. */
  private <T> Object fillOnce(Object pickled, T empty, java.util.function.Consumer<T> fill) {
    Object known = made.putIfAbsent(pickled, empty);
    if (known == null) {
      fill.accept(empty);
      return empty;
    }
    return known;
  }

  @Override
  public float[] floats(Object pickled) {
    Object numbers = value(pickled);
    if (numbers instanceof Tensor tensor) {
      return tensor.floats();
    }
    List<?> list = list(numbers);
    float[] values = new float[list.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ((Number) list.get(i)).floatValue();
    }
    return values;
  }

  @Override
  public long[] longs(Object pickled) {
    Object numbers = value(pickled);
    return numbers instanceof Tensor tensor
        ? tensor.longs()
        : list(numbers).stream().mapToLong(n -> ((Number) n).longValue()).toArray();
  }

  private static List<?> list(Object numbers) {
    List<?> list =
        numbers instanceof TupleValue tuple
            ? tuple.elements()
            : numbers instanceof List<?> plain ? plain : List.of();
    if (list.isEmpty() || !list.stream().allMatch(Number.class::isInstance)) {
      throw malformed("a quantizer along an axis needs numbers, found " + numbers);
    }
    return list;
  }

  private static SpikezipException malformed(String what) {
    return new SpikezipException(ErrorCode.MALFORMED, what, "save the model again");
  }
}
