package org.spikezip.backend.cpu.kernel;

import java.util.Arrays;

/**
 * The spikes of a value in one step, cut into runs: spikes of one row whose sizes add up to at most
 * {@value #BUDGET}, so that a kernel may sum 8-bit weights times spikes in 16 bits. Larger spikes
 * are cut into parts.
 */
public final class SpikeRuns {
  /** 255 · 128 still fits into 16 bits. */
  public static final int BUDGET = Short.MAX_VALUE / 128;

  /** So many spikes are looked at together. */
  private static final int GLANCE = 16;

  private static final int GRADED = -1;
  private static final int CUT = -2;

  private int count;
  private int spikes;
  private int[] row = new int[8];
  private int[] start = new int[9];
  private int[] negative = new int[8];
  private int[] sum = new int[8];
  private int[] index;
  private int[] factor;

  /** Room for this many spikes to begin with. */
  public SpikeRuns(int capacity) {
    index = new int[capacity];
    factor = new int[capacity];
  }

  /** Forgets all. */
  public void clear() {
    count = 0;
    spikes = 0;
  }

  /** How many spikes there are; one that was cut counts once. */
  public int spikes() {
    return spikes;
  }

  /** How many runs there are. */
  public int count() {
    return count;
  }

  public int row(int run) {
    return row[run];
  }

  /** The first entry of a run. */
  public int start(int run) {
    return start[run];
  }

  /** One after the last entry of a run. */
  public int end(int run) {
    return start[run + 1];
  }

  /** The sum of the spikes of a run. */
  public int sum(int run) {
    return sum[run];
  }

  /** Whether all spikes of a run are +1 or −1. */
  public boolean isTernary(int run) {
    return negative[run] >= 0;
  }

  /** Whether a run is part of a spike that the next run continues. */
  public boolean continues(int run) {
    return negative[run] == CUT;
  }

  /** The first −1 of a ternary run; all after it are −1, all before it +1. */
  public int firstNegative(int run) {
    return negative[run];
  }

  /** By entry: where in its row the neuron is. */
  public int[] index() {
    return index;
  }

  /** By entry of runs that are not ternary: the spike, as 16 bits in both halves of an int. */
  public int[] factor() {
    return factor;
  }

  /** The spike of an entry of a run. */
  public int spike(int run, int entry) {
    int firstNegative = negative[run];
    if (firstNegative < 0) {
      return (short) factor[entry];
    }
    return entry < firstNegative ? 1 : -1;
  }

  /** Adds the spikes of a row. */
  public void add(int of, RowSpikes added) {
    spikes += added.count;
    if (added.firstNegative >= 0) {
      addSorted(of, added);
      return;
    }
    int i = 0;
    while (i < added.count) {
      int end = ternaryEnd(added, i);
      if (end > i) {
        addTernary(of, added, i, end);
        i = end;
      } else {
        i = addGraded(of, added, i);
      }
    }
  }

  private void addSorted(int of, RowSpikes added) {
    for (int from = 0; from < added.count; from += BUDGET) {
      int length = Math.min(BUDGET, added.count - from);
      int positive = Math.max(0, Math.min(length, added.firstNegative - from));
      int first = open(of, length);
      System.arraycopy(added.index, from, index, first, length);
      close(first + positive, 2 * positive - length, first + length);
    }
  }

  /** Adds each spike to its code, in rows of this width. */
  public void addTo(int[] codes, int width) {
    for (int run = 0; run < count; run++) {
      int first = row[run] * width;
      for (int entry = start[run]; entry < start[run + 1]; entry++) {
        codes[first + index[entry]] += spike(run, entry);
      }
    }
  }

  /** Adds all runs of another. */
  public void addAll(SpikeRuns other) {
    spikes += other.spikes;
    for (int run = 0; run < other.count; run++) {
      int from = other.start[run];
      int length = other.start[run + 1] - from;
      int first = open(other.row[run], length);
      System.arraycopy(other.index, from, index, first, length);
      System.arraycopy(other.factor, from, factor, first, length);
      int kind = other.negative[run];
      close(kind < 0 ? kind : kind - from + first, other.sum[run], first + length);
    }
  }

  /**
   * Where a ternary run ends that begins here; here itself, unless the run would be full or reach
   * the end of the row.
   */
  private static int ternaryEnd(RowSpikes added, int from) {
    int last = Math.min(added.count, from + BUDGET);
    for (int i = from; i < last; i += GLANCE) {
      int unlike = 0;
      for (int j = i; j < Math.min(i + GLANCE, last); j++) {
        unlike |= Math.abs(added.spike[j]) - 1;
      }
      if (unlike != 0) {
        return from;
      }
    }
    return last;
  }

  private void addTernary(int of, RowSpikes added, int from, int to) {
    int first = open(of, to - from);
    int end = first + to - from;
    int plus = first;
    int minus = end;
    for (int i = from; i < to; i++) {
      int at = added.index[i];
      // Both ends are free; only the one that was meant stays.
      index[plus] = at;
      index[minus - 1] = at;
      int isPlus = (added.spike[i] + 1) >> 1;
      plus += isPlus;
      minus -= 1 - isPlus;
    }
    close(plus, 2 * plus - first - end, end);
  }

  /** Adds spikes while they fit into a run, and says how far it came. */
  private int addGraded(int of, RowSpikes added, int from) {
    int[] spike = added.spike;
    int budget = BUDGET;
    int to = from;
    while (to < added.count && Math.abs((long) spike[to]) <= budget) {
      budget -= Math.abs(spike[to++]);
    }
    if (to == from) {
      addLarge(of, added.index[from], spike[from]);
      return from + 1;
    }
    int at = open(of, to - from);
    System.arraycopy(added.index, from, index, at, to - from);
    int total = 0;
    for (int i = from; i < to; i++) {
      factor[at + i - from] = both(spike[i]);
      total += spike[i];
    }
    close(GRADED, total, at + to - from);
    return to;
  }

  private void addLarge(int of, int at, int spike) {
    long rest = spike;
    while (rest != 0) {
      int part = (int) Math.max(-BUDGET, Math.min(BUDGET, rest));
      int entry = open(of, 1);
      index[entry] = at;
      factor[entry] = both(part);
      rest -= part;
      close(rest == 0 ? GRADED : CUT, part, entry + 1);
    }
  }

  private static int both(int spike) {
    return (spike & 0xffff) * 0x0001_0001;
  }

  /** Makes room for a run and so many entries, and gives the first of them. */
  private int open(int of, int entries) {
    if (count == row.length) {
      row = Arrays.copyOf(row, 2 * count);
      start = Arrays.copyOf(start, 2 * count + 1);
      negative = Arrays.copyOf(negative, 2 * count);
      sum = Arrays.copyOf(sum, 2 * count);
    }
    row[count] = of;
    int first = start[count];
    if (first + entries > index.length) {
      int capacity = Math.max(first + entries, 2 * index.length);
      index = Arrays.copyOf(index, capacity);
      factor = Arrays.copyOf(factor, capacity);
    }
    return first;
  }

  private void close(int firstNegative, int total, int end) {
    negative[count] = firstNegative;
    sum[count] = total;
    start[++count] = end;
  }
}
