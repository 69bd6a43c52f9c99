package org.spikezip.backend.cpu;

/**
 * Neighbouring rows of a layer that fire together, since a call for a row of a few neurons takes
 * longer than its neurons. A band lies in one matrix of the layer, whose rows are likely to share
 * thresholds.
 */
final class Bands {
  /** The most neurons of a band of several rows; their moves stay in the nearest cache. */
  private static final int NEURONS = 1024;

  private final int width;

  /** By band: its first row; and how many rows there are. */
  private final int[] first;

  private Bands(int width, int[] first) {
    this.width = width;
    this.first = first;
  }

  /** The bands of a layer of these dims. */
  static Bands of(int[] dims) {
    int rank = dims.length;
    int width = rank == 0 ? 1 : dims[rank - 1];
    int rows = rank < 2 ? 1 : dims[rank - 2];
    int matrices = width == 0 || rows == 0 ? 0 : 1;
    for (int axis = 0; axis < rank - 2; axis++) {
      matrices *= dims[axis];
    }
    int most = Math.max(1, NEURONS / Math.max(1, width));
    int each = (rows + most - 1) / most;
    int[] first = new int[matrices * each + 1];
    for (int band = 0; band < first.length; band++) {
      first[band] = each == 0 ? 0 : band / each * rows + band % each * rows / each;
    }
    return new Bands(width, first);
  }

  int count() {
    return first.length - 1;
  }

  int firstRow(int band) {
    return first[band];
  }

  int rows(int band) {
    return first[band + 1] - first[band];
  }

  /** Neurons of a row. */
  int width() {
    return width;
  }

  /** Its first neuron. */
  int start(int band) {
    return first[band] * width;
  }

  int neurons(int band) {
    return rows(band) * width;
  }

  /** The most neurons that a band has. */
  int largest() {
    int largest = 0;
    for (int band = 0; band < count(); band++) {
      largest = Math.max(largest, neurons(band));
    }
    return largest;
  }

  /** The most rows that a band has. */
  int mostRows() {
    return width == 0 ? 0 : largest() / width;
  }

  /** Which band each row is in. */
  RowMap ofRows() {
    int[] band = new int[first[count()]];
    for (int row = 0, b = 0; row < band.length; row++) {
      b += row == first[b + 1] ? 1 : 0;
      band[row] = b;
    }
    return RowMap.into(band);
  }
}
