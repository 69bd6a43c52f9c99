package org.spikezip.host.verify;

/**
 * E3: the quantized network against the source model in its own runtime.
 *
 * <p>Codes are compared twice. Let run free, one code that differs at a tie makes others differ
 * after it; so each layer is also computed from the source's own codes before it, which leaves only
 * the differences that arise in that layer.
 *
 * @param layersCompared neuron layers whose codes the source has under the same name
 * @param layersLeftOut the other neuron layers
 * @param codes codes compared, over all samples
 * @param codeMismatches codes that differ from the source's, computed from the source's own codes
 * @param ties those of them that are off by one where x/θ is within 1e-5 of a tie, or within 2⁻²²
 *     of the range of the codes if that is more
 * @param farthestTie the largest |x/θ − tie| of those
 * @param freeMismatches codes that differ when both networks run free
 * @param top1Agreement share of the rows of the first float output with the same largest element
 * @param maxAbsDiff largest difference of an element of a float output
 */
public record SourceReport(
    int layersCompared,
    int layersLeftOut,
    long codes,
    long codeMismatches,
    long ties,
    double farthestTie,
    long freeMismatches,
    double top1Agreement,
    double maxAbsDiff) {
  /** Mismatches that no rounding explains. */
  public long failures() {
    return codeMismatches - ties;
  }
}
