// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.simulation.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The kinds of objects that own pods.
 *
 * @param apiVersion group and version
 * @param kind such as {@code Deployment}
 */
public record Kinds(String apiVersion, String kind) {

  private static final List<Kinds> KNOWN =
      List.of(
          new Kinds("v1", "Node"),
          new Kinds("v1", "ReplicationController"),
          new Kinds("apps/v1", "ReplicaSet"),
          new Kinds("apps/v1", "Deployment"),
          new Kinds("apps/v1", "StatefulSet"),
          new Kinds("apps/v1", "DaemonSet"),
          new Kinds("batch/v1", "Job"),
          new Kinds("batch/v1", "CronJob"),
          new Kinds("kubeflow.org/v1", "PyTorchJob"),
          new Kinds("kubeflow.org/v1", "TFJob"),
          new Kinds("kubeflow.org/v1", "XGBoostJob"),
          new Kinds("kubeflow.org/v1", "PaddleJob"),
          new Kinds("kubeflow.org/v1", "JAXJob"),
          new Kinds("kubeflow.org/v2beta1", "MPIJob"),
          new Kinds("kubeflow.org/v1", "Notebook"),
          new Kinds("trainer.kubeflow.org/v1alpha1", "TrainJob"),
          new Kinds("ray.io/v1", "RayCluster"),
          new Kinds("ray.io/v1", "RayJob"),
          new Kinds("ray.io/v1", "RayService"),
          new Kinds("serving.kserve.io/v1beta1", "InferenceService"),
          new Kinds("jobset.x-k8s.io/v1alpha2", "JobSet"),
          new Kinds("leaderworkerset.x-k8s.io/v1", "LeaderWorkerSet"),
          new Kinds("argoproj.io/v1alpha1", "Workflow"),
          new Kinds("sparkoperator.k8s.io/v1beta2", "SparkApplication"),
          new Kinds("scheduling.volcano.sh/v1beta1", "PodGroup"),
          new Kinds("kueue.x-k8s.io/v1beta1", "Workload"));

  private static final Map<String, Kinds> BY_KIND =
      KNOWN.stream().collect(Collectors.toMap(Kinds::kind, Function.identity()));

  /** All that are known without a scenario's word. */
  public static List<Kinds> known() {
    return KNOWN;
  }

  /** The version of a kind everybody knows. */
  static Optional<String> versionOf(String kind) {
    return Optional.ofNullable(BY_KIND.get(kind)).map(Kinds::apiVersion);
  }

  /** The name of the kind in paths: lower case, in the plural. */
  public static String plural(String kind) {
    var word = kind.toLowerCase(Locale.ROOT);
    if (word.endsWith("s")) {
      return word + "es";
    }
    boolean ies = word.endsWith("y") && !word.matches(".*[aeiou]y");
    return ies ? word.substring(0, word.length() - 1) + "ies" : word + "s";
  }
}
