// SPDX-License-Identifier: Apache-2.0
package io.gpunodeagent.nvml;

import io.gpunodeagent.nvml.NvmlResult.Failure;
import io.gpunodeagent.nvml.NvmlResult.Success;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntFunction;

/**
 * One opening of NVML, and how a C function is called: through the gate, into scratch memory, to a
 * result.
 */
final class NvmlSession {
  /** Codes up to this one have one shared failure for each function. */
  private static final int SHARED_CODES = 32;

  /** The output of a call without a struct fits in here. */
  private static final int OUTPUT = 8;

  private static final ConcurrentMap<String, Failure<?>[]> FAILURES = new ConcurrentHashMap<>();

  private final CallGate gate = new CallGate("NVML was closed");

  static NvmlSession of(SystemQueries queries) {
    return switch (queries) {
      case Nvml nvml -> nvml.session();
    };
  }

  CallGate gate() {
    return gate;
  }

  /** Enters. Every call of this is followed by {@link #exit}, whatever happens. */
  Scratch enter() {
    gate.enter();
    return Scratch.ofThread();
  }

  void exit() {
    gate.exit();
  }

  <T> NvmlResult<T> read(String function, Shapes.Out call, Decoder<T> decoder) {
    return readStruct(function, call, OUTPUT, decoder);
  }

  <T> NvmlResult<T> readStruct(String function, Shapes.Out call, int size, Decoder<T> decoder) {
    Scratch scratch = enter();
    try {
      scratch.clear(size);
      return result(function, call.call(scratch.address()), scratch, decoder);
    } finally {
      exit();
    }
  }

  <T> NvmlResult<T> readVersioned(
      String function, Shapes.Out call, int version, Decoder<T> decoder) {
    return readPrepared(
        function, call, sizeOf(version), request -> request.putInt(0, version), decoder);
  }

  <T> NvmlResult<T> readPrepared(
      String function, Shapes.Out call, int size, Request request, Decoder<T> decoder) {
    Scratch scratch = enter();
    try {
      scratch.clear(size);
      request.write(scratch);
      return result(function, call.call(scratch.address()), scratch, decoder);
    } finally {
      exit();
    }
  }

  /** Every element by index, up to a count. The first failure ends it. */
  <T> NvmlResult<List<T>> each(
      String function, Shapes.Out count, IntFunction<NvmlResult<T>> element) {
    return switch (read(function, count, Decoder::figure)) {
      case Failure<Integer> failure -> failure.as();
      case Success<Integer>(Integer number) -> each(number, element);
    };
  }

  private static <T> NvmlResult<List<T>> each(int count, IntFunction<NvmlResult<T>> element) {
    List<T> elements = new ArrayList<>();
    for (int index = 0; index < count; index++) {
      switch (element.apply(index)) {
        case Success<T>(T value) -> elements.add(value);
        case Failure<T> failure -> {
          return failure.as();
        }
      }
    }
    return new Success<>(List.copyOf(elements));
  }

  NvmlResult<String> text(String function, Shapes.Text call, int capacity) {
    Scratch scratch = enter();
    try {
      scratch.clear(capacity);
      int code = call.call(scratch.address(), capacity);
      return code == 0 ? new Success<>(scratch.text(0, capacity)) : failure(function, code);
    } finally {
      exit();
    }
  }

  /** Frees something, unless closing NVML has freed it already. */
  void free(Runnable call) {
    if (!gate.tryEnter()) {
      return;
    }
    try {
      call.run();
    } finally {
      exit();
    }
  }

  static <T> NvmlResult<T> result(String function, int code, Scratch scratch, Decoder<T> decoder) {
    return code == 0 ? new Success<>(decoder.decode(scratch)) : failure(function, code);
  }

  /** The size in a struct's version number. */
  static int sizeOf(int version) {
    return version & 0xFFFFFF;
  }

  @SuppressWarnings("unchecked") // a failure holds no T
  static <T> Failure<T> failure(String function, int code) {
    if (code < 0 || code >= SHARED_CODES) {
      return new Failure<>(function, new NvmlReturn(code));
    }
    return (Failure<T>) FAILURES.computeIfAbsent(function, NvmlSession::failuresOf)[code];
  }

  private static Failure<?>[] failuresOf(String function) {
    Failure<?>[] failures = new Failure<?>[SHARED_CODES];
    for (int code = 0; code < SHARED_CODES; code++) {
      failures[code] = new Failure<>(function, new NvmlReturn(code));
    }
    return failures;
  }
}
