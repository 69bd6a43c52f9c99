/** Devices that are none: one that emulates, one that only records; and tests of the drivers. */
package org.spikezip.backend.cuda.driver;
