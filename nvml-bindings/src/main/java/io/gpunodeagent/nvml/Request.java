package io.gpunodeagent.nvml;

/** Writes what a call expects in memory, which is zero otherwise. */
@FunctionalInterface
interface Request {
  void write(Scratch scratch);
}
