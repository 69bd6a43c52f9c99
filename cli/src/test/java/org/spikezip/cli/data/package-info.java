/** Tests of the readers of users' data. */
package org.spikezip.cli.data;
