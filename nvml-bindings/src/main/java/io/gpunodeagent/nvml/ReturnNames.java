// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/** Names and meanings of the return codes, as of header 13.4. */
final class ReturnNames {
  private ReturnNames() {}

  static String name(int code) {
    return code == 999 ? "UNKNOWN" : entry(code, 0, "RETURN_" + code);
  }

  static String description(int code) {
    return code == 999
        ? "an internal error of the driver"
        : entry(code, 1, "a return code this version does not know");
  }

  private static String entry(int code, int column, String otherwise) {
    return code >= 0 && code < CODES.length ? CODES[code][column] : otherwise;
  }

  private static final String[][] CODES = {
    {"SUCCESS", "the call succeeded"},
    {"UNINITIALIZED", "the library is not initialised"},
    {"INVALID_ARGUMENT", "an argument is not valid"},
    {"NOT_SUPPORTED", "this GPU does not offer it"},
    {"NO_PERMISSION", "this process may not do it"},
    {"ALREADY_INITIALIZED", "it was initialised before"},
    {"NOT_FOUND", "nothing matches the query"},
    {"INSUFFICIENT_SIZE", "the buffer is too small"},
    {"INSUFFICIENT_POWER", "external power cables are not properly attached"},
    {"DRIVER_NOT_LOADED", "the kernel driver is not loaded"},
    {"TIMEOUT", "nothing happened in the given time"},
    {"IRQ_ISSUE", "the kernel found an interrupt problem with the GPU"},
    {"LIBRARY_NOT_FOUND", "a library of the driver is missing"},
    {"FUNCTION_NOT_FOUND", "the driver is too old for this function"},
    {"CORRUPTED_INFOROM", "the InfoROM of the GPU is damaged"},
    {"GPU_IS_LOST", "the GPU fell off the bus"},
    {"RESET_REQUIRED", "the GPU needs a reset"},
    {"OPERATING_SYSTEM", "the operating system blocked the GPU"},
    {"LIB_RM_VERSION_MISMATCH", "library and kernel driver differ in version"},
    {"IN_USE", "the GPU is in use"},
    {"MEMORY", "memory ran out"},
    {"NO_DATA", "there is no data"},
    {"VGPU_ECC_NOT_SUPPORTED", "virtual GPUs are not possible with ECC on"},
    {"INSUFFICIENT_RESOURCES", "other resources than memory ran out"},
    {"FREQ_NOT_SUPPORTED", "the frequency is not possible"},
    {"ARGUMENT_VERSION_MISMATCH", "the driver does not know this version of the struct"},
    {"DEPRECATED", "the driver no longer offers it"},
    {"NOT_READY", "the system is not ready yet"},
    {"GPU_NOT_FOUND", "there is no GPU"},
    {"INVALID_STATE", "the GPU is not in the state this needs"},
    {"RESET_TYPE_NOT_SUPPORTED", "the GPU does not offer this kind of reset"},
  };
}
