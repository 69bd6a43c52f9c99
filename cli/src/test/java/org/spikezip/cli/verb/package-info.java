/** Tests of single parts of verbs. */
package org.spikezip.cli.verb;
