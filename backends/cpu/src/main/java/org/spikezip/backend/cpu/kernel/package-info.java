/**
 * The inner loops of the engine, each with one meaning down to the last bit, whichever
 * implementation runs.
 */
package org.spikezip.backend.cpu.kernel;
