// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.metrics;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Makes label names of the keys that users choose for labels and annotations of pods. */
final class LabelNames {

  /** Names that mean something else on some series. */
  private static final Set<String> TAKEN =
      Set.of(
          "gpu",
          "UUID",
          "pci_bus_id",
          "device",
          "modelName",
          "GPU_I_PROFILE",
          "GPU_I_ID",
          "Hostname",
          "hostname",
          "nvlink",
          "gpu_uuid",
          "model_name",
          "container",
          "namespace",
          "pod",
          "pod_uid",
          "vgpu",
          "hpc_job",
          "dra_claim_name",
          "dra_claim_namespace",
          "dra_driver_name",
          "dra_pool_name",
          "dra_device_name",
          "err_code",
          "err_msg",
          "xid",
          "clock_event",
          "window_size_in_ms",
          "condition",
          "peer_gpu",
          "link_status");

  private LabelNames() {}

  /**
   * The same values under names Prometheus allows: what is no ASCII letter, digit or underscore
   * becomes an underscore. Keys that become alike, and those that become a name of another meaning,
   * are numbered in the order of the keys, as kube-state-metrics does.
   *
   * @param alsoTaken further names of another meaning
   */
  static Map<String, String> of(String prefix, Map<String, String> labels, Set<String> alsoTaken) {
    var keys = new TreeMap<String, List<String>>();
    for (var key : new TreeMap<>(labels).keySet()) {
      keys.computeIfAbsent(allowed(prefix + key), _ -> new ArrayList<>(1)).add(key);
    }
    var named = new LinkedHashMap<String, String>();
    var clashing = new TreeMap<String, List<String>>();
    keys.forEach(
        (name, alike) -> {
          if (alike.size() > 1 || TAKEN.contains(name) || alsoTaken.contains(name)) {
            clashing.put(name, alike);
          } else {
            named.put(name, labels.getOrDefault(alike.getFirst(), ""));
          }
        });
    clashing.forEach(
        (name, alike) -> {
          var number = 1;
          for (var key : alike) {
            while (named.containsKey(name + "_conflict" + number)) {
              number++;
            }
            named.put(name + "_conflict" + number, labels.getOrDefault(key, ""));
          }
        });
    return named;
  }

  /** Names must not begin with a digit, and two underscores are Prometheus' own. */
  private static String allowed(String key) {
    var name = new StringBuilder(key.length() + 1);
    for (int at = 0; at < key.length(); at++) {
      var next = key.charAt(at);
      var plain = next < 128 && (Character.isLetterOrDigit(next) || next == '_');
      name.append(plain ? next : '_');
    }
    if (name.isEmpty() || Character.isDigit(name.charAt(0))) {
      name.insert(0, '_');
    }
    while (name.length() > 1 && name.charAt(0) == '_' && name.charAt(1) == '_') {
      name.deleteCharAt(0);
    }
    return name.toString();
  }
}
