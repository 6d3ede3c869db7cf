package io.gpunodeagent.nvml;

/** A return code where the caller insisted on a value, see {@link NvmlResult#orElseThrow}. */
public final class NvmlException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String function;
  private final int code;

  NvmlException(String function, NvmlReturn code) {
    super(function + ": " + code + ", " + code.description());
    this.function = function;
    this.code = code.value();
  }

  /** The exported C name. */
  public String function() {
    return function;
  }

  public NvmlReturn code() {
    return new NvmlReturn(code);
  }
}
