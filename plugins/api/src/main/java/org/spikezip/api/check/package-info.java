/**
 * Finds where a backend leaves the definition, and makes what shows it small: {@link
 * org.spikezip.api.check.DivergenceSearch} and {@link org.spikezip.api.check.TrialReducer}. Used by
 * {@code verify} and by the conformance kit; knows no backend.
 */
package org.spikezip.api.check;
