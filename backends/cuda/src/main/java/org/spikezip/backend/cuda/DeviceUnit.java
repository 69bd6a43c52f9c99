package org.spikezip.backend.cuda;

/** A node whose work is launches. */
final class DeviceUnit extends Unit {
  /** Starts the kernels of a node. */
  @FunctionalInterface
  interface Work {
    /**
     * Starts them.
     *
     * @param gate the depth that must be open; 0 to compute what is new in any case
     */
    void launch(Launcher launcher, int gate);
  }

  private final Work work;
  private final boolean everyStep;

  /**
   * A unit.
   *
   * @param everyStep whether it must not wait for its gate
   */
  DeviceUnit(int node, boolean everyStep, Work work) {
    super(node);
    this.everyStep = everyStep;
    this.work = work;
  }

  boolean isForEveryStep() {
    return everyStep;
  }

  void launch(Launcher launcher, int gate) {
    work.launch(launcher, everyStep ? 0 : gate);
  }
}
