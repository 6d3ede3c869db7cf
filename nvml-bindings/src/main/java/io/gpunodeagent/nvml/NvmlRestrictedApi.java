package io.gpunodeagent.nvml;

/** A call that may be reserved to root ({@code nvmlRestrictedAPI_t}). */
public enum NvmlRestrictedApi {
  SET_APPLICATION_CLOCKS(0),
  SET_AUTO_BOOSTED_CLOCKS(1);

  private final int value;

  NvmlRestrictedApi(int value) {
    this.value = value;
  }

  /** The number NVML uses. */
  public int value() {
    return value;
  }
}
