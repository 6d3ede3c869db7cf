// SPDX-License-Identifier: Apache-2.0
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

  /** {@return why it could not be opened} */
  public Reason reason() {
    return reason;
  }

  /** Why NVML could not be opened. */
  public sealed interface Reason {
    /** {@return one line of text that describes it} */
    String text();
  }

  /**
   * No such file: this machine has no NVIDIA driver, or the container does not see it.
   *
   * @param tried the name or path that was to be loaded
   * @param message what the dynamic linker reported
   */
  public record LibraryNotFound(String tried, String message) implements Reason {
    @Override
    public String text() {
      return tried + " not found: " + message;
    }
  }

  /**
   * The file is not a usable NVML library: it is damaged, for another machine, or an empty stub.
   *
   * @param path the file
   * @param message what the dynamic linker reported
   */
  public record LibraryInvalid(Path path, String message) implements Reason {
    @Override
    public String text() {
      return path + " is not an NVML library: " + message;
    }
  }

  /**
   * {@code nvmlInit_v2} failed, usually with {@link NvmlReturn#DRIVER_NOT_LOADED} or {@link
   * NvmlReturn#LIB_RM_VERSION_MISMATCH}.
   *
   * @param code what it answered
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
   * @param closing whether it was closed, but calls that have not returned keep the library loaded
   * @param callsInFlight the number of those calls
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
