// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation;

/** The file that tells clients of Kubernetes where the API server is. */
final class Kubeconfig {

  private Kubeconfig() {}

  static String of(String url) {
    return """
    apiVersion: v1
    kind: Config
    clusters:
      - name: simulated
        cluster:
          server: %s
    users:
      - name: agent
        user:
          token: simulated
    contexts:
      - name: simulated
        context:
          cluster: simulated
          user: agent
    current-context: simulated
    """
        .formatted(url);
  }
}
