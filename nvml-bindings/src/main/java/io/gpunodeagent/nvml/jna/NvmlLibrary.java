// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml.jna;

import com.sun.jna.Callback;
import com.sun.jna.CallbackReference;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.SymbolProvider;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * A loaded {@code libnvidia-ml}, bound to {@link NvmlFunctions}.
 *
 * <p>Old drivers lack symbols. Each absent one is bound to {@link #ABSENT}, so that a caller gets
 * one more return code and not a second kind of failure.
 */
public final class NvmlLibrary implements AutoCloseable {
  /** {@code RTLD_NOW}, and local: no other library sees NVML's symbols. */
  private static final int OPEN_FLAGS = 2;

  private static final int FUNCTION_NOT_FOUND = 13;

  /**
   * What an absent symbol is bound to. In C the caller removes its arguments, so one function suits
   * all signatures.
   */
  private static final AbsentFunction ABSENT = () -> FUNCTION_NOT_FOUND;

  private final NativeLibrary library;
  private final NavigableSet<String> missing;

  private NvmlLibrary(NativeLibrary library, NavigableSet<String> missing) {
    this.library = library;
    this.missing = missing;
  }

  /**
   * Loads a library and binds its functions.
   *
   * @param name a file name for the dynamic linker to search, or an absolute path
   * @throws UnsatisfiedLinkError with the linker's message, if it cannot be loaded
   */
  public static NvmlLibrary load(String name) {
    NavigableSet<String> missing = new TreeSet<>();
    long absent = Pointer.nativeValue(CallbackReference.getFunctionPointer(ABSENT));
    SymbolProvider symbols =
        (handle, symbol, linker) -> addressOf(handle, symbol, linker, missing, absent);
    NativeLibrary library =
        NativeLibrary.getInstance(
            name,
            Map.of(Library.OPTION_OPEN_FLAGS, OPEN_FLAGS, Library.OPTION_SYMBOL_PROVIDER, symbols));
    Native.register(NvmlFunctions.class, library);
    return new NvmlLibrary(library, missing);
  }

  private static long addressOf(
      long handle,
      String symbol,
      SymbolProvider linker,
      NavigableSet<String> missing,
      long absent) {
    try {
      return linker.getSymbolAddress(handle, symbol, linker);
    } catch (UnsatisfiedLinkError e) {
      missing.add(symbol);
      return absent;
    }
  }

  /** The symbols of {@link NvmlFunctions} the library does not export, in alphabetical order. */
  public NavigableSet<String> missingSymbols() {
    return missing;
  }

  /** The address of a symbol, or of {@link #ABSENT} if the library lacks it. */
  public long symbolAddress(String symbol) {
    return Pointer.nativeValue(library.getFunction(symbol));
  }

  /**
   * Unbinds the functions and unloads the library. No call may be in progress, or it returns into
   * unmapped memory.
   */
  @Override
  public void close() {
    Native.unregister(NvmlFunctions.class);
    library.close();
  }

  /** A C function that takes any arguments and returns an {@code nvmlReturn_t}. */
  interface AbsentFunction extends Callback {
    int answer();
  }
}
