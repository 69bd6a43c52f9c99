package org.spikezip.ir;

/** A result of the graph, under the name its user knows. */
public record GraphOutput(String name, Value value) {}
