/** Chooses backends and hands graphs to them. How they run is theirs. */
package org.spikezip.host.run;
