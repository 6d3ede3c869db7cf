package io.gpunodeagent.agent.usage;

/** What {@link Usage} remembers to judge the next sample by. Immutable, of constant size. */
public final class History {

  private static final History NONE = new History();

  private History() {}

  static History none() {
    return NONE;
  }
}
