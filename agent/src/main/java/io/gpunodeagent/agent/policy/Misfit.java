package io.gpunodeagent.agent.policy;

/** Which part of a rule's match a pod does not meet. */
public enum Misfit {
  NAMESPACE("namespaces"),
  LABELS("podSelector"),
  WORKLOAD_KIND("workloadKinds"),
  PRODUCT("gpuProducts"),
  SHARING("sharing"),
  SCHEDULE("schedule"),
  /** The pod's priority is above the rule's, or not known. */
  PRIORITY("maxPriority");

  private final String key;

  Misfit(String key) {
    this.key = key;
  }

  /** The key of {@code match} it is about. */
  public String key() {
    return key;
  }
}
