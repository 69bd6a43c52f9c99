package org.spikezip.backend.cpu;

import org.spikezip.api.Schedule;

/** Says up to which depth neurons may fire. */
abstract class Gate {
  /** All neurons, but not what only outputs need. */
  private static final int ALL = Unit.OUTPUT_DEPTH - 1;

  static Gate of(Schedule schedule) {
    if (schedule instanceof Schedule.Wavefront wavefront) {
      return new Gate() {
        @Override
        int depth(int step) {
          return (step - 1) / wavefront.interval() + 1;
        }
      };
    }
    if (schedule instanceof Schedule.Layerwise) {
      return new Gate() {
        private int open = 1;

        @Override
        int depth(int step) {
          return open;
        }

        @Override
        void settled() {
          open++;
        }
      };
    }
    return new Gate() {
      @Override
      int depth(int step) {
        return ALL;
      }
    };
  }

  /** The depth up to which neurons may fire in a step, counted from 1. */
  abstract int depth(int step);

  /** All neurons up to that depth are at rest. */
  void settled() {}
}
