package io.gpunodeagent.agent.cluster;

/**
 * An object with what the watch needs of it.
 *
 * @param uid of the object
 * @param version its resource version
 * @param value what is kept
 */
record Kept<T>(String uid, String version, T value) {}
