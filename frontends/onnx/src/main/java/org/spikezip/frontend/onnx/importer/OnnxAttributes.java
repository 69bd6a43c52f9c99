package org.spikezip.frontend.onnx.importer;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.spikezip.frontend.onnx.TensorReader;
import org.spikezip.frontend.onnx.proto.AttributeProto;
import org.spikezip.frontend.onnx.proto.NodeProto;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** The attributes of one ONNX node by name, with the default of each at the place of its use. */
final class OnnxAttributes {
  /** Of no consequence for what we make of the operators that have them. */
  private static final Set<String> HARMLESS =
      Set.of(
          "consumed_inputs",
          "is_test",
          "kernel_shape",
          "kv_num_heads",
          "mask_filter_value",
          "mask_index_type",
          "momentum",
          "past_present_share_buffer",
          "q_num_heads",
          "qk_matmul_output_mode",
          "ratio",
          "rotary_embedding_dim",
          "round_mode",
          "saturate",
          "seed",
          "spatial",
          "stash_type");

  private final Map<String, AttributeProto> attributes = new HashMap<>();
  private final Set<String> read = new HashSet<>();
  private final TensorReader tensors;

  OnnxAttributes(NodeProto node, TensorReader tensors) {
    this.tensors = tensors;
    node.getAttributeList().forEach(a -> attributes.put(a.getName(), a));
  }

  /** Attributes that nobody asked for: what they mean has been ignored. */
  Set<String> unread() {
    Set<String> unread = new TreeSet<>(attributes.keySet());
    unread.removeAll(read);
    unread.removeAll(HARMLESS);
    return unread;
  }

  boolean has(String name) {
    read.add(name);
    return attributes.containsKey(name);
  }

  int whole(String name, int otherwise) {
    return has(name) ? exact(name, attributes.get(name).getI()) : otherwise;
  }

  boolean flag(String name, boolean otherwise) {
    return whole(name, otherwise ? 1 : 0) != 0;
  }

  float real(String name, float otherwise) {
    return has(name) ? attributes.get(name).getF() : otherwise;
  }

  String text(String name, String otherwise) {
    return has(name) ? attributes.get(name).getS().toStringUtf8() : otherwise;
  }

  Optional<List<Integer>> wholes(String name) {
    return get(name).map(a -> a.getIntsList().stream().map(i -> exact(name, i)).toList());
  }

  Optional<Tensor> tensor(String name) {
    return get(name).map(a -> tensors.read(a.getT()));
  }

  Optional<AttributeProto> get(String name) {
    return has(name) ? Optional.of(attributes.get(name)) : Optional.empty();
  }

  private static int exact(String name, long value) {
    // "To the end" is written as the largest of all numbers.
    if (value == Long.MAX_VALUE) {
      return Integer.MAX_VALUE;
    }
    if (value != (int) value) {
      throw new SpikezipException(
          ErrorCode.MALFORMED, "attribute '" + name + "' is out of range: " + value);
    }
    return (int) value;
  }
}
