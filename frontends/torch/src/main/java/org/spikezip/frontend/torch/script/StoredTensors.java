package org.spikezip.frontend.torch.script;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.spikezip.frontend.torch.aten.QuantizedTensor;
import org.spikezip.frontend.torch.pickle.Global;
import org.spikezip.frontend.torch.pickle.PickledTuple;
import org.spikezip.frontend.torch.storage.StridedTensor;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/**
 * The tensors that one pickle of an archive refers to; views of one storage that are equal are one.
 */
final class StoredTensors implements PickledTensors {
  private final ZipArchive archive;
  private final String folder;
  private final Map<String, ByteBuffer> storages = new HashMap<>();
  private final Map<StoredView, Tensor> views = new HashMap<>();

  /**
   * @param folder where the storages lie, such as {@code data}
   */
  StoredTensors(ZipArchive archive, String folder) {
    this.archive = archive;
    this.folder = folder;
  }

  /** The tensor of a call of {@code _rebuild_tensor_v2} or {@code _rebuild_qtensor}. */
  @Override
  public Tensor tensor(List<Object> arguments) {
    StoredView view = StoredView.of(arguments);
    try {
      return views.computeIfAbsent(
          view,
          v ->
              StridedTensor.of(
                  v.type().element(), storage(v.key()), v.offset(), v.sizes(), v.strides()));
    } catch (SpikezipException e) {
      throw e.in("'" + folder + "/" + view.key() + "'");
    }
  }

  /** A quantized tensor: the view of its codes and, after the strides, its quantizer. */
  @Override
  public QuantizedTensor quantized(List<Object> arguments, Numbers numbers) {
    Tensor codes = tensor(arguments);
    if (arguments.size() < 5
        || !(arguments.get(4) instanceof PickledTuple quantizer)
        || quantizer.elements().size() < 3
        || !(quantizer.elements().get(0) instanceof Global scheme)) {
      throw malformed("a quantized tensor has no quantizer");
    }
    List<Object> parts = quantizer.elements();
    if (scheme.name().equals("per_tensor_affine")
        && parts.get(1) instanceof Double scale
        && parts.get(2) instanceof Long zero) {
      Tensor zeroPoint = Tensor.ofLongs(codes.type(), new long[] {zero});
      return new QuantizedTensor(
          codes, Tensor.scalar(scale.floatValue()), zeroPoint, OptionalInt.empty());
    }
    if (scheme.name().equals("per_channel_affine")
        && parts.size() >= 4
        && parts.get(3) instanceof Long axis) {
      float[] scales = numbers.floats(parts.get(1));
      long[] zeros = numbers.longs(parts.get(2));
      return new QuantizedTensor(
          codes,
          Tensor.of(scales, scales.length),
          Tensor.ofLongs(codes.type(), zeros, zeros.length),
          OptionalInt.of(Math.toIntExact(axis)));
    }
    throw new SpikezipException(
        ErrorCode.UNSUPPORTED,
        "a tensor is quantized by " + scheme + ", which is not supported",
        "use torch.per_tensor_affine or torch.per_channel_affine");
  }

  private ByteBuffer storage(String key) {
    return storages.computeIfAbsent(key, k -> archive.read(folder + "/" + k));
  }

  private static SpikezipException malformed(String what) {
    return new SpikezipException(ErrorCode.MALFORMED, what, "save the model again");
  }
}
