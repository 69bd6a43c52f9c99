/** Tests of how the command talks. */
package org.spikezip.cli.print;
