package io.gpunodeagent.core.labels;

/** The agent's own labels. */
final class Keys {

  /** Before every label of the agent's own. */
  static final String PREFIX = "gpu-node-agent.io/";

  private Keys() {}
}
