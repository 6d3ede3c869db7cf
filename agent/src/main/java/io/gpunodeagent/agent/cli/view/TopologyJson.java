package io.gpunodeagent.agent.cli.view;

import com.fasterxml.jackson.core.JsonGenerator;
import io.gpunodeagent.core.snapshot.LinkMatrix;
import io.gpunodeagent.core.snapshot.NodeSnapshot;
import java.io.IOException;
import java.util.List;

/** The matrix as JSON. */
public final class TopologyJson {

  private TopologyJson() {}

  public static String write(NodeSnapshot node, LinkMatrix matrix) {
    return JsonOutput.text(json -> write(json, node, matrix));
  }

  private static void write(JsonGenerator json, NodeSnapshot node, LinkMatrix matrix)
      throws IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("gpus");
    for (int row = 0; row < node.gpus().size(); row++) {
      var identity = node.gpus().get(row).identity();
      json.writeStartObject();
      json.writeNumberField("index", identity.index());
      json.writeStringField("uuid", identity.uuid());
      json.writeStringField("pciBusId", identity.pciBusId());
      writeAffinity(json, node, row);
      writeRow(json, matrix.rows().get(row));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void writeAffinity(JsonGenerator json, NodeSnapshot node, int row)
      throws IOException {
    var affinities = node.topology().affinities();
    if (row < affinities.size()) {
      var readings = new ReadingsJson(json);
      readings.write("cpuAffinity", affinities.get(row).cpus());
      readings.write("numaAffinity", affinities.get(row).memoryNodes());
      readings.write("gpuNumaId", affinities.get(row).ownNumaNode());
      readings.writeAbsent();
    }
  }

  private static void writeRow(JsonGenerator json, List<LinkMatrix.Cell> cells) throws IOException {
    json.writeArrayFieldStart("reaches");
    for (var cell : cells) {
      json.writeString(TopologyTable.letters(cell).strip());
    }
    json.writeEndArray();
  }
}
