// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

/**
 * An opaque pointer that NVML returned, and the ways to call functions that take one as their first
 * argument.
 */
abstract sealed class NvmlHandle
    permits NvmlDevice, MigDevice, NvmlGpuInstance, NvmlComputeInstance {
  /** Outputs after the first are eight bytes apart, which aligns each of them. */
  static final int SECOND = 8;

  static final int THIRD = 16;
  static final int FOURTH = 24;

  private final NvmlSession session;
  private final long address;

  NvmlHandle(NvmlSession session, long address) {
    this.session = session;
    this.address = address;
  }

  /** The handle behind one of the sealed query interfaces; all that implement them are handles. */
  static NvmlHandle on(Object queries) {
    return (NvmlHandle) queries;
  }

  NvmlSession session() {
    return session;
  }

  long address() {
    return address;
  }

  <T> NvmlResult<T> read(String function, Shapes.Of call, Decoder<T> decoder) {
    return readStruct(function, call, SECOND, decoder);
  }

  <T> NvmlResult<T> readStruct(String function, Shapes.Of call, int size, Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(size);
      int code = call.call(address, scratch.address());
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  <T> NvmlResult<T> readVersioned(
      String function, Shapes.Of call, int version, Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(NvmlSession.sizeOf(version));
      scratch.putInt(0, version);
      int code = call.call(address, scratch.address());
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  /** The same with arguments in the struct. */
  <T> NvmlResult<T> readVersioned(
      String function, Shapes.Of call, int version, Request request, Decoder<T> decoder) {
    Request versioned =
        scratch -> {
          scratch.putInt(0, version);
          request.write(scratch);
        };
    return readPrepared(function, call, NvmlSession.sizeOf(version), versioned, decoder);
  }

  <T> NvmlResult<T> readPrepared(
      String function, Shapes.Of call, int size, Request request, Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(size);
      request.write(scratch);
      int code = call.call(address, scratch.address());
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  <T> NvmlResult<T> read2(String function, Shapes.Of2 call, Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(THIRD);
      long out = scratch.address();
      int code = call.call(address, out, out + SECOND);
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  <T> NvmlResult<T> read3(String function, Shapes.Of3 call, Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(FOURTH);
      long out = scratch.address();
      int code = call.call(address, out, out + SECOND, out + THIRD);
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  <T> NvmlResult<T> read4(String function, Shapes.Of4 call, Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(FOURTH + SECOND);
      long out = scratch.address();
      int code = call.call(address, out, out + SECOND, out + THIRD, out + FOURTH);
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  <T> NvmlResult<T> read(String function, Shapes.OfInt call, int argument, Decoder<T> decoder) {
    return readStruct(function, call, argument, SECOND, decoder);
  }

  <T> NvmlResult<T> readStruct(
      String function, Shapes.OfInt call, int argument, int size, Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(size);
      int code = call.call(address, argument, scratch.address());
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  <T> NvmlResult<T> readVersioned(
      String function, Shapes.OfInt call, int argument, int version, Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(NvmlSession.sizeOf(version));
      scratch.putInt(0, version);
      int code = call.call(address, argument, scratch.address());
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  <T> NvmlResult<T> read(
      String function, Shapes.OfIntInt call, int first, int second, Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(FOURTH + SECOND);
      int code = call.call(address, first, second, scratch.address());
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  <T> NvmlResult<T> read(
      String function,
      Shapes.OfIntIntInt call,
      int first,
      int second,
      int third,
      Decoder<T> decoder) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(SECOND);
      int code = call.call(address, first, second, third, scratch.address());
      return NvmlSession.result(function, code, scratch, decoder);
    } finally {
      session.exit();
    }
  }

  NvmlResult<String> text(String function, Shapes.TextOf call, int capacity) {
    Scratch scratch = session.enter();
    try {
      scratch.clear(capacity);
      int code = call.call(address, scratch.address(), capacity);
      return code == 0
          ? new NvmlResult.Success<>(scratch.text(0, capacity))
          : NvmlSession.failure(function, code);
    } finally {
      session.exit();
    }
  }

  /** A call that only succeeds or fails. */
  NvmlReturn act(Shapes.Act call) {
    session.enter();
    try {
      return NvmlReturn.of(call.call(address));
    } finally {
      session.exit();
    }
  }
}
