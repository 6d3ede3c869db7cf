package io.gpunodeagent.agent.sampling;

/** Why NVML is to be opened anew. */
sealed interface Renewal {

  /**
   * To see GPUs that came, went or were lost: only while no call hangs, and the last readings hold
   * meanwhile.
   */
  record Enumerate(String why) implements Renewal {}

  /** The library that is open must not be used any more. */
  record Replace(Trouble trouble) implements Renewal {}
}
