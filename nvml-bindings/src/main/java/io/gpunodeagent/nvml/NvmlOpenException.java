package io.gpunodeagent.nvml;

import java.nio.file.Path;

/** NVML could not be opened, see {@link Nvml#open}. */
public final class NvmlOpenException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Reason reason;

  NvmlOpenException(Reason reason) {
    super(reason.text());
    this.reason = reason;
  }

  NvmlOpenException(Reason reason, Throwable cause) {
    super(reason.text(), cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }

  /** Why. */
  public sealed interface Reason {
    /** One line for people. */
    String text();
  }

  /**
   * No such file: this machine has no NVIDIA driver, or the container does not see it.
   *
   * @param tried the name or path that was asked for
   * @param message the dynamic linker's
   */
  public record LibraryNotFound(String tried, String message) implements Reason {
    @Override
    public String text() {
      return tried + " not found: " + message;
    }
  }

  /** There is a file, but it is no NVML: damaged, for another machine, or an empty stub. */
  public record LibraryInvalid(Path path, String message) implements Reason {
    @Override
    public String text() {
      return path + " is not an NVML library: " + message;
    }
  }

  /**
   * {@code nvmlInit_v2} refused; {@link NvmlReturn#DRIVER_NOT_LOADED} and {@link
   * NvmlReturn#LIB_RM_VERSION_MISMATCH} are usual.
   */
  public record InitFailed(NvmlReturn code) implements Reason {
    @Override
    public String text() {
      return "nvmlInit_v2: " + code + ", " + code.description();
    }
  }

  /**
   * This process has NVML open already.
   *
   * @param closing whether it was closed, but calls that do not return keep the library loaded
   * @param callsInFlight how many
   */
  public record AlreadyOpen(boolean closing, int callsInFlight) implements Reason {
    @Override
    public String text() {
      return closing
          ? "NVML is still loaded: "
              + callsInFlight
              + " call(s) have not returned since it was closed"
          : "NVML is already open in this process";
    }
  }
}
