package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.Map;
import org.spikezip.frontend.onnx.proto.FunctionProto;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.frontend.onnx.proto.OperatorSetIdProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;

/** Which version of each operator set a model means. */
final class OpsetImports {
  private final Map<String, Integer> versions = new HashMap<>();

  private OpsetImports() {}

  static OpsetImports of(ModelProto model) {
    OpsetImports imports = new OpsetImports();
    for (FunctionProto function : model.getFunctionsList()) {
      function.getOpsetImportList().forEach(imports::add);
    }
    model.getOpsetImportList().forEach(imports::add);
    return imports;
  }

  private void add(OperatorSetIdProto id) {
    if (id.getVersion() < 1 || id.getVersion() > 10_000) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "operator set '" + id.getDomain() + "' has version " + id.getVersion());
    }
    versions.put(normalize(id.getDomain()), (int) id.getVersion());
  }

  /** The version of a set; 1 where the model does not say. */
  int version(String domain) {
    return versions.getOrDefault(domain, 1);
  }

  Map<String, Integer> all() {
    return Map.copyOf(versions);
  }

  /** ONNX's own domain has two names. */
  static String normalize(String domain) {
    return domain.equals("ai.onnx") ? "" : domain;
  }
}
