package io.gpunodeagent.agent.enforcement;

import io.gpunodeagent.agent.Eventually;

/** An enforcer whose clock only goes on when it has nothing left to do. */
public final class Steps {

  private Steps() {}

  /** Waits until the enforcer has done what its latest state calls for at this time. */
  public static void settle(Enforcer enforcer) {
    Eventually.until("the enforcer is idle", enforcer::idle);
  }
}
