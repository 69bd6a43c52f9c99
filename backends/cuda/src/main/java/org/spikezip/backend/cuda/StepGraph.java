package org.spikezip.backend.cuda;

import java.util.ArrayList;
import java.util.List;
import org.spikezip.backend.cuda.driver.Driver;

/** A step: launches, recorded once and replayed, and between them what this machine computes. */
final class StepGraph implements AutoCloseable {
  /** A part of a step. */
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
   * @param recorded whether launches are recorded, or made anew each time
   */
  StepGraph(Driver driver, long stream, boolean recorded) {
    this.driver = driver;
    this.stream = stream;
    this.recorded = recorded;
  }

  /** Adds launches. */
  void launches(Runnable launches) {
    if (!recorded) {
      parts.add(launches::run);
      return;
    }
    driver.beginCapture(stream);
    long graph;
    try {
      launches.run();
    } finally {
      graph = driver.endCapture(stream);
      graphs.add(graph);
    }
    parts.add(() -> driver.replay(graph, stream));
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
    graphs.forEach(driver::destroyGraph);
    graphs.clear();
  }
}
