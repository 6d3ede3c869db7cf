package io.gpunodeagent.agent.metrics;

import org.jspecify.annotations.Nullable;

/**
 * A rendered scrape. Two are equal only when they share their bytes.
 *
 * @param contentType value of the {@code Content-Type} header
 * @param contentEncoding value of the {@code Content-Encoding} header, {@code gzip}, or null for
 *     plain bytes
 * @param body the bytes to send; shared between scrapes, so they must not be changed
 */
@SuppressWarnings("ArrayRecordComponent") // copying or comparing a body is what the cache avoids
public record ScrapeResponse(String contentType, @Nullable String contentEncoding, byte[] body) {}
