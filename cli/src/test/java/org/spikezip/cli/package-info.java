/** Tests of the command within this process, with the real host and all that comes with it. */
package org.spikezip.cli;
