/** Chooses backends, hands graphs to them and work to threads. How they run is theirs. */
package org.spikezip.host.run;
