// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.doctor;

import io.gpunodeagent.agent.cluster.api.ClusterConfig;
import io.gpunodeagent.agent.cluster.plugin.PluginConfigSource;
import io.gpunodeagent.agent.cluster.reviews.AccessReviewer.Right;
import io.gpunodeagent.agent.publishing.PublishingConfig;
import io.gpunodeagent.agent.publishing.PublishingConfig.Sink;
import io.gpunodeagent.core.policy.rule.PolicyAction;
import io.gpunodeagent.core.policy.rule.PolicyRules;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** What an agent needs to be allowed, by what it is to do. */
final class Rights {

  /** Events of a Node belong to this one. */
  private static final String EVENTS_OF_NODES = "default";

  private static final String ANY = "";

  private final List<Need> needs = new ArrayList<>();

  private Rights() {}

  /**
   * Verbs on a resource.
   *
   * @param cluster where
   * @param group of the API; empty text for the core
   * @param resource with its subresource after a slash
   * @param namespace empty text for all, or where there are none
   * @param name of the one object; empty text for all
   * @param cost what is lost without
   */
  record Need(
      ClusterConfig cluster,
      String group,
      String resource,
      List<String> verbs,
      String namespace,
      String name,
      String cost) {

    Need {
      verbs = List.copyOf(verbs);
    }

    Right right(String verb) {
      return new Right(group, resource, verb, namespace, name);
    }

    String subject() {
      return "rights on "
          + resource
          + (name.isEmpty() ? "" : " " + name)
          + (namespace.isEmpty() ? "" : " in " + namespace);
    }
  }

  /** To know the pods and DRA devices of the node. */
  static List<Need> ofReading(ClusterConfig cluster) {
    var rights = new Rights();
    if (cluster.pods()) {
      rights.need(cluster, "", "pods", "no pods are known", "get", "list", "watch");
      var cost = "workloads end at the owner that can be read";
      rights.need(cluster, "", "replicationcontrollers", cost, "get");
      Stream.of("daemonsets", "deployments", "replicasets", "statefulsets")
          .forEach(kind -> rights.need(cluster, "apps", kind, cost, "get"));
      Stream.of("cronjobs", "jobs")
          .forEach(kind -> rights.need(cluster, "batch", kind, cost, "get"));
    }
    if (cluster.resourceSlices()) {
      var cost = "GPUs behind DRA claims are not known";
      rights.need(cluster, "resource.k8s.io", "resourceslices", cost, "list", "watch");
    }
    return rights.needs;
  }

  /** To publish; in a dry run, to look only. */
  static List<Need> ofPublishing(ClusterConfig cluster, PublishingConfig publishing) {
    var rights = new Rights();
    switch (publishing.sink()) {
      case Sink.Node() -> {
        var looking = "nothing is published, and what others change is not seen";
        rights.need(cluster, "", "nodes", looking, "get", "list", "watch");
        if (!publishing.dryRun()) {
          rights.writing(cluster, publishing);
        }
      }
      case Sink.NodeFeature(var namespace) -> {
        var verbs =
            publishing.dryRun() ? List.of("get") : List.of("get", "create", "patch", "delete");
        rights.needs.add(
            new Need(
                cluster,
                "nfd.k8s-sigs.io",
                "nodefeatures",
                verbs,
                namespace,
                ANY,
                "no labels are published"));
      }
      case Sink.FeaturesFile _, Sink.None() -> {}
    }
    return rights.needs;
  }

  private void writing(ClusterConfig cluster, PublishingConfig publishing) {
    need(cluster, "", "nodes", "no labels are published", "patch");
    if (publishing.condition()) {
      need(cluster, "", "nodes/status", "no condition GpuHealthy", "patch");
    }
    if (publishing.events()) {
      needs.add(
          new Need(
              cluster,
              "",
              "events",
              List.of("create", "patch"),
              EVENTS_OF_NODES,
              ANY,
              "no Events of the Node"));
    }
  }

  /** To carry policies out, as far as rules go and if this is no dry run. */
  static List<Need> ofPolicies(ClusterConfig cluster, PolicyRules rules) {
    var rights = new Rights();
    if (!cluster.pods() || cluster.nodeName().isEmpty()) {
      return List.of();
    }
    var furthest =
        Stream.concat(
                rules.idle().stream().map(rule -> rule.action()),
                rules.timeSlice().stream().map(rule -> rule.action()))
            .reduce(PolicyAction.OBSERVE, (a, b) -> a.compareTo(b) > 0 ? a : b);
    if (!rules.dryRun() && furthest.compareTo(PolicyAction.NOTIFY) >= 0) {
      rights.need(cluster, "", "pods", "pods are not marked by policies", "patch");
      rights.need(cluster, "", "events", "pods get no Events", "create", "patch");
    }
    if (!rules.dryRun() && furthest == PolicyAction.EVICT) {
      rights.need(cluster, "", "pods/eviction", "nothing is evicted", "create");
    }
    return rights.needs;
  }

  /** To read the device plugin's configurations. */
  static List<Need> ofPluginConfig(ClusterConfig cluster, PluginConfigSource source) {
    return List.of(
        new Need(
            cluster,
            "",
            "configmaps",
            List.of("list", "watch"),
            source.namespace(),
            source.name(),
            "labels do not say how GPUs are shared"));
  }

  /** To have bearer tokens of scrapes judged. */
  static List<Need> ofTokens(ClusterConfig cluster) {
    var rights = new Rights();
    var cost = "no token is accepted";
    rights.need(cluster, "authentication.k8s.io", "tokenreviews", cost, "create");
    rights.need(cluster, "authorization.k8s.io", "subjectaccessreviews", cost, "create");
    return rights.needs;
  }

  private void need(
      ClusterConfig cluster, String group, String resource, String cost, String... verbs) {
    needs.add(new Need(cluster, group, resource, List.of(verbs), ANY, ANY, cost));
  }
}
