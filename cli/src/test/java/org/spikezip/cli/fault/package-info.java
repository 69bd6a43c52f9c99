/** A backend with a fault, so that tests see what verify says of one. */
package org.spikezip.cli.fault;
