package org.spikezip.pass.quantize;

/**
 * How weights are fitted and rounded. The bias is corrected in any case.
 *
 * @param format how weights are kept
 * @param fit whether weights move at all ({@link RidgeFit})
 * @param feedback whether rounding errors are handed on ({@link ErrorFeedback})
 * @param residual whether a product makes up for the error that the sum it goes into already has
 * @param mostTokens how many tokens a fit takes in at most, about: it bounds memory and time
 */
record Refit(
    WeightFormat format, boolean fit, boolean feedback, boolean residual, int mostTokens) {}
