package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.backend.cuda.driver.Driver;

/**
 * A step: launches, and between them what this machine computes. The first time launches are made
 * one by one, which loads their kernels; then they are recorded, and from then on replayed.
 */
final class StepGraph implements AutoCloseable {
  private interface Part {
    void run();
  }

  private final Driver driver;
  private final long stream;
  private final boolean recorded;
  private final List<Part> parts = new ArrayList<>();
  private final List<Long> graphs = new ArrayList<>();
  private boolean onDevice = true;

  /**
   * An empty step.
   *
   * @param recorded whether launches are recorded at all
   */
  StepGraph(Driver driver, long stream, boolean recorded) {
    this.driver = driver;
    this.stream = stream;
    this.recorded = recorded;
  }

  /** Adds launches. */
  void launches(Runnable launches) {
    parts.add(recorded ? new Recorded(launches) : launches::run);
  }

  /** Adds work of this machine. */
  void onHost(Runnable work) {
    onDevice = false;
    parts.add(work::run);
  }

  /** Whether it needs nothing of this machine. */
  boolean isOnDevice() {
    return onDevice;
  }

  void run() {
    parts.forEach(Part::run);
  }

  @Override
  public void close() {
    List<Runnable> work = new ArrayList<>();
    graphs.forEach(graph -> work.add(() -> driver.destroyGraph(graph)));
    graphs.clear();
    Cleanup.all(work);
  }

  private final class Recorded implements Part {
    private final Runnable launches;
    private boolean loaded;
    private long graph;

    Recorded(Runnable launches) {
      this.launches = launches;
    }

    @Override
    public void run() {
      if (!loaded) {
        launches.run();
        loaded = true;
        return;
      }
      if (graph == 0) {
        record();
      }
      driver.replay(graph, stream);
    }

    private void record() {
      driver.beginCapture(stream);
      try {
        launches.run();
      } catch (RuntimeException e) {
        throw Cleanup.after(e, () -> driver.destroyGraph(driver.endCapture(stream)));
      }
      graph = driver.endCapture(stream);
      graphs.add(graph);
    }
  }
}
