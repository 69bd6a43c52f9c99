/** The page that {@code report} writes: a template, a script and a chart library in one file. */
package org.spikezip.cli.report;
