/** The backend on devices that are none. */
package org.spikezip.backend.cuda;
