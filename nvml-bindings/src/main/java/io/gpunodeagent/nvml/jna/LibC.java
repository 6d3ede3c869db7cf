// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

import com.sun.jna.LastErrorException;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Functions of the C library without a counterpart in Java. */
public final class LibC {
  static {
    Native.register(LibC.class, NativeLibrary.getInstance("c"));
  }

  private LibC() {}

  /**
   * Sets a variable in the environment of this process, which libraries read; {@link System#getenv}
   * is only a copy of it. This is not safe while C code in another thread reads the environment.
   */
  public static void setEnvironment(String name, String value) {
    if (setenv(name, value, 1) != 0) {
      throw new IllegalArgumentException("not an environment variable: " + name);
    }
  }

  /**
   * Restores a variable to what it was when the JVM started, unless its value is no longer {@code
   * value}.
   */
  public static void restoreEnvironment(String name, String value) {
    if (!value.equals(getenv(name))) {
      return;
    }
    String before = System.getenv(name);
    if (before == null) {
      unsetenv(name);
    } else {
      setenv(name, before, 1);
    }
  }

  private static native int setenv(String name, String value, int overwrite);

  private static native int unsetenv(String name);

  private static native @Nullable String getenv(String name);

  /** {@code open(2)}. */
  public static native int open(String path, int flags) throws LastErrorException;

  /** {@code lseek(2)}. */
  public static native long lseek(int fd, long offset, int whence) throws LastErrorException;

  /** {@code read(2)} into the memory of a direct buffer, starting at its position. */
  public static native long read(int fd, ByteBuffer into, long most) throws LastErrorException;

  /** {@code poll(2)} of one file descriptor: {@code pollfd} is the structure of that name. */
  public static native int poll(ByteBuffer pollfd, long count, int milliseconds)
      throws LastErrorException;

  /** {@code close(2)}. */
  public static native int close(int fd) throws LastErrorException;
}
