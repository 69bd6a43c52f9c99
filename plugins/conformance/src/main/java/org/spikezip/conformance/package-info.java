/**
 * What every backend must pass: {@link org.spikezip.conformance.BackendConformance} runs random
 * networks under every schedule and compares codes, outputs and spike trains with the definition in
 * docs/exactness.md; {@link org.spikezip.conformance.RandomNetwork} makes them. A backend's author
 * needs three lines:
 *
 * <pre>
 * class MyBackendTest extends BackendConformance {
 *   protected Backend backend() { return new MyBackend(); }
 * }
 * </pre>
 */
package org.spikezip.conformance;
