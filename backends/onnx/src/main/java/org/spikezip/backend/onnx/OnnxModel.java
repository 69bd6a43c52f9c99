package org.spikezip.backend.onnx;

import java.nio.ByteBuffer;
import java.util.Map;
import org.spikezip.frontend.onnx.proto.ModelProto;
import org.spikezip.ir.Tensor;

/**
 * A graph as ONNX.
 *
 * @param proto the model without its large weights, which it declares as external data
 * @param weights those weights, by initializer
 */
record OnnxModel(ModelProto proto, Map<String, Tensor> weights) {
  ByteBuffer bytes() {
    return proto.toByteString().asReadOnlyByteBuffer();
  }
}
