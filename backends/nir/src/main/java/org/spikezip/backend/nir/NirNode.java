package org.spikezip.backend.nir;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A node of a NIR graph.
 *
 * @param type one of NIR's primitives, such as {@code Affine}
 * @param parameters arrays of floats or longs, or single longs, by NIR's names
 * @param about what it stands for in our network; empty if there is nothing to say
 */
record NirNode(String type, SortedMap<String, Object> parameters, String about) {
  NirNode {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }
}
