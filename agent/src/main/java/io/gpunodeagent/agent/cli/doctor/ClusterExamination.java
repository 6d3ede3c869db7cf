// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.doctor;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.reviews.AccessReviewer;
import io.gpunodeagent.agent.cluster.reviews.AccessReviewer.Answer;
import io.gpunodeagent.agent.config.AgentConfig;
import io.gpunodeagent.agent.run.Preview;
import io.gpunodeagent.core.sources.Allocations;
import io.gpunodeagent.core.sources.SourceState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What {@code doctor} looks at of the cluster. A machine that is in none is no fault; one that is
 * half in one is.
 */
public final class ClusterExamination {

  private static final String NO_PODS = "GPUs are not attributed to pods";

  private final Preview preview;
  private final boolean tokens;
  private final ClusterConfig cluster;
  private final List<Rights.Need> needs;

  public ClusterExamination(Preview preview, AgentConfig config) {
    this.preview = preview;
    tokens = config.web().admission().tokenReview();
    cluster = preview.sources().cluster();
    needs = new ArrayList<>(Rights.ofReading(cluster));
    needs.addAll(Rights.ofPublishing(preview.publishedTo(), preview.publishing()));
    needs.addAll(Rights.ofPolicies(preview.enforcedIn(), config.policies()));
    preview
        .sources()
        .pluginConfigs()
        .map(source -> Rights.ofPluginConfig(preview.publishedTo(), source))
        .ifPresent(needs::addAll);
    if (tokens) {
      needs.addAll(Rights.ofTokens(config.sources().cluster()));
    }
  }

  /** The kubelet, the API server and each right. */
  public List<CheckResult> findings(Allocations allocations) throws InterruptedException {
    var all = new ArrayList<CheckResult>();
    all.add(kubelet(allocations));
    if (outside() && !tokens) {
      all.add(
          CheckResult.without(
              "cluster",
              "not in a cluster: no node name, no kubeconfig and no service account",
              "no pods, no labels, no policies"));
      return all;
    }
    if (cluster.nodeName().isEmpty() && !outside()) {
      all.add(
          CheckResult.missing(
              "node name",
              "cluster.nodeName: not known: set it, or NODE_NAME",
              "no pods, no labels, no policies",
              "set cluster.nodeName, or NODE_NAME from spec.nodeName"));
    }
    if (needs.isEmpty()) {
      all.add(
          CheckResult.without("API server", "not asked: the configuration has no use for it", ""));
    }
    all.addAll(rights());
    return all;
  }

  private boolean outside() {
    return cluster.nodeName().isEmpty() && !new AccessReviewer(cluster).configured();
  }

  private CheckResult kubelet(Allocations allocations) {
    var socket = preview.sources().kubelet().socket();
    return switch (allocations.state()) {
      case SourceState.Off() -> CheckResult.without("kubelet", "not asked", NO_PODS);
      case SourceState.Up(var _) ->
          CheckResult.good(
              "kubelet", socket + " answers: GPU allocations: " + allocations.entries().size());
      case SourceState.Down(var _, var _, var _) when outside() && !Files.exists(socket) ->
          CheckResult.without("kubelet", "none here: no " + socket, NO_PODS);
      case SourceState.Down(var _, var _, var reason) ->
          CheckResult.missing(
              "kubelet",
              reason,
              NO_PODS,
              "mount " + socket.toAbsolutePath().getParent() + " of the host into the pod");
    };
  }

  private List<CheckResult> rights() throws InterruptedException {
    var servers = new LinkedHashMap<Optional<Path>, List<Rights.Need>>();
    needs.forEach(
        need ->
            servers.computeIfAbsent(need.cluster().kubeconfig(), _ -> new ArrayList<>()).add(need));
    var all = new ArrayList<CheckResult>();
    for (var server : servers.values()) {
      all.addAll(rights(server));
    }
    return all;
  }

  /** Of one API server; one that does not answer is one finding. */
  private static List<CheckResult> rights(List<Rights.Need> needs) throws InterruptedException {
    var config = needs.getFirst().cluster();
    var reviewer = new AccessReviewer(config);
    var all = new ArrayList<CheckResult>();
    for (var need : needs) {
      var denied = new ArrayList<String>();
      for (var verb : need.verbs()) {
        switch (reviewer.review(need.right(verb))) {
          case Answer.Allowed() -> {}
          case Answer.Denied() -> denied.add(verb);
          case Answer.Unavailable(var reason) -> {
            return List.of(
                CheckResult.missing(
                    "API server",
                    reason,
                    "what it is needed for waits until it answers",
                    "check the credentials and the way to the API server"));
          }
        }
      }
      all.add(finding(need, denied));
    }
    all.addFirst(CheckResult.good("API server", "answers to " + credentials(config)));
    return all;
  }

  private static CheckResult finding(Rights.Need need, List<String> denied) {
    return denied.isEmpty()
        ? CheckResult.good(need.subject(), String.join(", ", need.verbs()))
        : CheckResult.missing(
            need.subject(),
            denied.stream().collect(Collectors.joining(", ", "not granted: ", "")),
            need.cost(),
            "grant it to the agent, as deploy/daemonset.yaml does");
  }

  private static String credentials(ClusterConfig config) {
    return config
        .kubeconfig()
        .map(file -> "the kubeconfig " + file)
        .orElse("the pod's service account");
  }
}
