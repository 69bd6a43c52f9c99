package org.spikezip.frontend.onnx.runtime;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.spikezip.api.Executable;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.ir.Dim;
import org.spikezip.ir.ElementType;
import org.spikezip.ir.ErrorCode;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Shape;
import org.spikezip.ir.SpikezipException;
import org.spikezip.ir.Tensor;

/** A model in ONNX Runtime. Thread-safe; nothing spikes in it. */
public final class OrtExecutable implements Executable {
  private final OrtSession session;

  /** The session reads them where they are. */
  private final List<OnnxTensorLike> weights;

  private final Map<String, TensorInfo> inputs = new LinkedHashMap<>();
  private final ReadWriteLock lock = new ReentrantReadWriteLock();
  private boolean closed;

  private OrtExecutable(OrtSession session, Collection<OnnxTensorLike> weights)
      throws OrtException {
    this.session = session;
    this.weights = List.copyOf(weights);
    for (NodeInfo input : session.getInputInfo().values()) {
      if (!(input.getInfo() instanceof TensorInfo info)) {
        throw new SpikezipException(
            ErrorCode.UNSUPPORTED, "input '" + input.getName() + "' is no tensor");
      }
      inputs.put(input.getName(), info);
    }
  }

  /**
   * Loads a model.
   *
   * @param model a serialized ModelProto; several parts are read as if they stood in one file
   * @param weights tensors in place of initializers that the model declares as external
   * @throws SpikezipException UNSUPPORTED or MALFORMED with ONNX Runtime's reason, UNAVAILABLE if
   *     it does not work here
   */
  public static OrtExecutable load(
      List<ByteBuffer> model, Map<String, Tensor> weights, SessionSettings settings) {
    Map<String, OnnxTensorLike> shared = new HashMap<>();
    try {
      for (Map.Entry<String, Tensor> weight : weights.entrySet()) {
        shared.put(weight.getKey(), OrtTensors.toOrt(weight.getValue()));
      }
      OrtSession session = OrtRuntime.session(model, shared, settings);
      return new OrtExecutable(session, shared.values());
    } catch (OrtException e) {
      throw OrtErrors.refused(e);
    }
  }

  /**
   * What ONNX Runtime infers of the outputs, by name; without those that are no tensors of our
   * types.
   */
  public Map<String, Fact> outputFacts() {
    Map<String, Fact> facts = new LinkedHashMap<>();
    try {
      for (NodeInfo output : session.getOutputInfo().values()) {
        if (output.getInfo() instanceof TensorInfo info) {
          OrtTensors.type(info.onnxType)
              .ifPresent(type -> facts.put(output.getName(), Fact.of(type, shape(info))));
        }
      }
    } catch (OrtException e) {
      throw OrtErrors.refused(e);
    }
    return facts;
  }

  private static Shape shape(TensorInfo info) {
    return Shape.of(
        Arrays.stream(info.getShape()).mapToObj(d -> d < 0 ? Dim.UNKNOWN : Dim.of(d)).toList());
  }

  @Override
  public RunResult run(Map<String, Tensor> given, RunOptions options, RunListener listener) {
    check(given);
    lock.readLock().lock();
    Map<String, OnnxTensor> feeds = new HashMap<>();
    try {
      if (closed) {
        throw new IllegalStateException("this executable is closed");
      }
      for (String name : inputs.keySet()) {
        feeds.put(name, OrtTensors.toOrt(given.get(name)));
      }
      try (OrtSession.Result result = session.run(feeds)) {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, OnnxValue> output : result) {
          outputs.put(output.getKey(), OrtTensors.fromOrt(output.getKey(), output.getValue()));
        }
        return RunResult.ofOutputs(outputs);
      }
    } catch (OrtException e) {
      throw OrtErrors.failed(e);
    } finally {
      feeds.values().forEach(OnnxTensor::close);
      lock.readLock().unlock();
    }
  }

  private void check(Map<String, Tensor> given) {
    if (!given.keySet().equals(inputs.keySet())) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "the model takes inputs " + inputs.keySet() + ", found " + given.keySet());
    }
    given.forEach((name, tensor) -> check(name, tensor, inputs.get(name)));
  }

  private static void check(String name, Tensor tensor, TensorInfo info) {
    ElementType type = OrtTensors.type(info.onnxType).orElse(null);
    // A shape of no dimensions may also be one of which nothing is declared.
    long[] shape = info.getShape();
    boolean fits = shape.length == 0 || shape.length == tensor.rank();
    for (int i = 0; fits && i < shape.length; i++) {
      fits = shape[i] < 0 || shape[i] == tensor.dim(i);
    }
    if (tensor.type() != type || !fits) {
      throw new SpikezipException(
          ErrorCode.MALFORMED,
          "input '"
              + name
              + "' must be "
              + (type == null ? info.onnxType : type.symbol())
              + shape(info)
              + ", found "
              + tensor);
    }
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  @Override
  public void close() {
    lock.writeLock().lock();
    try {
      if (!closed) {
        closed = true;
        session.close();
        weights.forEach(OnnxTensorLike::close);
      }
    } catch (OrtException e) {
      throw new SpikezipException(
          ErrorCode.INTERNAL, "ONNX Runtime does not close a session: " + e.getMessage(), "", e);
    } finally {
      lock.writeLock().unlock();
    }
  }
}
