package io.gpunodeagent.nvml.jna;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/** The C environment, which a library reads; {@link System#getenv} is only a copy of it. */
public final class LibC {
  static {
    Native.register(LibC.class, NativeLibrary.getInstance("c"));
  }

  private LibC() {}

  /**
   * Puts a variable into the environment of this process. C code that reads the environment in
   * another thread at the same moment is not safe from this.
   */
  public static void setEnvironment(String name, String value) {
    if (setenv(name, value, 1) != 0) {
      throw new IllegalArgumentException("not an environment variable: " + name);
    }
  }

  private static native int setenv(String name, String value, int overwrite);
}
