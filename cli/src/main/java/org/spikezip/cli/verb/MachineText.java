package org.spikezip.cli.verb;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.spikezip.api.account.LayerAccount;
import org.spikezip.api.account.MachineAccount;
import org.spikezip.cli.print.Output;

/** What a run cost, as JSON; energies in pJ. */
final class MachineText {
  private MachineText() {}

  static ObjectNode json(MachineAccount account) {
    ObjectNode json = Output.object();
    json.put("name", account.machine());
    ArrayNode unpublished = json.putArray("unpublished");
    account.unpublished().forEach(unpublished::add);
    json.put("energy", account.totalEnergy());
    json.put("floatEnergy", account.floatEnergy());
    json.put("quantizedEnergy", account.quantizedEnergy());
    ObjectNode figures = json.putObject("figures");
    account.figures().forEach(figures::put);
    ArrayNode steps = json.putArray("stepEnergy");
    account.stepEnergy().forEach(e -> steps.add(Math.round(e)));
    ArrayNode layers = json.putArray("layers");
    account.layers().forEach(layer -> layers.add(json(layer)));
    return json;
  }

  private static ObjectNode json(LayerAccount layer) {
    ObjectNode json = Output.object();
    json.put("node", layer.node()).put("name", layer.name()).put("class", layer.kind().symbol());
    json.put("macs", layer.macs());
    layer.counts().forEach(json::put);
    ObjectNode energy = json.putObject("energy");
    layer.energy().forEach(energy::put);
    json.put("totalEnergy", layer.totalEnergy());
    json.put("floatEnergy", layer.floatEnergy());
    json.put("quantizedEnergy", layer.quantizedEnergy());
    return json;
  }
}
