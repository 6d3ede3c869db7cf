// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cluster;

/** Writes pods as the API server does, with all that is not to be kept. */
public final class PodText {

  private final String name;
  private String uid;
  private String phase = "Running";
  private String metadata = "";
  private String spec = "";
  private String status = "";
  private String owner = "";

  private PodText(String name) {
    this.name = name;
    uid = "uid-" + name;
  }

  /** A running pod with a container {@code main} that has run since 10:00:05. */
  public static PodText pod(String name) {
    return new PodText(name);
  }

  public PodText uid(String other) {
    uid = other;
    return this;
  }

  public PodText phase(String other) {
    phase = other;
    return this;
  }

  /** Fields of the metadata, as JSON, such as {@code "labels": {}}. */
  public PodText metadata(String fields) {
    metadata = "," + fields;
    return this;
  }

  /** Fields of the specification, as JSON. */
  public PodText spec(String fields) {
    spec = "," + fields;
    return this;
  }

  /** Fields of the status, as JSON. */
  public PodText status(String fields) {
    status = "," + fields;
    return this;
  }

  /** The controlling owner. */
  public PodText ownedBy(String apiVersion, String kind, String ownerName) {
    owner = "," + owner(apiVersion, kind, ownerName);
    return this;
  }

  /** Owner references with one that controls; its UID is {@code uid-NAME}. */
  public static String owner(String apiVersion, String kind, String name) {
    return """
    "ownerReferences":[
      {"apiVersion":"v1","kind":"ConfigMap","name":"other","uid":"uid-other"},
      {"apiVersion":"%1$s","kind":"%2$s","name":"%3$s","uid":"uid-%3$s","controller":true}]\
    """
        .formatted(apiVersion, kind, name);
  }

  /** The pod as JSON. */
  public String json() {
    return """
    {"kind":"Pod","apiVersion":"v1","metadata":{"name":"%1$s","namespace":"ns","uid":"%2$s",
      "resourceVersion":"101","creationTimestamp":"2026-01-01T09:59:59Z",
      "managedFields":[{"manager":"kubelet","fieldsV1":{"f:metadata":{"f:uid":{}}}}]%3$s%4$s},
     "spec":{"nodeName":"node-a","containers":[{"name":"main","image":"i:1",
       "env":[{"name":"PASSWORD","value":"hunter2"}]}]%5$s},
     "status":{"phase":"%6$s","qosClass":"Burstable","startTime":"2026-01-01T10:00:00Z",
       "containerStatuses":[{"name":"main","restartCount":2,
         "containerID":"containerd://%7$s",
         "lastState":{"terminated":{"containerID":"containerd://old",
           "startedAt":"2025-01-01T00:00:00Z"}},
         "state":{"running":{"startedAt":"2026-01-01T10:00:05Z"}}}]%8$s}}\
    """
        .formatted(name, uid, metadata, owner, spec, phase, id(name), status);
  }

  /** The container id of {@code main} of a pod. */
  public static String id(String pod) {
    return "%064x".formatted(pod.hashCode() & 0xffffffffL);
  }
}
