// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.spi;

import java.io.IOException;
import java.nio.file.Path;

/**
 * The cluster around a scenario's GPUs: a kubelet, an API server, a {@code /proc} and a cgroup
 * hierarchy, in step with the scenario's time. Everything lies in one folder and goes with {@link
 * #close}.
 */
public interface SimulatedNode extends AutoCloseable {

  /** The kubelet's PodResources socket; it is not there while the scenario says so. */
  Path kubeletSocket();

  /** What stands for the host's {@code /proc}. */
  Path proc();

  /** What stands for the host's {@code /sys/fs/cgroup}. */
  Path cgroups();

  /** How to reach the API server; what it says holds as long as the node is played. */
  Path kubeconfig();

  /** The name of the Node. */
  String nodeName();

  /**
   * Brings a node by a stepped clock up to it; when it returns, all answers are as of now.
   *
   * @return whether anything changed
   * @throws IOException when it cannot go on as its scenario says
   */
  boolean follow() throws IOException;

  /** Whether the API server answers as it should now. */
  boolean apiAnswers();

  /** The resource version of the latest change of a pod: who knows it knows all pods. */
  long podsVersion();

  /** Ends the kubelet and removes what was made in the folder, not the folder itself. */
  @Override
  void close();
}
