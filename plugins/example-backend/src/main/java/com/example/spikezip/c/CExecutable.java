package com.example.spikezip.c;

import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.spikezip.api.Executable;
import org.spikezip.api.HostOps;
import org.spikezip.api.RunListener;
import org.spikezip.api.RunOptions;
import org.spikezip.api.RunResult;
import org.spikezip.ir.Fact;
import org.spikezip.ir.Graph;
import org.spikezip.ir.Tensor;

/** A network as C, compiled anew for each combination of input shapes; the latest are kept. */
final class CExecutable implements Executable {
  private static final int MOST_KEPT = 4;

  private record Compiled(SpikingPart part, Worker worker) {}

  private final Graph graph;
  private final HostOps hostOps;
  private final CCompiler compiler;
  private final Map<Map<String, Fact>, Compiled> byShapes = new LinkedHashMap<>(16, 0.75f, true);
  private volatile boolean closed;

  CExecutable(Graph graph, HostOps hostOps, CCompiler compiler) {
    this.graph = graph;
    this.hostOps = hostOps;
    this.compiler = compiler;
  }

  @Override
  public RunResult run(Map<String, Tensor> inputs, RunOptions options, RunListener listener) {
    if (closed) {
      throw new IllegalStateException("this executable is closed");
    }
    Compiled compiled = compiled(inputs);
    return new CRun(compiled.part(), compiled.worker(), inputs, options, listener).run();
  }

  private Compiled compiled(Map<String, Tensor> inputs) {
    Map<String, Fact> shapes = new LinkedHashMap<>();
    inputs.forEach((name, tensor) -> shapes.put(name, Fact.of(tensor.type(), sizes(tensor))));
    Compiled compiled = byShapes.get(shapes);
    if (compiled == null) {
      SpikingPart part = SpikingPart.of(graph, inputs, hostOps);
      compiled = new Compiled(part, Worker.start(CNetwork.of(part), compiler));
      byShapes.put(shapes, compiled);
      if (byShapes.size() > MOST_KEPT) {
        Iterator<Compiled> oldest = byShapes.values().iterator();
        oldest.next().worker().close();
        oldest.remove();
      }
    }
    return compiled;
  }

  private static long[] sizes(Tensor tensor) {
    return Arrays.stream(tensor.dims()).asLongStream().toArray();
  }

  @Override
  public boolean isThreadSafe() {
    return false;
  }

  @Override
  public void close() {
    closed = true;
    byShapes.values().forEach(c -> c.worker().close());
    byShapes.clear();
  }
}
