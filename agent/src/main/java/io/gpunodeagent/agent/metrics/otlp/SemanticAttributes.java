// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics.otlp;

import io.gpunodeagent.agent.metrics.catalogue.metric.SemanticName.Component;
import io.gpunodeagent.agent.metrics.format.RowLabels;
import java.util.LinkedHashMap;
import java.util.Map;

/** The attributes of a row by the OpenTelemetry conventions. Other labels keep their names. */
public final class SemanticAttributes {

  /** The conventions' attributes by label. */
  public static final Map<String, String> NAMES = names();

  private static final String VENDOR = "NVIDIA";

  private SemanticAttributes() {}

  private static Map<String, String> names() {
    var names = new LinkedHashMap<String, String>();
    names.put("UUID", "hw.id");
    names.put("device", "hw.name");
    names.put("modelName", "hw.model");
    names.put("DCGM_FI_DRIVER_VERSION", "hw.driver_version");
    names.put("namespace", "k8s.namespace.name");
    names.put("pod", "k8s.pod.name");
    names.put("pod_uid", "k8s.pod.uid");
    names.put("container", "k8s.container.name");
    return names;
  }

  /** Those of {@code component} in the row of {@code labels}. */
  static byte[] of(RowLabels labels, Component component) {
    var attributes = new Attributes(NumberPoints.ATTRIBUTES);
    attributes.put("hw.type", component.type());
    if (component.isGpu()) {
      attributes.put("hw.vendor", VENDOR);
    } else {
      attributes.put("hw.sensor_location", component.location());
    }
    labels.forEach((name, value) -> put(name, value, component, attributes));
    return attributes.toByteArray();
  }

  private static void put(String label, String value, Component component, Attributes to) {
    var name = NAMES.getOrDefault(label, label);
    switch (name) {
      case "hw.id" -> {
        to.put(name, component.isGpu() ? value : value + "/" + component.words());
        if (!component.isGpu()) {
          to.put("hw.parent", value);
        }
      }
      case "hw.name", "hw.model", "hw.driver_version" ->
          to.put(component.isGpu() ? name : label, value);
      // The resource has it as host.name.
      case "Hostname", "hostname" -> {}
      default -> to.put(name, value);
    }
  }
}
