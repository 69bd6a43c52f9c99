package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.spikezip.backend.cuda.driver.Argument;
import org.spikezip.backend.cuda.driver.Driver;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.Value;

/**
 * Everything needed to run inputs of certain shapes on a device: memory, a stream, and a step that
 * can be replayed. Used by one thread at a time.
 */
final class DevicePlan implements AutoCloseable {
  private final PlanBuilder plan;
  private final Driver driver;
  private final long stream;
  private final HostBytes host;
  private final RunState state;
  private final Launcher launcher;
  private final Outputs outputs;
  private final StepGraph step;

  /**
   * Allocates the plan and records its step.
   *
   * @param plan with all nodes placed
   * @param host copies in the plan's stream; closed with this plan
   * @param recorded whether the step is recorded
   */
  DevicePlan(
      PlanBuilder plan,
      Driver driver,
      Kernels kernels,
      long stream,
      HostBytes host,
      boolean recorded) {
    this.plan = plan;
    this.driver = driver;
    this.stream = stream;
    this.host = host;
    int deepest = plan.layers().stream().mapToInt(layer -> layer.op().depth()).max().orElse(0);
    int reach = plan.layers().stream().mapToInt(Layer::reach).max().orElse(0);
    state = new RunState(plan.memory, deepest, reach, plan.layers().size());
    launcher = new Launcher(driver, kernels, stream, state);
    outputs = new Outputs(plan);
    step = new StepGraph(driver, stream, recorded);
    try {
      plan.memory.allocate(host);
      state.allocate(host);
      plan.counters.allocate(host);
      feds().forEach(fed -> fed.allocate(host));
      plan.downloads().forEach(download -> download.allocate(host));
      outputs.allocate(host);
      describeStep();
    } catch (RuntimeException e) {
      throw Cleanup.after(e, this::close);
    }
  }

  private Stream<FedCell> feds() {
    return Stream.concat(plan.cells.fed().values().stream(), plan.fedByUnits().stream());
  }

  RunState state() {
    return state;
  }

  PlanBuilder plan() {
    return plan;
  }

  long stream() {
    return stream;
  }

  int samples() {
    return plan.memory.samples();
  }

  private void describeStep() {
    List<Unit> units = plan.units().stream().filter(DevicePlan::isOfSteps).toList();
    List<Runnable> launches = new ArrayList<>(List.of(this::beginStep));
    for (Unit unit : units) {
      if (unit instanceof DeviceUnit onDevice) {
        launches.add(() -> onDevice.launch(launcher, onDevice.gateDepth()));
      } else if (unit instanceof HostUnit onHost) {
        flush(launches);
        step.onHost(() -> evaluate(onHost));
      }
    }
    launches.add(this::endStep);
    flush(launches);
  }

  private static boolean isOfSteps(Unit unit) {
    return unit.gateDepth() != Unit.OUTPUT_DEPTH
        || (unit instanceof DeviceUnit device && device.isForEveryStep());
  }

  private void flush(List<Runnable> launches) {
    List<Runnable> now = List.copyOf(launches);
    launches.clear();
    step.launches(() -> now.forEach(Runnable::run));
  }

  private void beginStep() {
    launcher
        .withState("begin_step")
        .with(samples())
        .with(state.table().pointer())
        .with(plan.listCounts().pointer())
        .with(plan.lists())
        .with(state.layerFired().pointer())
        .with(state.layers())
        .overBlocks(1, 0);
  }

  private void endStep() {
    launcher.withState("end_step").with(samples()).overRows(samples(), 1);
  }

  private void evaluate(HostUnit unit) {
    unit.downloads().forEach(download -> download.fetch(driver, stream));
    driver.synchronize(stream);
    unit.evaluate(samples(), state.tick());
    unit.fed().forEach(fed -> fed.upload(driver, stream));
    driver.synchronize(stream);
  }

  /** Back to the resting state, with everything to be computed again. */
  void reset() {
    state.reset();
    plan.cells.neverSeen().forEach(region -> driver.clear(region.memory(), 0xff, stream));
    plan.cells.zero().forEach(region -> driver.clear(region.memory(), 0, stream));
    plan.cells
        .rests()
        .forEach(
            (cell, rest) ->
                launcher
                    .call("repeat_bytes")
                    .with(rest.pointer())
                    .with(cell.data().pointer())
                    .with(new Argument.Int64((long) cell.bytes() * cell.elements()))
                    .with(samples())
                    .overRows((long) cell.elements() * samples(), 1));
    plan.cells.fed().values().forEach(FedCell::reset);
    for (Unit unit : plan.units()) {
      if (unit instanceof HostUnit onHost) {
        onHost.reset();
      }
    }
  }

  /** Gives the static values of all samples to whoever reads them in the next step. */
  void inject(List<Map<Value, Tensor>> statics) {
    driver.synchronize(stream);
    for (int sample = 0; sample < statics.size(); sample++) {
      Map<Value, Tensor> values = statics.get(sample);
      plan.statics.set(sample, values);
      for (Map.Entry<Value, FedCell> fed : plan.cells.fed().entrySet()) {
        fed.getValue().load(sample, values.get(fed.getKey()), state.tick() + 1);
      }
    }
    plan.cells.fed().values().forEach(fed -> fed.upload(driver, stream));
  }

  /** Whether steps need nothing of this machine. */
  boolean isOnDevice() {
    return step.isOnDevice();
  }

  /** Makes so many steps. */
  void step(int count) {
    for (int i = 0; i < count; i++) {
      state.advance(1);
      step.run();
    }
  }

  /** The outputs of every sample as they are now, by name. */
  List<Map<String, Tensor>> outputs() {
    driver.clear(plan.listCounts().memory(), 0, stream);
    for (Unit unit : plan.units()) {
      boolean needed = unit.isNeededForOutput();
      if (needed && unit instanceof DeviceUnit device) {
        device.launch(launcher, 0);
      } else if (needed && unit instanceof HostUnit onHost) {
        evaluate(onHost);
      }
    }
    return outputs.fetch(driver, stream);
  }

  /** The codes of all layers, of every sample, by the id of their node. */
  List<Map<Integer, Tensor>> codes() {
    try (HostBytes buffers = new HostBytes(driver, stream)) {
      Map<Integer, CodeDownload> downloads = new LinkedHashMap<>();
      plan.layers()
          .forEach(
              layer ->
                  downloads.put(layer.node(), new CodeDownload(layer.codes(), samples(), buffers)));
      downloads.values().forEach(download -> download.fetch(driver, stream));
      driver.synchronize(stream);
      List<Map<Integer, Tensor>> all = new ArrayList<>();
      for (int i = 0; i < samples(); i++) {
        int sample = i;
        Map<Integer, Tensor> codes = new LinkedHashMap<>();
        downloads.forEach((node, download) -> codes.put(node, download.tensor(sample)));
        all.add(codes);
      }
      return all;
    }
  }

  @Override
  public void close() {
    Cleanup.all(
        List.of(step::close, plan.memory::close, host::close, () -> driver.destroyStream(stream)));
  }
}
