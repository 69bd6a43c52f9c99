package org.spikezip.frontend.torch.export;

import java.util.List;
import org.spikezip.frontend.torch.aten.ScalarType;

/**
 * What the archive says of a tensor.
 *
 * @param sizes of its axes, each a tagged number or expression
 */
record TensorMeta(Json json, ScalarType type, List<Json> sizes) {
  private static final long STRIDED = 7;

  static TensorMeta read(Json json) {
    long layout = json.find("layout").map(Json::whole).orElse(STRIDED);
    if (layout != STRIDED) {
      throw json.wrong("a dense (strided) tensor");
    }
    return new TensorMeta(
        json, ScalarType.ofExported(json.at("dtype").whole()), json.at("sizes").list());
  }

  List<Long> fixedSizes() {
    return numbers(sizes);
  }

  List<Long> strides() {
    return numbers(json.at("strides").list());
  }

  long offset() {
    return json.at("storage_offset").at("as_int").whole();
  }

  private static List<Long> numbers(List<Json> tagged) {
    return tagged.stream().map(t -> t.at("as_int").whole()).toList();
  }
}
