package org.spikezip.backend.nir;

/** A function of each float of a row, which never falls. */
interface ChannelFunction {
  float at(int channel, float x);
}
