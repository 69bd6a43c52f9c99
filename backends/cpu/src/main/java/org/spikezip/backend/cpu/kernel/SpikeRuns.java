package org.spikezip.backend.cpu.kernel;

import java.util.Arrays;

/**
 * Spikes cut into runs: spikes of one row whose sizes add up to at most {@value #BUDGET}, so that a
 * kernel may sum 8-bit weights times spikes in 16 bits. Larger spikes are cut into parts.
 */
public final class SpikeRuns {
  /** 255 · 128 still fits into 16 bits. */
  public static final int BUDGET = Short.MAX_VALUE / 128;

  private int count;
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

  /** The first −1 of a ternary run; all after it are −1, all before it +1. */
  public int firstNegative(int run) {
    return negative[run];
  }

  /** By entry: where in its row the neuron is. */
  public int[] index() {
    return index;
  }

  /** By entry: the spike, as 16 bits in both halves of an int. */
  public int[] factor() {
    return factor;
  }

  /** The spike of an entry. */
  public int spike(int entry) {
    return (short) factor[entry];
  }

  /**
   * Takes over spikes.
   *
   * @param spikes those of a row stand together
   * @param width elements of a row
   */
  public void read(SpikeBatch spikes, int width) {
    count = 0;
    int[] element = spikes.element;
    int from = 0;
    while (from < spikes.count) {
      int of = element[from] / width;
      int first = of * width;
      int to = from + 1;
      while (to < spikes.count && element[to] >= first && element[to] < first + width) {
        to++;
      }
      cut(spikes, of, first, from, to);
      from = to;
    }
  }

  private void cut(SpikeBatch spikes, int of, int first, int from, int to) {
    int[] spike = spikes.spike;
    int i = from;
    while (i < to) {
      int end = i;
      int last = Math.min(to, i + BUDGET);
      while (end < last && (spike[end] == 1 || spike[end] == -1)) {
        end++;
      }
      if (end == last) {
        addTernary(spikes, of, first, i, end);
        i = end;
      } else {
        i = addGraded(spikes, of, first, i, to);
      }
    }
  }

  private void addTernary(SpikeBatch spikes, int of, int first, int from, int to) {
    int plus = open(of, to - from);
    int minus = plus + to - from;
    int end = minus;
    for (int i = from; i < to; i++) {
      int at = spikes.element[i] - first;
      // Both ends are free; only the one that was meant stays.
      index[plus] = at;
      index[minus - 1] = at;
      int isPlus = (spikes.spike[i] + 1) >> 1;
      plus += isPlus;
      minus -= 1 - isPlus;
    }
    Arrays.fill(factor, end - to + from, plus, 0x0001_0001);
    Arrays.fill(factor, plus, end, -1);
    close(plus, 2 * plus - (end - to + from) - end, end);
  }

  /** Adds spikes while they fit into a run, and says how far it came. */
  private int addGraded(SpikeBatch spikes, int of, int first, int from, int to) {
    int[] spike = spikes.spike;
    int at = open(of, to - from);
    int budget = BUDGET;
    int total = 0;
    int i = from;
    while (i < to && Math.abs((long) spike[i]) <= budget) {
      index[at] = spikes.element[i] - first;
      factor[at++] = both(spike[i]);
      budget -= Math.abs(spike[i]);
      total += spike[i++];
    }
    if (i == from) {
      addLarge(of, spikes.element[i] - first, spike[i]);
      return i + 1;
    }
    close(-1, total, at);
    return i;
  }

  private void addLarge(int of, int at, int spike) {
    long rest = spike;
    while (rest != 0) {
      int part = (int) Math.max(-BUDGET, Math.min(BUDGET, rest));
      int entry = open(of, 1);
      index[entry] = at;
      factor[entry] = both(part);
      close(-1, part, entry + 1);
      rest -= part;
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
