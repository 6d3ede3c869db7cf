// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import com.sun.jna.LastErrorException;
import io.gpunodeagent.nvml.jna.LibC;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The device in which the kernel keeps its log, {@code /dev/kmsg}. Drivers write there what NVML
 * does not report. The device is opened at its end, which {@code java.nio} cannot do, so the first
 * record read is the first one written after that.
 *
 * <p>Use it from one thread only.
 */
public final class KernelLogDevice implements AutoCloseable {

  private static final int O_NONBLOCK = 0x800;
  private static final int O_CLOEXEC = 0x80000;
  private static final int SEEK_END = 2;
  private static final short POLLIN = 1;
  private static final int POLLFD_BYTES = 8;
  private static final int EVENTS_AT = 4;

  private static final int EINTR = 4;
  private static final int EAGAIN = 11;
  private static final int EPIPE = 32;

  private final Path path;
  private final int fd;
  private final ByteBuffer pollfd =
      ByteBuffer.allocateDirect(POLLFD_BYTES).order(ByteOrder.nativeOrder());

  private KernelLogDevice(Path path, int fd) {
    this.path = path;
    this.fd = fd;
    pollfd.putInt(0, fd).putShort(EVENTS_AT, POLLIN);
  }

  /**
   * Opens the device at its end.
   *
   * @param path the device, {@code /dev/kmsg}
   * @return the device, which the caller closes
   * @throws IOException if it cannot be opened
   */
  public static KernelLogDevice open(Path path) throws IOException {
    try {
      var device = new KernelLogDevice(path, LibC.open(path.toString(), O_NONBLOCK | O_CLOEXEC));
      try {
        LibC.lseek(device.fd, 0, SEEK_END);
        return device;
      } catch (LastErrorException refused) {
        device.close();
        throw refused;
      }
    } catch (LastErrorException refused) {
      throw new IOException(path + ": " + refused.getMessage(), refused);
    }
  }

  /**
   * Reads one record into {@code into}, starting at its position.
   *
   * @param into a direct buffer with room for the longest record, 8 KiB
   * @param longest how long to wait for a record
   * @return whether a record was read
   * @throws OverrunException if records were overwritten before they were read; the next read
   *     continues with the oldest record there is
   */
  public boolean read(ByteBuffer into, Duration longest) throws IOException {
    try {
      if (LibC.poll(pollfd, 1, Math.toIntExact(longest.toMillis())) == 0) {
        return false;
      }
      int count = Math.toIntExact(LibC.read(fd, into, into.remaining()));
      into.position(into.position() + count);
      return count > 0;
    } catch (LastErrorException refused) {
      return switch (refused.getErrorCode()) {
        case EAGAIN, EINTR -> false;
        case EPIPE -> throw new OverrunException(path);
        default -> throw new IOException(path + ": " + refused.getMessage(), refused);
      };
    }
  }

  @Override
  public void close() {
    LibC.close(fd);
  }

  /** The kernel overwrote records before they were read. */
  public static final class OverrunException extends IOException {

    private static final long serialVersionUID = 1;

    OverrunException(Path path) {
      super(path + ": records were overwritten before they were read");
    }
  }
}
