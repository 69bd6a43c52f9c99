package org.spikezip.ir.verify;

import org.spikezip.ir.Graph;

/** One rule. Stateless. */
interface Checker {
  void check(Graph graph, Problems problems);
}
