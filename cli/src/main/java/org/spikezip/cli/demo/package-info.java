/**
 * The guided tour: a pretrained sentence encoder becomes a spiking network, runs, and is proved
 * equal. What it shows is made by the same host as all other verbs'.
 */
package org.spikezip.cli.demo;
