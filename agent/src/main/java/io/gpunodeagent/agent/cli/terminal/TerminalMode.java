// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.agent.cli.terminal;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;

/**
 * Mode and size of the terminal behind a file descriptor, by termios(3) and ioctl_tty(2) of Linux.
 * The image has no {@code stty}.
 */
final class TerminalMode {

  private static final int STDIN = 0;
  private static final int STDOUT = 1;

  /**
   * {@code struct termios} of Linux: four flags, the line discipline, 32 characters, two speeds.
   */
  private static final long TERMIOS_BYTES = 60;

  private static final long LOCAL_FLAGS = 12;
  private static final long CHARACTERS = 17;
  private static final int ICANON = 0x2;
  private static final int ECHO = 0x8;
  private static final int VTIME = 5;
  private static final int VMIN = 6;

  /** Ctrl-Z would leave the terminal as it is shown now. */
  private static final int VSUSP = 10;

  private static final int TCSADRAIN = 1;
  private static final long TIOCGWINSZ = 0x5413;
  private static final long WINSIZE_BYTES = 8;

  private final MethodHandle getAttributes;
  private final MethodHandle setAttributes;
  private final MethodHandle control;
  private final Arena arena = Arena.ofShared();
  private final MemorySegment before = arena.allocate(TERMIOS_BYTES);

  TerminalMode() {
    var linker = Linker.nativeLinker();
    getAttributes =
        call(
            linker,
            "tcgetattr",
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.ADDRESS));
    setAttributes =
        call(
            linker,
            "tcsetattr",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.ADDRESS));
    control =
        call(
            linker,
            "ioctl",
            FunctionDescriptor.of(
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_INT,
                ValueLayout.JAVA_LONG,
                ValueLayout.ADDRESS),
            Linker.Option.firstVariadicArg(2));
  }

  @SuppressWarnings("restricted") // the C library's own functions, by their own signatures
  private static MethodHandle call(
      Linker linker, String name, FunctionDescriptor shape, Linker.Option... options) {
    return linker.downcallHandle(linker.defaultLookup().find(name).orElseThrow(), shape, options);
  }

  /**
   * Has keys arrive as they are pressed and unseen; Ctrl-C still interrupts.
   *
   * @return whether standard input is a terminal that could be set
   */
  boolean keysAtOnce() {
    if (invoke(getAttributes, STDIN, before) != 0) {
      return false;
    }
    var changed = arena.allocate(TERMIOS_BYTES).copyFrom(before);
    int flags = changed.get(ValueLayout.JAVA_INT, LOCAL_FLAGS);
    changed.set(ValueLayout.JAVA_INT, LOCAL_FLAGS, flags & ~(ICANON | ECHO));
    changed.set(ValueLayout.JAVA_BYTE, CHARACTERS + VMIN, (byte) 0);
    changed.set(ValueLayout.JAVA_BYTE, CHARACTERS + VTIME, (byte) 0);
    changed.set(ValueLayout.JAVA_BYTE, CHARACTERS + VSUSP, (byte) 0);
    return set(changed) == 0;
  }

  /** Puts back the mode from before {@link #keysAtOnce}. */
  void restore() {
    set(before);
  }

  private int set(MemorySegment attributes) {
    try {
      return (int) setAttributes.invokeExact(STDIN, TCSADRAIN, attributes);
    } catch (Throwable impossible) {
      throw new AssertionError("a C function threw", impossible);
    }
  }

  /** Rows and columns; empty where the terminal does not say. */
  Optional<Size> size() {
    try (var local = Arena.ofConfined()) {
      var window = local.allocate(WINSIZE_BYTES);
      if ((int) control.invokeExact(STDOUT, TIOCGWINSZ, window) != 0) {
        return Optional.empty();
      }
      int rows = Short.toUnsignedInt(window.get(ValueLayout.JAVA_SHORT, 0));
      int columns = Short.toUnsignedInt(window.get(ValueLayout.JAVA_SHORT, 2));
      return rows > 0 && columns > 0 ? Optional.of(new Size(columns, rows)) : Optional.empty();
    } catch (Throwable impossible) {
      throw new AssertionError("a C function threw", impossible);
    }
  }

  private static int invoke(MethodHandle handle, int descriptor, MemorySegment memory) {
    try {
      return (int) handle.invokeExact(descriptor, memory);
    } catch (Throwable impossible) {
      throw new AssertionError("a C function threw", impossible);
    }
  }
}
