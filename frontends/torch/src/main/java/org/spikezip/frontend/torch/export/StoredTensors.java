package org.spikezip.frontend.torch.export;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedSet;
import org.spikezip.frontend.torch.storage.StridedTensor;
import org.spikezip.frontend.torch.zip.ZipArchive;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** Weights and constants by their names in the model, read when they are first asked for. */
final class StoredTensors {
  private final ZipArchive archive;
  private final Map<String, Place> places = new HashMap<>();
  private final Map<String, Tensor> read = new HashMap<>();

  private record Place(String entry, Json payload) {}

  private StoredTensors(ZipArchive archive) {
    this.archive = archive;
  }

  /**
   * What the configurations of an archive list.
   *
   * @param model name of the model
   */
  static StoredTensors of(ZipArchive archive, String model) {
    StoredTensors tensors = new StoredTensors(archive);
    tensors.list("data/weights/", model + "_weights_config.json");
    tensors.list("data/constants/", model + "_constants_config.json");
    return tensors;
  }

  private void list(String folder, String config) {
    SortedSet<String> names = archive.names();
    if (!names.contains(folder + config)) {
      return;
    }
    Json json = Json.parse(config, archive.read(folder + config));
    json.at("config")
        .fields()
        .forEach(
            (name, payload) ->
                places.put(name, new Place(folder + payload.at("path_name").text(), payload)));
  }

  boolean has(String name) {
    return places.containsKey(name);
  }

  /**
   * A tensor of the model.
   *
   * @throws SpikezipException MALFORMED if it is missing or does not fit its entry, UNSUPPORTED if
   *     it is stored as a pickle
   */
  Tensor get(String name) {
    Tensor known = read.get(name);
    if (known != null) {
      return known;
    }
    Place place = places.get(name);
    if (place == null) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "the archive has no values of '" + name + "'",
          "save the model again with torch.export.save");
    }
    Tensor tensor;
    try {
      tensor = load(place);
    } catch (SpikezipException e) {
      throw e.in("'" + name + "' (" + place.entry() + ")");
    }
    read.put(name, tensor);
    return tensor;
  }

  private Tensor load(Place place) {
    if (place.payload().find("use_pickle").map(Json::flag).orElse(false)) {
      throw new SpikezipException(
          ErrorCode.UNSUPPORTED,
          "is stored as a pickle, which holds a tensor subclass",
          "export the model with plain tensors");
    }
    TensorMeta meta = TensorMeta.read(place.payload().at("tensor_meta"));
    ByteBuffer bytes = archive.read(place.entry());
    return StridedTensor.of(
        meta.type().element(), bytes, meta.offset(), meta.fixedSizes(), meta.strides());
  }
}
