package org.spikezip.host.verify;

import java.util.Optional;
import org.spikezip.api.Activity;
import org.spikezip.api.MacCount;

/** What the verification found for one sample. */
record SampleVerdict(
    Activity activity,
    MacCount macs,
    ExactnessProof.Verdict exactness,
    Optional<SourceComparison.Verdict> source,
    Optional<FloatComparison.Verdict> floatModel) {}
