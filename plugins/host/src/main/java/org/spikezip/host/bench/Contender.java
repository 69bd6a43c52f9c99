package org.spikezip.host.bench;

import java.util.Map;
import java.util.function.Function;
import org.spikezip.api.Activity;
import org.spikezip.ir.Tensor;

/**
 * One way to compute.
 *
 * @param name for people
 * @param threads samples at a time
 * @param inference one inference; called from that many threads at once
 */
public record Contender(
    String name, int threads, Function<Map<String, Tensor>, Activity> inference) {}
