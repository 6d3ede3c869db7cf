// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.util.List;
import java.util.TreeSet;

/**
 * The OpenAPI document, read strictly: what it does not name is a fault. Clients must read it as it
 * is, since more may come.
 */
final class ApiDescription {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode document;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          builder ->
              builder.schemaRegistryConfig(
                  SchemaRegistryConfig.builder().formatAssertionsEnabled(true).build()));

  ApiDescription(byte[] yaml) throws IOException {
    document = (ObjectNode) new YAMLMapper().readTree(yaml);
    close(document.at("/components/schemas"));
  }

  /** Nothing beside the properties that are named. */
  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object
        && object.path("properties").isObject()
        && !object.has("additionalProperties")) {
      object.put("additionalProperties", false);
    }
    node.forEach(ApiDescription::close);
  }

  /** The paths below the server's. */
  List<String> paths() {
    var paths = new TreeSet<String>();
    document.path("paths").fieldNames().forEachRemaining(paths::add);
    return List.copyOf(paths);
  }

  /** What is wrong with {@code json} as an answer of {@code path}. */
  List<Error> faultsOf(String path, String json) throws IOException {
    var answer = document.at("/paths/" + path.replace("/", "~1") + "/get/responses/200");
    var named =
        answer.has("$ref") ? document.at(answer.path("$ref").asText().substring(1)) : answer;
    var content = named.path("content").elements().next();
    return faults(content.at("/schema/$ref").asText(), json);
  }

  /** What is wrong with {@code json} as an error. */
  List<Error> faultsOfError(String json) throws IOException {
    return faults("#/components/schemas/Error", json);
  }

  private List<Error> faults(String schema, String json) throws IOException {
    var root = JSON.createObjectNode();
    root.put("$ref", schema);
    root.set("components", document.path("components"));
    return registry.getSchema(root).validate(JSON.readTree(json));
  }
}
