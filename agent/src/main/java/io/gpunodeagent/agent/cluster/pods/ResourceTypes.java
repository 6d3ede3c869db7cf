// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster.pods;

import com.fasterxml.jackson.core.JsonParser;
import io.gpunodeagent.agent.cluster.api.ApiException;
import io.gpunodeagent.agent.cluster.api.ApiReader;
import io.gpunodeagent.agent.cluster.api.JsonReader;
import io.gpunodeagent.agent.cluster.api.OwnerRef;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where objects of a kind are: a table for Kubernetes' own, the server's discovery for the rest,
 * kept for {@link #AGE}. For one thread.
 */
final class ResourceTypes {

  private static final Duration AGE = Duration.ofHours(1);
  private static final int MOST_GROUPS = 64;

  /** What becomes part of an address must be what Kubernetes admits there. */
  private static final Pattern VERSION = Pattern.compile("[a-z0-9.-]+(/[a-z0-9]+)?");

  private static final Pattern PLURAL = Pattern.compile("[a-z]([a-z0-9-]*[a-z0-9])?");

  private static final Map<String, ResourceType> BUILT_IN =
      Map.of(
          "v1/Pod", new ResourceType("/api/v1", "pods", true),
          "v1/ReplicationController", new ResourceType("/api/v1", "replicationcontrollers", true),
          "apps/v1/ReplicaSet", new ResourceType("/apis/apps/v1", "replicasets", true),
          "apps/v1/Deployment", new ResourceType("/apis/apps/v1", "deployments", true),
          "apps/v1/StatefulSet", new ResourceType("/apis/apps/v1", "statefulsets", true),
          "apps/v1/DaemonSet", new ResourceType("/apis/apps/v1", "daemonsets", true),
          "batch/v1/Job", new ResourceType("/apis/batch/v1", "jobs", true),
          "batch/v1/CronJob", new ResourceType("/apis/batch/v1", "cronjobs", true));

  private final ApiReader client;
  private final Map<String, Found> groups = new HashMap<>();

  ResourceTypes(ApiReader client) {
    this.client = client;
  }

  /**
   * Where objects of a kind are.
   *
   * @param path of the group and version
   * @param plural name of the resource
   * @param namespaced whether its objects are in namespaces
   */
  record ResourceType(String path, String plural, boolean namespaced) {}

  /**
   * Where the objects of a kind are; empty when the server has no such kind. For a version that is
   * no longer served, the group's preferred version is used.
   */
  Optional<ResourceType> find(OwnerRef reference) throws ApiException, InterruptedException {
    var known = BUILT_IN.get(reference.apiVersion() + "/" + reference.kind());
    if (known != null) {
      return Optional.of(known);
    }
    // Whoever makes a pod writes its owner references.
    if (!VERSION.matcher(reference.apiVersion()).matches()) {
      return Optional.empty();
    }
    var served = served(reference.apiVersion());
    return Optional.ofNullable(served.get(reference.kind()));
  }

  private Map<String, ResourceType> served(String apiVersion)
      throws ApiException, InterruptedException {
    var found = groups.get(apiVersion);
    if (found != null && System.nanoTime() - found.at() < AGE.toNanos()) {
      return found.types();
    }
    if (groups.size() >= MOST_GROUPS) {
      groups.clear();
    }
    var types = ask(apiVersion);
    groups.put(apiVersion, new Found(System.nanoTime(), types));
    return types;
  }

  private Map<String, ResourceType> ask(String apiVersion)
      throws ApiException, InterruptedException {
    try {
      return list(apiVersion);
    } catch (ApiException e) {
      if (!e.is(404)) {
        throw e;
      }
    }
    try {
      var preferred = preferred(apiVersion);
      return preferred.isEmpty() ? Map.of() : list(preferred);
    } catch (ApiException e) {
      if (!e.is(404)) {
        throw e;
      }
      return Map.of();
    }
  }

  private Map<String, ResourceType> list(String apiVersion)
      throws ApiException, InterruptedException {
    var path = apiVersion.contains("/") ? "/apis/" + apiVersion : "/api/" + apiVersion;
    var types = new HashMap<String, ResourceType>();
    return client.get(
        path,
        "application/json",
        json -> {
          json.nextToken();
          JsonReader.object(
              json,
              name -> {
                if (name.equals("resources")) {
                  JsonReader.array(json, () -> new TypeReader().read(json, path, types));
                }
              });
          return types;
        });
  }

  private String preferred(String apiVersion) throws ApiException, InterruptedException {
    var slash = apiVersion.indexOf('/');
    if (slash < 0) {
      return "";
    }
    return client.get(
        "/apis/" + apiVersion.substring(0, slash),
        "application/json",
        json -> {
          var version = new StringBuilder();
          json.nextToken();
          JsonReader.object(
              json,
              name -> {
                if (name.equals("preferredVersion")) {
                  JsonReader.object(
                      json,
                      field -> {
                        if (field.equals("groupVersion")) {
                          version.append(JsonReader.text(json));
                        }
                      });
                }
              });
          return VERSION.matcher(version).matches() ? version.toString() : "";
        });
  }

  private record Found(long at, Map<String, ResourceType> types) {}

  /** Reads an entry of discovery. */
  private static final class TypeReader {

    private String plural = "";
    private String kind = "";
    private boolean namespaced;

    void read(JsonParser json, String path, Map<String, ResourceType> types) throws IOException {
      JsonReader.object(
          json,
          name -> {
            switch (name) {
              case "name" -> plural = JsonReader.text(json);
              case "kind" -> kind = JsonReader.text(json);
              case "namespaced" -> namespaced = JsonReader.isTrue(json);
              default -> {}
            }
          });
      // A subresource, or no name of a resource at all.
      if (PLURAL.matcher(plural).matches()) {
        types.put(kind, new ResourceType(path, plural, namespaced));
      }
    }
  }
}
