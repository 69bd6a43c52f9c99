package org.spikezip.cli.verb;

import java.util.Map;
import java.util.function.Supplier;
import org.spikezip.api.RunListener;
import org.spikezip.api.account.MachineAccount;
import org.spikezip.ir.Tensor;

/** Tells another listener everything. */
class ForwardingListener implements RunListener {
  private final RunListener other;

  ForwardingListener(RunListener other) {
    this.other = other;
  }

  @Override
  public void fired(int step, int node, int spikes) {
    other.fired(step, node, spikes);
  }

  @Override
  public void spiked(int step, int node, int[] elements, int[] spikes) {
    other.spiked(step, node, elements, spikes);
  }

  @Override
  public boolean stepDone(int step, long spikes) {
    return other.stepDone(step, spikes);
  }

  @Override
  public boolean answered(int step, Supplier<Map<String, Tensor>> outputs) {
    return other.answered(step, outputs);
  }

  @Override
  public void accounted(MachineAccount account) {
    other.accounted(account);
  }
}
