package org.spikezip.backend.cpu;

import java.util.List;
import org.spikezip.backend.cpu.kernel.Kernels;
import org.spikezip.ir.Tensor;
import org.spikezip.ir.op.Neuron;

/**
 * A layer of ST-BIF+ neurons. As long as all who read its codes wait for the gate, spikes are only
 * counted; when it opens they get all that happened as one spike a neuron.
 */
final class NeuronUnit extends Unit {
  private final Neuron op;
  private final CodeCell out;
  private final int[] tracer;
  private final Volleys volleys;

  /** Rows whose potential changed since they were last fired. */
  private final RowQueue dirty;

  /** Rows with neurons that are away from their targets, and how far at most. */
  private final RowQueue away;

  private final int[] distance;
  private final RowQueue still;

  /** Whether the rows that are away are on the lists of {@link Volleys}. */
  private boolean listed;

  private int readDepth = OUTPUT_DEPTH;

  /** Whether those who read the codes still have those of before, {@link #known}. */
  private boolean held;

  private int[] known;

  /** Rows that may have moved since, and whether any has. */
  private final RowQueue unread;

  private boolean unheard;

  NeuronUnit(
      int node,
      Neuron op,
      FloatCell potential,
      NeuronParameters parameters,
      CodeCell out,
      Kernels kernels) {
    super(node);
    this.op = op;
    this.out = out;
    tracer = out.rest().clone();
    known = out.rest();
    volleys = new Volleys(op.rounding(), potential, tracer, parameters, out, kernels);
    dirty = new RowQueue(potential.rows());
    distance = new int[potential.rows()];
    away = new RowQueue(potential.rows());
    still = new RowQueue(potential.rows());
    unread = new RowQueue(potential.rows());
    potential.feed(this, dirty, RowMap.SAME);
    neededAt(op.depth());
  }

  CodeCell out() {
    return out;
  }

  @Override
  List<CodeCell> results() {
    return List.of(out);
  }

  /** The largest distance between two codes of a neuron. */
  int reach() {
    return op.max() - op.min();
  }

  /** The smallest depth of a neuron that needs the codes. */
  void readAt(int depth) {
    readDepth = depth;
  }

  @Override
  boolean opens(int from, int to) {
    return super.opens(from, to) || (from < readDepth && readDepth <= to);
  }

  @Override
  void countFanOut() {
    out.fanOut().complete();
  }

  @Override
  void reset() {
    System.arraycopy(out.rest(), 0, tracer, 0, tracer.length);
    known = out.rest();
    held = true;
    listed = false;
    dirty.clear();
    away.clear();
    unread.clear();
    unheard = false;
    dirty.addAll();
  }

  /** A run begins: nobody reads the codes yet. */
  void hold() {
    settleLists();
    if (!held) {
      known = tracer.clone();
      held = true;
      for (int i = 0; i < away.size(); i++) {
        unread.add(away.get(i));
      }
    }
  }

  @Override
  void integrate(Counters counters) {
    out.spikes.clear();
  }

  @Override
  void evaluate(Counters counters) {
    long before = counters.spikes;
    fire(counters);
    unheard |= held && counters.spikes > before;
    if (held && counters.gate.depth() >= readDepth) {
      release(counters);
    }
    out.spiked();
    if (!away.isEmpty() || out.spikes.count() > 0) {
      wake();
    }
  }

  private void fire(Counters counters) {
    int least = counters.gate.leastDistance(op.depth());
    volleys.begin(counters, node(), held);
    if (dirty.isEmpty()) {
      fireUnchanged(counters, least);
    } else {
      settleLists();
      takeChanged();
      fireRows(counters, least);
    }
    volleys.end(counters);
  }

  /** Targets stand still: it is enough to look at the neurons that are away from theirs. */
  private void fireUnchanged(Counters counters, int least) {
    if (!listed && farthest() >= least) {
      volleys.list(counters, away, distance);
      listed = true;
    }
    if (listed && !volleys.fireListed(counters, least)) {
      listed = false;
      away.clear();
    }
  }

  private int farthest() {
    int farthest = 0;
    for (int i = 0; i < away.size(); i++) {
      farthest = Math.max(farthest, distance[away.get(i)]);
    }
    return farthest;
  }

  private void fireRows(Counters counters, int least) {
    volleys.fireRows(counters, away, distance, least);
    for (int i = 0; i < away.size(); i++) {
      int row = away.get(i);
      if (distance[row] > 0) {
        still.add(row);
      }
    }
    away.clear();
    away.takeAll(still);
  }

  /** A row whose potential changed may be at any distance from its targets. */
  private void takeChanged() {
    for (int i = 0; i < dirty.size(); i++) {
      int row = dirty.get(i);
      distance[row] = Integer.MAX_VALUE;
      away.add(row);
      if (held) {
        unread.add(row);
      }
    }
    dirty.clear();
  }

  /** Brings the tracers of listed neurons to where they are. */
  private void settleLists() {
    if (!listed) {
      return;
    }
    volleys.unlist();
    listed = false;
    for (int i = 0; i < away.size(); i++) {
      distance[away.get(i)] = Integer.MAX_VALUE;
    }
  }

  /** Nothing fires for an answer; but what has fired must be heard. */
  @Override
  void answer(Counters counters) {
    if (held) {
      volleys.begin(counters, node(), true);
      release(counters);
      out.spiked();
      wake();
    }
  }

  /** Gives those who read the codes what they have not heard yet, as spikes of this step. */
  private void release(Counters counters) {
    settleLists();
    volleys.difference(counters, unread, known);
    unread.clear();
    unheard = false;
    held = false;
  }

  @Override
  boolean isDirty() {
    return !dirty.isEmpty() || !away.isEmpty();
  }

  @Override
  boolean waits() {
    return isDirty() || (unheard && readDepth != OUTPUT_DEPTH);
  }

  Tensor codes() {
    settleLists();
    return Tensor.of(tracer, out.dims());
  }
}
